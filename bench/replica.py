"""Two servers, one PostgreSQL and its replica: do they agree, and what happens when the replica lags or is gone?

No measurement but a proof, printed line by line; the exit status is 1 when something that must hold did not.
"""

import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from urllib.parse import quote

import psycopg

from bench.measurements import next_monday
from bench.server import Server
from tests.machine import postgresql

BOOKINGS = 20
PATIENCE = 30.0  # seconds; nothing here needs a second
LAG = 2  # seconds; see ASHI_REPLICA_LAG
ASKED = 3  # seconds: a look a second, and an answer


def main() -> int:
    primary = postgresql.start()
    try:
        with tempfile.TemporaryDirectory(prefix="ashi-bench-") as folder:
            return _with_primary(primary, Path(folder))
    finally:
        primary.stop()


def _with_primary(primary: postgresql.Server, folder: Path) -> int:
    with Server(folder / "fill", "phased", primary):
        pass
    with Standby(primary) as standby:
        os.environ |= {"ASHI_REPLICA_URL": standby.url, "ASHI_REPLICA_LAG": str(LAG)}
        with Server(folder / "one", "phased", primary) as one, Server(folder / "two", "phased", primary) as two:
            return 0 if all(check(one, two, standby) for check in CHECKS) else 1


class Standby:
    """A streaming replica of a server of the tests', made by pg_basebackup on a port of its own."""

    def __init__(self, primary: postgresql.Server) -> None:
        self._primary = primary
        self._folder = primary.folder / "standby"
        self.url = f"postgresql://ashi@/ashi?host={quote(str(primary.folder))}&port=5433"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Standby":
        if not (self._primary.programs / "pg_basebackup").exists():
            raise FileNotFoundError("no pg_basebackup: install PostgreSQL (Debian: apt install postgresql)")
        copy = [self._primary.programs / "pg_basebackup", "-h", self._primary.folder, "-U", "ashi"]
        copy += ["-D", self._folder, "-R", "-X", "stream", "-c", "fast", "--no-sync"]
        subprocess.run(postgresql._unprivileged(copy), check=True, cwd=self._primary.folder)
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        settings = {**postgresql.SETTINGS, "hot_standby": "on"}
        (self._folder / "postmaster.pid").unlink(missing_ok=True)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        where = ["-D", str(self._folder), "-k", str(self._primary.folder), "-p", "5433"]
        command = postgresql._unprivileged([self._primary.programs / "postgres", *where, *options])
        with (self._primary.folder / "standby.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._primary.folder)
        until(lambda: self.says("SELECT count(*) FROM pg_stat_wal_receiver") == 1)

    def stop(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGQUIT)  # as in a crash: a kind stop waits for whoever reads it
            self._process.wait(PATIENCE)
            self._process = None

    def says(self, question: str) -> object:
        try:
            with psycopg.connect(self.url, autocommit=True) as connection:
                return connection.execute(question).fetchall()[0][0]  # type: ignore[arg-type]
        except psycopg.OperationalError:
            return None

    def readers(self) -> int:
        """How many processes of the servers are connected to it."""
        asked = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'ashi' AND pid <> pg_backend_pid()"
        return int(str(self.says(asked) or 0))

    @contextmanager
    def paused(self) -> Iterator[None]:
        """It goes on receiving and no longer applies: it falls behind."""
        self.says("SELECT pg_wal_replay_pause()")
        yield
        self.says("SELECT pg_wal_replay_resume()")


def agree(one: Server, two: Server, standby: Standby) -> bool:
    """What is booked at one server is soon offered by neither, and the other refuses it at once."""
    waited = []
    for number in range(BOOKINGS):
        here, there = (one, two) if number % 2 else (two, one)
        taken = best(here)
        if book(here, taken, number) != 200 or book(there, taken, number + 1000) != 409:
            return say(False, "a booked time is refused by the other server at once")
        begun = time.monotonic()
        until(lambda there=there, taken=taken: taken not in offered(there))
        waited.append(time.monotonic() - begun)
    readers = standby.readers()
    say(True, f"{BOOKINGS} bookings at one, refused at once by the other, and offered there no more after")
    print(f"  {median(waited) * 1000:.0f} ms (most {max(waited) * 1000:.0f}); {readers} processes read the replica")
    return say(readers >= 2, "both servers read the replica")


def lagging(one: Server, two: Server, standby: Standby) -> bool:
    """A replica that falls behind is left alone."""
    with standby.paused():
        taken = best(one)
        booked = book(one, taken, 2000)
        begun = time.monotonic()
        until(lambda: taken not in offered(one) and taken not in offered(two))
        waited = time.monotonic() - begun
        refused = book(two, taken, 2001)
    right = booked == 200 and refused == 409 and waited < LAG + ASKED
    return say(right, f"behind: after {waited:.1f} s (allowed {LAG} s) both servers ask the primary")


def gone(one: Server, two: Server, standby: Standby) -> bool:
    """A replica that is gone costs nobody an answer; one that is back is asked again."""
    standby.stop()
    slowest = 0.0
    for _ in range(20):
        begun = time.monotonic()
        if not offered(one) or not offered(two):
            return say(False, "an answer without the replica")
        slowest = max(slowest, time.monotonic() - begun)
    taken = best(one)
    right = book(one, taken, 3000) == 200 and taken not in offered(two)
    say(
        right,
        f"gone: 40 answers, the slowest two {slowest * 1000:.0f} ms; a booking at one is seen at the other at once",
    )
    standby.start()
    begun = time.monotonic()
    until(lambda: bool(offered(one) and offered(two)) and standby.readers() >= 2)
    return say(right, f"back: asked again {time.monotonic() - begun:.1f} s after its start")


CHECKS: tuple[Callable[[Server, Server, Standby], bool], ...] = (agree, lagging, gone)


def offered(server: Server) -> list[str]:
    """The proposals of two weeks, the best first. A new connection each time, so that any worker may answer."""
    server.connection.close()
    server.connection = http.client.HTTPConnection("127.0.0.1", server.port)
    monday = next_monday()
    status, body = server.ask(
        "GET", f"/fhir/Appointment/$find?start={monday}&end={monday + timedelta(days=14)}&_count=500"
    )
    assert status == 200, body[:300]
    return [one["resource"]["id"] for one in json.loads(body).get("entry", [])]


def best(server: Server) -> str:
    return offered(server)[0]


def book(server: Server, proposal: str, number: int) -> int:
    patient = {"resourceType": "Patient", "name": [{"text": f"Bench {number} (invented)"}]}
    patient["telecom"] = [{"system": "email", "value": f"bench{number}@example.invalid"}]
    parameter = [
        {"name": "appointment-reference", "valueReference": {"reference": f"Appointment/{proposal}"}},
        {"name": "patient-resource", "resource": patient},
    ]
    body = json.dumps({"resourceType": "Parameters", "parameter": parameter}).encode()
    return server.ask("POST", "/fhir/Appointment/$book", body)[0]


def until(is_so: Callable[[], bool]) -> None:
    last = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > last:
            raise RuntimeError("waited in vain")
        time.sleep(0.02)


def say(right: bool, what: str) -> bool:
    print(f"{'ok  ' if right else 'NOT '}{what}", flush=True)
    return right
