"""Copies of a PostgreSQL database by its own pg_dump and pg_restore, counted against the same moment."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from ashi.project.copies import Counts, UnsoundCopyError

COPY = re.compile(r"COPY (?:\w+\.)?\"?(\w+)\"? \(")
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"


def copy(target: Path) -> Counts:
    """Writes what the database holds at one moment to `target` and reads it back; returns rows by table."""
    with _one_moment() as moment:
        there = counts()
        _run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={moment}", f"--file={target}")
    if verified(target) != there:
        raise UnsoundCopyError(f"{target} does not hold the rows that were there")
    return there


def put_back(source: Path) -> Counts:
    """Replaces what the database holds by the copy, in one transaction."""
    there = verified(source)
    options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
    connection.close()
    _run("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(source))
    if counts() != there:
        raise UnsoundCopyError("the database does not hold the rows of the backup: stop Ashi and restore again")
    return there


def verified(file: Path) -> Counts:
    """Rows by table of a copy, all of it read.

    Raises UnsoundCopyError for a damaged file or one that Ashi did not write.
    """
    found = _counted(file)
    if not found.get("django_migrations"):
        raise UnsoundCopyError(f"{file} is not a backup of Ashi")
    return found


def _counted(file: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    table = ""
    with _started("pg_restore", "--data-only", "--file=-", str(file)) as lines:
        for line in lines:
            if match := COPY.match(line):
                table = match[1]
                found[table] = 0
            elif line == "\\.\n":
                table = ""
            elif table:
                found[table] += 1
    return found


def counts() -> Counts:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [row[0] for row in cursor.fetchall()]
        found = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 (the database's own names)
            found[name] = cursor.fetchone()[0]
    return found


@contextmanager
def _one_moment() -> Iterator[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def _run(program: str, *options: str) -> None:
    with _started(program, *options) as lines:
        for _ in lines:
            pass


@contextmanager
def _started(program: str, *options: str) -> Iterator[Iterator[str]]:
    """The lines that a program says, while it runs. Raises UnsoundCopyError when it fails."""
    command = [_find(program), *options]
    with tempfile.TemporaryFile("w+") as complaints:
        with subprocess.Popen(
            command, env=_environment(), stdout=subprocess.PIPE, stderr=complaints, text=True
        ) as process:
            assert process.stdout is not None
            yield iter(process.stdout)
        if process.returncode != 0:
            complaints.seek(0)
            raise UnsoundCopyError(f"{program} failed: {' '.join(complaints.read().split())[:300]}")


def _environment() -> dict[str, str]:
    # In the environment, not among the arguments: those are shown to every user of the machine.
    given: dict[str, Any] = connection.settings_dict
    known = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    settings = {name: str(given[key]) for name, key in known.items() if given[key]}
    if "sslmode" in given["OPTIONS"]:
        settings["PGSSLMODE"] = given["OPTIONS"]["sslmode"]
    return {**os.environ, **settings}


def _find(program: str) -> str:
    """The newest one on this machine: an older pg_dump refuses a newer server."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: -int(path.parts[-3]))
    found = str(newest[0]) if newest else shutil.which(program)
    if not found:
        raise UnsoundCopyError(f"{program} is missing: install it (Debian: apt install postgresql-client)")
    return found
