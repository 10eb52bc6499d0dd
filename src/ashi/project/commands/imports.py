"""`ashi import KIND FILE`: take in a file that was checked whole, and say what became of it."""

import argparse
import getpass
from pathlib import Path

from ashi.project.commands import CommandError

KINDS = ("rules", "signatures", "places")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS, help="safety rules, signatures under them, or postal codes and cities")
    parser.add_argument("file", type=Path, help="the file, such as 2027-03-01.toml")
    parser.add_argument("--dry-run", action="store_true", help="say what would become of it, and keep nothing")
    parser.add_argument(
        "--lower", action="append", default=[], metavar="RULE", help="this rule may become milder; once for each"
    )
    parser.add_argument("--by", default="", help="who imports it (the sign-in name of this machine)")


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()

    from django.utils import timezone

    from ashi.exchange.imports.places import import_places
    from ashi.exchange.imports.rules import import_rules
    from ashi.exchange.imports.signatures import import_signatures
    from ashi.records.by import By

    try:
        content = given.file.read_bytes()
    except OSError as error:
        raise CommandError(f"{given.file} cannot be read: {error.strerror}") from error
    importer = " ".join((given.by or getpass.getuser()).split())[:60]
    common = {"name": given.file.name, "by": By("command"), "now": timezone.now(), "dry_run": given.dry_run}
    how = {"importer": importer, **common}
    if given.kind == "places":
        report = import_places(content, **common)
    elif given.kind == "rules":
        report = import_rules(content, lowered=given.lower, **how)
    else:
        report = import_signatures(content, **how)
    print("\n".join(report.lines()))
    if report.is_refused:
        raise CommandError(f"{given.file.name} was refused, for what is said above; put it right and import it again")
    return 0
