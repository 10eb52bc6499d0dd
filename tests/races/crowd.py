"""The processes of a race, and somebody who looks at the tables from outside while they run."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection, connections

ROOT = Path(__file__).parents[2]
OVERLAPS = """
    SELECT count(*) FROM records_occupancy a JOIN records_occupancy b
    ON a.resource_id = b.resource_id AND a.lane = b.lane AND a.id < b.id AND a."start" < b."end" AND b."start" < a."end"
"""


def database_url() -> str:
    """The address of the test's own database, for other processes."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{settings['NAME']}"
    host, port = settings["HOST"], settings["PORT"]
    server = f"?host={quote(host)}" if host.startswith("/") else ""
    name = "" if host.startswith("/") else host
    secret = f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else ""
    return (
        f"postgresql://{quote(settings['USER'])}{secret}@{name}{f':{port}' if port else ''}/{settings['NAME']}{server}"
    )


class Nursery:
    """The process that bookers are forked from, and the door to it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="ashi-")  # short: a socket's name has at most 107 characters
        self._door = f"{self._folder.name}/door"
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ASHI_")},
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "ashi.project.settings",
            "ASHI_SECRET_KEY": "only-for-tests",
            "ASHI_DATABASE_URL": database_url(),
        }
        command = [sys.executable, "-m", "tests.races.nursery", self._door]
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment)

    def call(self) -> socket.socket:
        line = socket.socket(socket.AF_UNIX)
        while self._process.poll() is None:
            try:
                line.connect(self._door)
                return line
            except (FileNotFoundError, ConnectionRefusedError):
                time.sleep(0.02)
        raise AssertionError("the nursery is gone")

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._folder.cleanup()


_nurseries: list[Nursery] = []


class Booker:
    """A process that books. It is told one job at a time."""

    def __init__(self, *words: str) -> None:
        if not _nurseries:
            _nurseries.append(Nursery())
        with _nurseries[0].call() as line:
            self._told, self._says = line.makefile("w"), line.makefile("r")
        self._write(list(words))
        self.pid = self.hear()

    def say(self, **job: Any) -> None:
        self._write(job)

    def hear(self) -> Any:
        """Its next answer; empty when it is gone."""
        try:
            line = self._says.readline()
        except ConnectionResetError:
            return {}
        return json.loads(line) if line.endswith("\n") else {}

    def is_there(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def end(self) -> None:
        """Kills it; when this returns it is gone."""
        while self.is_there():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(0.002)
        with suppress(OSError):
            self._told.close()
        self._says.close()

    def _write(self, job: object) -> None:
        self._told.write(json.dumps(job) + "\n")
        self._told.flush()


_waiting: dict[tuple[str, ...], list[Booker]] = {}


@contextmanager
def crowd(size: int, *words: str) -> Iterator[list[Booker]]:
    """So many bookers, each ready and seen to be guarded, or not, as `words` say.

    Starting one takes long, so those that are still alive wait for the next race.
    """
    waiting = _waiting.setdefault(words, [])
    bookers = [waiting.pop() for _ in range(min(size, len(waiting)))]
    started = [Booker(*words) for _ in range(size - len(bookers))]
    for booker in started:
        assert booker.hear() == guarded_by(words)
    bookers += started
    try:
        assert all_at_once(bookers, do="forget") == [{"forgot": True}] * size
        yield bookers
        waiting += [booker for booker in bookers if booker.is_there()]
    except BaseException:
        end_all(bookers)
        raise


def guarded_by(words: tuple[str, ...]) -> list[str]:
    """The functions that a booker of this kind has to be running with: the real ones, or those put in their place."""
    if "no-lock" in words:
        return ["no_lock", "no_transaction", "no_licence_lock"]
    return ["lock", "atomic", "no_licence_lock" if "no-licence-lock" in words else "_lock_licence"]


def end_all(bookers: list[Booker] | None = None) -> None:
    """Ends these, or everybody who waits."""
    for booker in bookers if bookers is not None else [one for many in _waiting.values() for one in many]:
        booker.end()
    if bookers is None:
        _waiting.clear()
        while _nurseries:
            _nurseries.pop().close()


def all_at_once(bookers: list[Booker], **job: Any) -> list[dict[str, Any]]:
    for booker in bookers:
        booker.say(**job)
    return [booker.hear() for booker in bookers]


class Onlooker:
    """Counts overlaps on a connection of its own, again and again, for as long as the block lasts."""

    def __init__(self) -> None:
        self.looks, self.overlaps = 0, 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Onlooker":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.is_set():
            self.overlaps = max(self.overlaps, overlaps())
            self.looks += 1
            self._stop.wait(0.02)
        connections.close_all()


def overlaps() -> int:
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS)
        return int(cursor.fetchone()[0])
