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

KEPT, BROKEN = 0, 1
SOUND = "none"


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
    parser.add_argument("--together-every", type=float, default=0.0, help="seconds; 0: each client as fast as it can")
    parser.add_argument("--bug", nargs="+", default=[SOUND], help="plant these, one at a time; each must be found")
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
    slots = open_clinic()
    database.keep()
    return min([one_build(bug, given, database, folder, slots) for bug in given.bug])


def open_clinic() -> "list[Slot]":
    from django.core.management import call_command
    from django.db import connection

    from bench.faults import clinic

    call_command("migrate", verbosity=0)
    slots = clinic.fill(datetime.now(UTC))
    connection.close()
    return slots


def one_build(name: str, given: argparse.Namespace, database: "Database", folder: Path, slots: "list[Slot]") -> int:
    """In a copy of the clinic: opening one takes longer than most faults take to be found."""
    from django.db import connection

    from bench.faults import bugs
    from bench.faults.clients import nursery
    from bench.faults.run import Wanted, run

    if len(given.bug) > 1:
        print(f"== {name}", flush=True)
    bug, pace = (name, 0.0) if name != SOUND else ("", given.together_every)
    database.renew()
    bugs.weaken(bug)
    connection.close()
    about = bugs.ABOUT.get(bug, ())
    wanted = Wanted(given.clients, given.calls, given.seconds, given.kills_every, pace, given.seed, about)
    with nursery(folder, bug) as address:
        result = run(wanted, database, address, slots)
    try:
        return reckon(result, wanted)
    finally:
        connection.close()


def reckon(result: "Run", wanted: "Wanted") -> int:
    from bench.faults.reckoning import wrongs

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
