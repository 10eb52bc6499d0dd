"""`ashi demo`: a clinic of invented people on this machine, ready in seconds."""

import argparse
import fcntl
import os
import shutil
from functools import partial
from pathlib import Path
from typing import IO

from ashi.project import environment
from ashi.project.commands import CommandError
from ashi.project.serving.apart import apart
from ashi.project.serving.become import become_site
from ashi.project.serving.place import Place

SCENARIOS = ("acumd", "bench", "phased", "old", "chain")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="the port on this machine (8000)")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away and fill it again")
    parser.add_argument("--scenario", choices=SCENARIOS, default="acumd", help="which invented clinic (acumd)")


def run(given: argparse.Namespace) -> int:
    place = Place("127.0.0.1", given.port)
    claim = place.claim()
    folder = environment.data_dir() / ("demo" if given.scenario == "acumd" else f"demo-{given.scenario}")
    lock = _alone_in(folder)
    if given.fresh:
        _empty(folder)
    _set_environment(place, folder)
    sign_ins = apart(partial(_prepare, given.scenario, given.fresh))
    become_site(place, lines=[place.announcement, *sign_ins], kept=[lock, claim] if claim else [lock])


def _alone_in(folder: Path) -> IO[str]:
    """Two demos on one folder would fill it twice; the kernel frees this lock when its holder dies."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CommandError(
            f"a demo already runs on {folder}: stop it, or set ASHI_DATA_DIR to another place"
        ) from error
    return lock


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name != "lock":
            entry.unlink()


def _set_environment(place: Place, folder: Path) -> None:
    """A demo never takes a real clinic's settings, except where its database is."""
    for name in ("ASHI_SECRET_KEY", "ASHI_ALLOWED_HOSTS", "ASHI_EMAIL_URL"):
        os.environ.pop(name, None)
    os.environ["ASHI_DEMO"] = "1"
    os.environ["ASHI_DATA_DIR"] = str(folder)
    os.environ["ASHI_BASE_URL"] = place.url.rstrip("/")


def _prepare(scenario: str, fresh: bool) -> list[str]:
    """Runs apart. Returns the lines that say how to sign in."""
    from ashi.project.serving import prepare

    prepare.up_to_date()

    from django.db import transaction

    from ashi.project import demo
    from ashi.records.models import Organization

    if Organization.objects.filter(invented=False).exists():
        raise CommandError("ASHI_DATABASE_URL leads to a real clinic's data: the demo does not touch it; unset it")
    if fresh and Organization.objects.exists():
        raise CommandError("--fresh empties the demo's own SQLite file only: empty the database of ASHI_DATABASE_URL")
    if not Organization.objects.exists():
        demo.remember_more()
        with transaction.atomic():  # a start that is interrupted leaves nothing half filled
            demo.fill(scenario)
    return demo.sign_ins()
