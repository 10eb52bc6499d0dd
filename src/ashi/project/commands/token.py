"""`ashi token create`: a program's key for the FHIR interface, shown once."""

import argparse

from ashi.project.commands import CommandError


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    create = actions.add_parser("create", help="make a key and show it, this once")
    create.add_argument("--name", required=True, help="whose key it is, such as the program's name")
    create.add_argument("--scope", required=True, help="what it may do: find, hold, book, search, with commas between")


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()

    from django.utils import timezone

    from ashi.exchange.fhir.keys import make_key

    scopes = [scope.strip() for scope in given.scope.split(",") if scope.strip()]
    if not given.name.strip() or not scopes:
        raise CommandError("give a name and at least one scope, such as --scope find,hold,book,search")
    try:
        key = make_key(name=given.name.strip()[:80], scopes=scopes, now=timezone.now())
    except ValueError as error:
        raise CommandError(str(error)) from error
    print(key)
    return 0
