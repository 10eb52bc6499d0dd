"""Runs the harness and says what it saw: `python -m bench.faults --engine sqlite --seconds 60`. See README.md."""

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.faults.clinic import Slot
    from bench.faults.databases import Database
    from bench.faults.run import Run, Wanted

KEPT, BROKEN, USAGE = 0, 1, 2


def main(words: list[str]) -> int:
    given = arguments().parse_args(words)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ashi.project.settings"
    with tempfile.TemporaryDirectory(prefix="ashi-faults-") as folder:
        return in_folder(given, Path(folder))


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ashi bench faults", description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seconds", type=float, default=3600.0, help="at most so long")
    parser.add_argument("--calls", type=int, default=100_000, help="at most so many")
    parser.add_argument("--clients", type=int, default=8, help="processes that ask at once")
    parser.add_argument("--kills-every", type=float, default=1.0, help="seconds between two kills, on average; 0: none")
    parser.add_argument("--bug", default="", help="plant this fault, which must then be found")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def in_folder(given: argparse.Namespace, folder: Path) -> int:
    from bench.faults.databases import File, Server

    database: Database = File(folder) if given.engine == "sqlite" else Server()
    os.environ.update(
        ASHI_DATABASE_URL=database.url,
        ASHI_DATA_DIR=str(folder),
        ASHI_SECRET_KEY="only-for-faults",
        ASHI_LOG_LEVEL="ERROR",
    )
    try:
        return with_clinic(given, database, folder)
    finally:
        database.stop()


def with_clinic(given: argparse.Namespace, database: "Database", folder: Path) -> int:
    import django

    django.setup()
    slots = open_clinic(given.bug)

    from bench.faults.clients import nursery
    from bench.faults.run import Wanted, run

    wanted = Wanted(given.clients, given.calls, given.seconds, given.kills_every, given.bug, given.seed)
    with nursery(folder, given.bug) as address:
        result = run(wanted, database, address, slots)
    return reckon(result, wanted)


def open_clinic(bug: str) -> "list[Slot]":
    from django.core.management import call_command
    from django.db import connection

    from bench.faults import bugs, clinic

    call_command("migrate", verbosity=0)
    slots = clinic.fill(datetime.now(UTC))
    bugs.weaken(bug)
    connection.close()
    return slots


def reckon(result: "Run", wanted: "Wanted") -> int:
    from django.db import connection

    from bench.faults.reckoning import wrongs

    connection.close()  # a crashed server has forgotten it
    outcomes = result.outcomes()
    counted = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    print(f"{len(result.register.history)} calls in {result.seconds:.0f} s with {wanted.clients} clients: {counted}")
    print(f"{result.kills} killed, {result.crashes} crashes of the database, {result.looks} looks from outside")
    found = [result.register.violation] if result.register.violation else list(wrongs(result.register.history))
    for wrong in found[:5]:
        print(f"VIOLATION {wrong}")
    print("every promise was kept" if not found else f"{len(found)} promises broken; seed {wanted.seed}")
    return BROKEN if found else KEPT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
