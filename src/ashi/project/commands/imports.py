"""`ashi import KIND FILE`: take in a file that was checked whole, and say what became of it."""

import argparse
import getpass
from pathlib import Path

from ashi.project.commands import CommandError

KINDS = ("rules", "signatures")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS, help="rules: of the safety check; signatures: under such rules")
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

    from ashi.exchange.imports.rules import import_rules
    from ashi.exchange.imports.signatures import import_signatures
    from ashi.records.by import By

    try:
        content = given.file.read_bytes()
    except OSError as error:
        raise CommandError(f"{given.file} cannot be read: {error.strerror}") from error
    importer = " ".join((given.by or getpass.getuser()).split())[:60]
    how = {"importer": importer, "by": By("command"), "now": timezone.now(), "dry_run": given.dry_run}
    if given.kind == "rules":
        report = import_rules(content, name=given.file.name, lowered=given.lower, **how)
    else:
        report = import_signatures(content, name=given.file.name, **how)
    print("\n".join(report.lines()))
    if report.is_refused:
        raise CommandError(f"{given.file.name} was refused, for what is said above; put it right and import it again")
    return 0
