"""`ashi restore FILE`: replaces the data by a backup. What was there is kept in a file of its own first."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

import django

from ashi.project.commands import CommandError, backup
from ashi.project.copies import Counts, UnsoundCopyError


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that ./ashi backup wrote")


def run(given: argparse.Namespace) -> int:
    if not given.file.is_file():
        raise CommandError(f"there is no file {given.file}")
    django.setup()

    from ashi.project.serving import prepare

    kept = _keep_what_is_there()
    try:
        rows = _put_back(given.file)
    except UnsoundCopyError as error:
        raise CommandError(f"the restore failed: {error}") from error
    print(f"Restored and read back: {sum(rows.values())} rows of {len(rows)} tables from {given.file}")
    if kept:
        print(f"What was there before is in {kept}")
    prepare.refuse_if_unsound()  # an older backup has migrations to run
    return 0


def _put_back(file: Path) -> Counts:
    from django.db import connection

    from ashi.project.copies import postgresql, sqlite

    if connection.vendor == "postgresql":
        return postgresql.put_back(file)
    target = Path(connection.settings_dict["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    return sqlite.put_back(file, target)


def _keep_what_is_there() -> Path | None:
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return None
    if "django_migrations" not in connection.introspection.table_names():
        return None
    connection.close()
    kept: Path = settings.DATA_DIR / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.backup"
    kept.parent.mkdir(parents=True, exist_ok=True)
    backup.write(kept)
    return kept
