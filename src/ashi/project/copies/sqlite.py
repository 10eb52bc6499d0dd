"""Copies of a SQLite file while it is in use, by SQLite's own online backup."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ashi.project.copies import Counts, UnsoundCopyError


def copy(source: Path, target: Path) -> Counts:
    """Writes what `source` holds at one moment to `target` and reads it back; returns rows by table.

    Raises UnsoundCopyError where what was read back is not what was there.
    """
    with closing(_read_only(source)) as live, closing(sqlite3.connect(target)) as written:
        live.execute("BEGIN")  # one moment: neither the copy nor the counts see what is written meanwhile
        there = counts(live)
        live.backup(written)
    if verified(target) != there:
        raise UnsoundCopyError(f"{target} does not hold the rows that were there")
    return there


def put_back(source: Path, target: Path) -> Counts:
    """Replaces what `target` holds by the copy in one transaction; a server that runs sees the old or the new."""
    there = verified(source)
    with closing(_unchanging(source)) as kept, closing(sqlite3.connect(target, timeout=10)) as live:
        kept.backup(live)
        if counts(live) != there:
            raise UnsoundCopyError(f"{target} does not hold the rows of the backup: stop Ashi and restore again")
    return there


def verified(file: Path) -> Counts:
    """Rows by table of a copy that is sound.

    Raises UnsoundCopyError for a damaged file, broken references, or a file that Ashi did not write.
    """
    try:
        with closing(_unchanging(file)) as kept:
            _refuse_unless(kept.execute("PRAGMA integrity_check").fetchall() == [("ok",)], f"{file} is damaged")
            _refuse_unless(not kept.execute("PRAGMA foreign_key_check").fetchall(), f"{file} has broken references")
            found = counts(kept)
    except sqlite3.DatabaseError as error:
        raise UnsoundCopyError(f"{file} is damaged or no SQLite file ({error})") from error
    _refuse_unless(found.get("django_migrations", 0) > 0, f"{file} is not a backup of Ashi")
    return found


def counts(connection: sqlite3.Connection) -> Counts:
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def _refuse_unless(sound: bool, why: str) -> None:
    if not sound:
        raise UnsoundCopyError(why)


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=10)


def _unchanging(file: Path) -> sqlite3.Connection:
    """Opens a copy without the side files that SQLite keeps beside a database in use."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
