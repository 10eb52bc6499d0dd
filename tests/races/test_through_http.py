"""Many programs want one slot through $book, at served processes: exactly one gets it. `./ashi bench race` is the long
form of this."""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from ashi.exchange.fhir.keys import make_key
from ashi.records.models import Appointment
from bench.race import booking, names_what_is_taken
from tests.commands.server import eventually, free_port
from tests.races.crowd import ROOT, database_url, overlaps
from tests.races.rounds import NOW

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS, PROGRAMS, ROUNDS = 3, 12, 6
GUARDED, UNGUARDED = "lock atomic", "no_lock no_transaction"
Answer = tuple[int, dict[str, Any]]


class Site:
    """Web workers on the test's own database, each on a port of its own, and programs that know the way to them."""

    def __init__(self, ports: list[int], key: str) -> None:
        self.ports, self.key = ports, key
        self.gate = Barrier(PROGRAMS)

    def ask(self, method: str, path: str, body: bytes | None = None, *, worker: int = 0, wait: bool = False) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[worker % WORKERS], timeout=30)
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/fhir+json"}
        connection.connect()
        if wait:
            self.gate.wait(timeout=30)
        connection.request(method, f"/fhir/{path}", body, headers)
        answer = connection.getresponse()
        found: Answer = (answer.status, json.loads(answer.read()))
        connection.close()
        return found

    def slots(self) -> list[str]:
        """One a day, so that no round is in the way of another."""
        asked = f"start={NOW.date() + timedelta(days=1)}&end={NOW.date() + timedelta(days=30)}"
        status, bundle = self.ask("GET", f"Appointment/$find?{asked}&visit-type=return&_count=1000")
        assert status == 200, bundle
        days = {entry["resource"]["start"][:10]: entry["resource"]["id"] for entry in bundle["entry"]}
        return [days[day] for day in sorted(days)][:ROUNDS]

    def race_for(self, slot: str) -> list[Answer]:
        def one(number: int) -> Answer:
            body = booking(f"Appointment/{slot}", f"Program {number}", f"p{number}@example.invalid")
            return self.ask("POST", "Appointment/$book", body, worker=number, wait=True)

        with ThreadPoolExecutor(PROGRAMS) as programs:
            return list(programs.map(one, range(PROGRAMS)))


@contextmanager
def site(*words: str) -> Iterator[Site]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ASHI_")},
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "ashi.project.settings",
        "ASHI_SECRET_KEY": "only-for-tests",
        "ASHI_ALLOWED_HOSTS": "127.0.0.1",
        "ASHI_LOG_LEVEL": "ERROR",
        "ASHI_DATABASE_URL": database_url(),
    }
    ports = [free_port() for _ in range(WORKERS)]
    made = Site(ports, make_key(name="race", scopes=["find", "book", "search"], now=NOW))
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.races.served", str(port), str(os.getpid()), *words],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for port in ports
    ]
    try:
        for number, worker in enumerate(workers):
            assert worker.stdout is not None
            assert worker.stdout.readline().strip() == (UNGUARDED if "no-lock" in words else GUARDED)
            assert eventually(lambda at=number: answers(made, at), within=30)  # type: ignore[misc]
        yield made
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


def answers(made: Site, worker: int) -> bool:
    try:
        return made.ask("GET", "metadata", worker=worker)[0] == 200
    except OSError:
        return False


def test_of_many_programs_exactly_one_gets_the_slot_and_the_others_are_told_what_is_taken() -> None:
    with site() as made:
        slots = made.slots()
        assert len(slots) == ROUNDS
        for slot in slots:
            said = made.race_for(slot)
            assert sorted(status for status, _ in said) == [200] + [409] * (PROGRAMS - 1), said
            assert all(names_what_is_taken(body) for status, body in said if status == 409)
        total = made.ask("GET", "Appointment?status=booked")[1]["total"]
    assert (total, Appointment.objects.count(), overlaps()) == (ROUNDS, ROUNDS, 0)


@pytest.mark.usefixtures("without_the_guard")
def test_control_without_lock_and_guard_the_same_race_books_several() -> None:
    with site("no-lock") as made:
        accepted = [[status for status, _ in made.race_for(slot)].count(200) for slot in made.slots()]
    assert max(accepted) > 1
    assert overlaps() > 0


def test_control_an_answer_that_does_not_say_what_is_taken_is_no_clean_refusal() -> None:
    issue = {"severity": "error", "code": "conflict", "diagnostics": "try again"}
    assert not names_what_is_taken({"resourceType": "OperationOutcome", "issue": [issue]})
    assert not names_what_is_taken({"error": "taken: room"})
