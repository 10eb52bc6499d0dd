"""Who signs in to the demo: the front desk, each acupuncturist, the owner."""

from collections.abc import Iterable
from unicodedata import normalize

from django.contrib.auth.hashers import make_password

from ashi.records.models import Practitioner, Role, User

PASSWORD = "needles-in-needles-out"  # noqa: S105 (printed at every start of a demo, and good for nothing else)


def sign_up(practitioners: Iterable[Practitioner]) -> User:
    """Everybody's account. Returns Dana's, who sits at the front desk."""
    known = make_password(PASSWORD)  # slow on purpose, so once for all
    rows: list[tuple[str, str, str, Role, Practitioner | None]] = [("dana", "Dana", "Whitfield", Role.DESK, None)]
    rows += [(plain(one.given_name), one.given_name, one.family_name, Role.ACUPUNCTURIST, one) for one in practitioners]
    rows.append(("olga", "Olga", "Marsh", Role.OWNER, None))
    users = User.objects.bulk_create(
        User(
            username=name,
            first_name=given,
            last_name=family,
            role=role,
            practitioner=who,
            password=known,
            invented=True,
        )
        for name, given, family, role, who in rows
    )
    return users[0]


def plain(name: str) -> str:
    """Nadège as nadege."""
    return normalize("NFD", name).encode("ascii", "ignore").decode().lower()
