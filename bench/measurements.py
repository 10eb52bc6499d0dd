"""The requests that are measured. Each gives a number of requests a round, and the work itself.

Every answer is checked: a measurement of a wrong answer is worth nothing.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from bench.server import Server

Work = tuple[int, Callable[[int], None]]
_numbers = itertools.count()


def one_day(server: Server) -> Work:
    """The free slots of one busy acupuncturist on one day, another day each time."""
    schedule, monday = _schedules(server)[0], next_monday()

    def work(requests: int) -> None:
        for number in range(requests):
            day = monday + timedelta(days=number % 40 // 5 * 7 + number % 5)
            path = (
                f"/fhir/Slot?schedule=Schedule/{schedule}&start=ge{day}&start=lt{day + timedelta(days=1)}&status=free"
            )
            bundle = _get(server, path)
            starts = [entry["resource"]["start"][11:16] for entry in bundle["entry"]]
            assert starts == ["11:30", "13:30", "15:30", "16:00"], (day, starts)

    return 400, work


def sixty_days(server: Server) -> Work:
    """Sixty days of anyone, a thousand slots of them."""
    monday = next_monday()
    path = f"/fhir/Slot?start=ge{monday}&start=lt{monday + timedelta(days=60)}&status=free&_count=1000"

    def work(requests: int) -> None:
        for _ in range(requests):
            status, body = server.ask("GET", path)
            assert status == 200
            assert body.count(b'"status":"free"') == 1000

    return 100, work


def find_phased(server: Server) -> Work:
    """$find of twenty among the staggered visits of the phased location."""
    monday = next_monday()
    path = f"/fhir/Appointment/$find?start={monday}&end={monday + timedelta(days=14)}&_count=20"

    def work(requests: int) -> None:
        for _ in range(requests):
            bundle = _get(server, path)
            assert len(bundle["entry"]) == 20

    return 200, work


def booking(server: Server) -> Work:
    """$book of one proposal after another with the empty acupuncturist 6: constraint, outbox, audit, on disk."""
    proposals = (f"Appointment/{one['id']}" for one in proposals_of(server, 5))

    def work(requests: int) -> None:
        for reference in itertools.islice(proposals, requests):
            status, body = server.ask("POST", "/fhir/Appointment/$book", _booking(reference))
            assert status == 200, body[:300]

    return 60, work


def status_page(server: Server) -> Work:
    """The floor: what any request costs that does nothing."""

    def work(requests: int) -> None:
        for _ in range(requests):
            assert server.ask("GET", "/status/")[0] == 200

    return 400, work


def _get(server: Server, path: str) -> dict:
    status, body = server.ask("GET", path)
    assert status == 200, (status, body[:300])
    return json.loads(body)


def next_monday() -> date:
    today = date.today()
    return today + timedelta(days=7 - today.weekday())


def _schedules(server: Server) -> list[str]:
    return [entry["resource"]["id"] for entry in _get(server, "/fhir/Schedule?_count=7")["entry"]]


def proposals_of(server: Server, number: int) -> Iterator[dict[str, Any]]:
    """Full hours of one of the empty acupuncturists, one after another."""
    person = _get(server, "/fhir/Schedule?_count=7")["entry"][number]["resource"]["actor"][0]["reference"]
    monday = next_monday()
    for week in range(1, 50):
        first = monday + timedelta(weeks=week)
        asked = f"start={first}&end={first + timedelta(days=5)}&practitioner={person}&_count=1000"
        found = [entry["resource"] for entry in _get(server, f"/fhir/Appointment/$find?{asked}").get("entry", [])]
        # Every other half hour: hour-long visits that touch and do not overlap.
        for proposal in sorted(found, key=lambda one: one["start"]):
            if proposal["start"][14:16] == "00":
                yield proposal


def _booking(reference: str) -> bytes:
    number = next(_numbers)
    patient = {
        "resourceType": "Patient",
        "name": [{"text": f"Bench {number} (invented)"}],
        "telecom": [{"system": "email", "value": f"bench{number}@example.invalid"}],
    }
    parameter = [
        {"name": "appointment-reference", "valueReference": {"reference": reference}},
        {"name": "patient-resource", "resource": patient},
    ]
    return json.dumps({"resourceType": "Parameters", "parameter": parameter}).encode()
