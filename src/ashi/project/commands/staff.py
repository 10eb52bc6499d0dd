"""`ashi staff`: the accounts of the people who work here, on the machine itself; how a clinic gets its first owner."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from ashi.project.commands import CommandError

if TYPE_CHECKING:
    from ashi.records.models import Practitioner, User

ROLES = ("desk", "acupuncturist", "owner")


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="make an account and show its link, this once")
    add.add_argument("username", help="what they type to sign in, such as olga")
    add.add_argument("--role", required=True, choices=ROLES)
    add.add_argument("--name", required=True, help='first and family name, such as "Olga Marsh"')
    add.add_argument("--treats-as", metavar="SLUG", help="the acupuncturist whose account it is, such as bao-tran")
    actions.add_parser("list", help="who can sign in, and as what")
    role = actions.add_parser("role", help="what they do here from now on")
    role.add_argument("username")
    role.add_argument("role", choices=ROLES)
    role.add_argument("--treats-as", metavar="SLUG")
    for name, what in (
        ("link", "a new link to choose a password with; the old password ends"),
        ("reset-second-factor", "forget app, passkeys and password, and show a new link"),
        ("close", "they can sign in no more"),
        ("open", "they can sign in again"),
    ):
        actions.add_parser(name, help=what).add_argument("username")


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()

    from ashi.clinic.actions.accounts import Refused

    try:
        _ACTIONS[given.action](given)
    except Refused as refusal:
        raise CommandError(_WHY[refusal.why]) from refusal
    return 0


def _add(given: argparse.Namespace) -> None:
    from django.utils import timezone

    from ashi.clinic.actions.accounts import create_account
    from ashi.records.models import Role

    given_name, _, family_name = given.name.strip().rpartition(" ")
    if not given_name:
        raise CommandError('give a first and a family name, such as --name "Olga Marsh"')
    user = create_account(
        username=given.username,
        given_name=given_name,
        family_name=family_name,
        role=Role(given.role),
        practitioner=_practitioner(given.treats_as),
        by=_by(),
        now=timezone.now(),
    )
    _show_link(user)


def _list(given: argparse.Namespace) -> None:
    from ashi.clinic.queries.accounts import accounts

    for one in accounts():
        notes = [
            "" if one.user.is_active else "closed",
            "no password yet" if one.waits else "",
            "" if one.second_factor else "no second factor",
        ]
        print(f"{one.user.username:20} {one.user.role:14} {', '.join(note for note in notes if note)}".rstrip())


def _role(given: argparse.Namespace) -> None:
    from django.utils import timezone

    from ashi.clinic.actions.accounts import change_role
    from ashi.records.models import Role

    user, person = _user(given), _practitioner(given.treats_as)
    change_role(user=user, role=Role(given.role), practitioner=person, by=_by(), now=timezone.now())
    print(f"{user.username} is now {given.role}")


def _link(given: argparse.Namespace) -> None:
    _show_link(_user(given))


def _reset(given: argparse.Namespace) -> None:
    from django.utils import timezone

    from ashi.clinic.actions.accounts import reset_second_factor

    user = _user(given)
    reset_second_factor(user=user, by=_by(), now=timezone.now())
    if user.is_active:
        _show_link(user)


def _close(given: argparse.Namespace) -> None:
    from django.utils import timezone

    from ashi.clinic.actions.accounts import close_account

    close_account(user=_user(given), by=_by(), now=timezone.now())
    print(f"{given.username} can sign in no more")


def _open(given: argparse.Namespace) -> None:
    from django.utils import timezone

    from ashi.clinic.actions.accounts import open_account

    open_account(user=_user(given), by=_by(), now=timezone.now())
    print(f"{given.username} can sign in again")


def _show_link(user: "User") -> None:
    from django.conf import settings
    from django.utils import timezone

    from ashi.clinic.actions.accounts import make_link

    path = make_link(user=user, by=_by(), now=timezone.now())
    print(f"{user.username} chooses a password here, once, within three days:\n{settings.BASE_URL}{path}")


def _user(given: argparse.Namespace) -> "User":
    from ashi.records.models import User

    user = User.objects.filter(username=given.username).first()
    if user is None:
        raise CommandError(f"nobody has the user name {given.username}; ./ashi staff list shows who there is")
    return user


def _practitioner(slug: str | None) -> "Practitioner | None":
    from ashi.records.models import Practitioner

    if not slug:
        return None
    person = Practitioner.objects.filter(slug=slug).first()
    if person is None:
        known = ", ".join(Practitioner.objects.values_list("slug", flat=True)) or "nobody yet"
        raise CommandError(f"no acupuncturist is called {slug}; on record: {known}")
    return person


def _by():  # type: ignore[no-untyped-def]
    from ashi.records.by import By

    return By("command")


_ACTIONS: dict[str, Callable[[argparse.Namespace], None]] = {
    "add": _add,
    "list": _list,
    "role": _role,
    "link": _link,
    "reset-second-factor": _reset,
    "close": _close,
    "open": _open,
}
_WHY = {
    "name": "somebody has this user name already",
    "practitioner": "an acupuncturist's account says --treats-as whom; nobody has two, and the desk treats nobody",
    "last owner": "this is the last owner: make another one first",
    "closed": "this account is closed: open it first",
    "self": "one's own account is changed by another owner",
}
