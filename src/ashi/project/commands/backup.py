"""`ashi backup FILE`: a copy of one moment, made while the clinic works, and read back."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

import django

from ashi.project.commands import CommandError
from ashi.project.copies import Counts, UnsoundCopyError


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="where to; it must not be there yet")


def run(given: argparse.Namespace) -> int:
    django.setup()

    from django.conf import settings

    rows = write(given.file)
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    (settings.DATA_DIR / "last_backup").write_text(f"{datetime.now(UTC).isoformat()} {given.file.absolute()}\n")
    print(f"Backup written and read back: {sum(rows.values())} rows of {len(rows)} tables in {given.file}")
    return 0


def write(file: Path) -> Counts:
    """Raises CommandError and leaves no file behind where the copy cannot be trusted."""
    if file.exists():
        raise CommandError(f"{file} is already there: choose another name")
    if not file.absolute().parent.is_dir():
        raise CommandError(f"there is no folder {file.absolute().parent}: make it first")
    part = file.with_name(f"{file.name}.part")
    part.touch(mode=0o600)  # a chart is in it
    try:
        rows = _copy(part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.rename(file)
    except UnsoundCopyError as error:
        raise CommandError(f"no backup was made: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return rows


def _copy(part: Path) -> Counts:
    from django.db import connection

    from ashi.project.copies import postgresql, sqlite

    if connection.vendor == "postgresql":
        return postgresql.copy(part)
    source = Path(connection.settings_dict["NAME"])
    if not source.exists():
        raise CommandError(f"there is no database at {source}: is ASHI_DATA_DIR right?")
    return sqlite.copy(source, part)
