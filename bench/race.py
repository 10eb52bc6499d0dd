"""Fifty processes want one slot through $book, a hundred times: each time exactly one gets it, the others are told what
is taken. Against a real `ashi demo --scenario bench`, on SQLite and on PostgreSQL where there is one."""

import http.client
import json
import multiprocessing
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

from bench.measurements import next_monday
from bench.server import Server
from tests.machine import postgresql

CONTENDERS, ROUNDS = 50, 100
SEVENTH = 6  # the acupuncturist who is empty, for races
_FORK = multiprocessing.get_context("fork")  # fifty interpreters that start in a moment


@dataclass
class Tally:
    """What became of the rounds. `faults` are the sentences that must not be there."""

    answers: Counter[int] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def count(self, reference: str, answers: list[tuple[int, dict[str, Any]]]) -> None:
        self.answers.update(status for status, _ in answers)
        booked = sum(status in (200, 201) for status, _ in answers)
        if booked != 1:
            self.faults.append(f"{reference}: {booked} were booked")
        for status, body in answers:
            if status not in (200, 201) and (status != 409 or not names_what_is_taken(body)):
                self.faults.append(f"{reference}: {status} {json.dumps(body)[:200]}")

    def lines(self, engine: str) -> list[str]:
        said = ", ".join(f"{count} times {status}" for status, count in sorted(self.answers.items()))
        times = f"{median(self.milliseconds):.0f} ms a round, at most {max(self.milliseconds):.0f}"
        verdict = "exactly one accepted in each round" if not self.faults else f"{len(self.faults)} FAULTS"
        return [f"{engine:<12}{len(self.milliseconds):>4} rounds of {CONTENDERS}: {said}; {times}; {verdict}"]


def names_what_is_taken(body: dict[str, Any]) -> bool:
    """A clean refusal: an OperationOutcome of which an issue says what somebody else has now."""
    issues = body.get("issue", []) if body.get("resourceType") == "OperationOutcome" else []
    return any(issue["code"] == "conflict" and issue["diagnostics"].startswith("taken: ") for issue in issues)


class Contender:
    """A process of its own with a connection of its own, which sends when all others do."""

    def __init__(self, number: int, port: int, key: str, gate: Any) -> None:
        self.number, self.port, self.key, self.gate = number, port, key, gate
        self.here, there = _FORK.Pipe()
        self.process = _FORK.Process(target=self._live, args=(there,), daemon=True)
        self.process.start()

    def _live(self, orders: Connection) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/fhir+json"}
        while reference := orders.recv():
            body = booking(reference, f"Contender {self.number} (invented)", f"c{self.number}@example.invalid")
            self.gate.wait()
            try:
                connection.request("POST", "/fhir/Appointment/$book", body, headers)
                answer = connection.getresponse()
                orders.send((answer.status, json.loads(answer.read())))
            except (OSError, http.client.HTTPException, ValueError) as error:
                connection.close()
                orders.send((0, {"failed": repr(error)}))


@contextmanager
def contenders(port: int, key: str) -> Iterator[tuple[list[Contender], Any]]:
    gate = _FORK.Barrier(CONTENDERS + 1)
    crowd = [Contender(number, port, key, gate) for number in range(CONTENDERS)]
    try:
        yield crowd, gate
    finally:
        for one in crowd:
            one.here.send("")
            one.process.join(5)
            if one.process.is_alive():
                one.process.kill()


def booking(reference: str, name: str, mail: str) -> bytes:
    patient = {"resourceType": "Patient", "name": [{"text": name}], "telecom": [{"system": "email", "value": mail}]}
    parameter = [
        {"name": "appointment-reference", "valueReference": {"reference": reference}},
        {"name": "patient-resource", "resource": patient},
    ]
    return json.dumps({"resourceType": "Parameters", "parameter": parameter}).encode()


def proposals(server: Server) -> list[dict[str, Any]]:
    """Full hours of the seventh acupuncturist, one after another: no round is in the way of another."""
    seventh = ask(server, "/fhir/Schedule?_count=7")["entry"][SEVENTH]["resource"]["actor"][0]["reference"]
    first = next_monday() + timedelta(weeks=1)
    asked = f"start={first}&end={first + timedelta(weeks=6)}&practitioner={seventh}&_count=1000"
    found = [entry["resource"] for entry in ask(server, f"/fhir/Appointment/$find?{asked}")["entry"]]
    return [one for one in sorted(found, key=lambda one: one["start"]) if one["start"][14:16] == "00"][:ROUNDS]


def race(server: Server) -> Tally:
    tally, wanted = Tally(), proposals(server)
    with contenders(server.port, server.key) as (crowd, gate):
        for proposal in wanted:
            reference = f"Appointment/{proposal['id']}"
            for one in crowd:
                one.here.send(reference)
            gate.wait()
            begun = time.perf_counter()
            tally.count(reference, [one.here.recv() for one in crowd])
            tally.milliseconds.append((time.perf_counter() - begun) * 1000)
    tally.faults += _not_there_once(server, wanted)
    if len(wanted) < ROUNDS:
        tally.faults.append(f"only {len(wanted)} slots to race for")
    return tally


def _not_there_once(server: Server, wanted: list[dict[str, Any]]) -> Iterator[str]:
    """Asked afterwards, the server knows one visit for each slot, and no other."""
    starts: Counter[str] = Counter()
    page = "/fhir/Appointment?_count=1000&status=booked"
    for entry in ask(server, page).get("entry", []):
        starts[entry["resource"]["start"]] += 1
    if starts != Counter(proposal["start"] for proposal in wanted):
        yield f"the visits there are not those that were accepted: {sum(starts.values())}"


def ask(server: Server, path: str) -> dict[str, Any]:
    status, body = server.ask("GET", path)
    assert status == 200, (status, body[:300])
    found: dict[str, Any] = json.loads(body)
    return found


@contextmanager
def engines() -> Iterator[list[tuple[str, dict[str, str]]]]:
    """SQLite, and a PostgreSQL that is gone afterwards, where its programs are on this machine."""
    found: list[tuple[str, dict[str, str]]] = [("sqlite", {})]
    try:
        database = postgresql.start()
    except FileNotFoundError as error:
        print(error)
        yield found
        return
    try:
        yield [*found, ("postgresql", {"ASHI_DATABASE_URL": database.url})]
    finally:
        database.stop()


def main() -> int:
    faults: list[str] = []
    with engines() as known:
        for engine, environment in known:
            with tempfile.TemporaryDirectory(prefix="ashi-race-") as folder:
                os.environ.update({**environment, "ASHI_LOG_LEVEL": "ERROR"})  # a line for each refusal is no help
                with Server(Path(folder)) as server:
                    tally = race(server)
                assert any(Path(folder).rglob("*.sqlite3")) == (engine == "sqlite"), "this was the other engine"
                print("\n".join([*tally.lines(engine), *tally.faults[:10]]), flush=True)
                faults += tally.faults
    return 1 if faults else 0
