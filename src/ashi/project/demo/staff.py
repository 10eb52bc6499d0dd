"""Who signs in to the demo: the front desk, each acupuncturist, the owner."""

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password

from ashi.records.models import Practitioner, Role, User


def sign_up(practitioners: Iterable[Practitioner]) -> None:
    from ashi.project.demo import PASSWORD

    known = make_password(PASSWORD)
    rows = [("dana", "Dana", Role.DESK, None)]
    rows += [
        (one.given_name.lower().replace("è", "e"), one.given_name, Role.ACUPUNCTURIST, one) for one in practitioners
    ]
    rows.append(("olga", "Olga", Role.OWNER, None))
    User.objects.bulk_create(
        User(username=name, first_name=given, role=role, practitioner=who, password=known, invented=True)
        for name, given, role, who in rows
    )
