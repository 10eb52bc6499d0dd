"""A thousand places: the first twenty offers that fit, and what is kept in memory for them."""

import itertools
import json
import math
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from urllib.parse import quote

from bench.calibration import calibrate
from bench.server import Server

City = tuple[str, float, float]
# The largest of the chain first.
CITIES: tuple[City, ...] = (
    ("New York", 40.7128, -74.0060),
    ("Los Angeles", 34.0522, -118.2437),
    ("Chicago", 41.8781, -87.6298),
    ("Houston", 29.7604, -95.3698),
    ("Miami", 25.7617, -80.1918),
    ("Dallas", 32.7767, -96.7970),
    ("San Francisco", 37.7749, -122.4194),
    ("Phoenix", 33.4484, -112.0740),
    ("San Diego", 32.7157, -117.1611),
    ("Philadelphia", 39.9526, -75.1652),
    ("Boston", 42.3601, -71.0589),
    ("Washington", 38.9072, -77.0369),
    ("Seattle", 47.6062, -122.3321),
    ("Atlanta", 33.7490, -84.3880),
    ("Denver", 39.7392, -104.9903),
    ("San Antonio", 29.4241, -98.4936),
    ("Austin", 30.2672, -97.7431),
    ("Tampa", 27.9506, -82.4572),
    ("Portland", 45.5152, -122.6784),
    ("Minneapolis", 44.9778, -93.2650),
)
BOOKED_OUT: City = ("Santa Fe", 35.6870, -105.9378)
SOME = 12  # of them for one question, the others for another
COUNT = 20
ROUNDS = 7
MILES_5, MILES_25 = "5|[mi_i]", "25|[mi_i]"


def main() -> int:
    before = calibrate()
    print(f"calibration before {before:.1f} ms; server CPU per request, the whole process tree")
    with tempfile.TemporaryDirectory(prefix="ashi-bench-") as folder:
        begun = time.monotonic()
        with Server(Path(folder), "chain") as server:
            spent = f"{server.cpu_of_ended():.0f} s of CPU, {time.monotonic() - begun:.0f} by the clock"
            print(f"filled and started in {spent}; {rows(server)}")
            measure(server)
            for line in server.memory():
                print(line)
    print(f"calibration after {calibrate():.1f} ms")
    return 0


def measure(server: Server) -> None:
    print(f"{'question':<52}{'asked':>6}{'median ms':>11}{'least':>8}{'most':>8}")
    server.ask("GET", "/status/")
    server.rest()  # the other processes are still being loaded when the first one answers
    # Each city once in a process that has read nothing: every diary is read for its answer.
    once(server, "5 miles of a city, Spanish, soonest, not read yet", CITIES[:SOME], MILES_5, "&language=es")
    once(server, "the nearest place first, not read yet", CITIES[SOME:], MILES_25, "&_sort=near")
    for name, cities, reach, more in (
        ("5 miles of a city, Spanish, soonest", CITIES[:SOME], MILES_5, "&language=es"),
        ("25 miles of a city, Spanish, soonest", CITIES[4:SOME], MILES_25, "&language=es"),
        ("25 miles of a city, the nearest place first", CITIES[SOME:], MILES_25, "&_sort=near"),
        ("booked out for five weeks", (BOOKED_OUT,), MILES_25, ""),
    ):
        often(server, name, cities, reach, more)
    after_each_booking(server, CITIES[4])


def once(server: Server, name: str, cities: Sequence[City], reach: str, more: str) -> None:
    figures = [server.cpu_of(lambda _, city=city: find(server, city, reach, more), 1) for city in cities]
    line(name, len(figures), figures)


def often(server: Server, name: str, cities: Sequence[City], reach: str, more: str) -> None:
    turns = itertools.cycle(cities)

    def work(requests: int) -> None:
        for _ in range(requests):
            find(server, next(turns), reach, more)

    requests = 3 * len(cities) if len(cities) > 1 else 20
    work(requests)
    line(name, requests, [server.cpu_of(work, requests) for _ in range(ROUNDS)])


def after_each_booking(server: Server, city: City) -> None:
    """The same question again after a visit was booked at the place that had the best offer."""
    figures = []
    for number in range(ROUNDS):
        found = find(server, city, MILES_5, "&language=es")
        reference = f"Appointment/{found[0]['resource']['id']}"
        patient = {"resourceType": "Patient", "name": [{"text": f"Bench {number} (invented)"}]}
        patient["telecom"] = [{"system": "email", "value": f"bench{number}@example.invalid"}]
        parameter = [
            {"name": "appointment-reference", "valueReference": {"reference": reference}},
            {"name": "patient-resource", "resource": patient},
        ]
        body = json.dumps({"resourceType": "Parameters", "parameter": parameter}).encode()
        status, answer = server.ask("POST", "/fhir/Appointment/$book", body)
        assert status == 200, answer[:300]
        server.settle()
        figures.append(server.cpu_of(lambda _: find(server, city, MILES_5, "&language=es"), 1))
    line("5 miles of a city, Spanish, just after a booking", len(figures), figures)


def find(server: Server, city: City, reach: str, more: str) -> list[dict]:
    """Asks for sixty days and checks what came: enough, within reach, each person once at a time."""
    start = date.today() + timedelta(days=1)
    near = quote(f"{city[1]}|{city[2]}|{reach}")
    path = f"/fhir/Appointment/$find?start={start}&end={start + timedelta(days=59)}&near={near}"
    status, body = server.ask("GET", f"{path}&visit-type=first-visit&_count={COUNT}{more}")
    assert status == 200, body[:300]
    found = json.loads(body)["entry"]
    assert len(found) == COUNT, (city[0], len(found))
    assert all(distance(one) <= 25 * 1.61 for one in found)
    if city == BOOKED_OUT:
        assert all(one["resource"]["start"][:10] > str(start + timedelta(days=20)) for one in found)
    return found


def distance(entry: dict) -> float:
    (extension,) = entry["search"]["extension"]
    value = float(extension["valueDistance"]["value"])
    assert not math.isnan(value)
    return value


def rows(server: Server) -> str:
    with closing(sqlite3.connect(f"file:{server.folder / 'demo-chain' / 'ashi.sqlite3'}?mode=ro", uri=True)) as file:
        counted: Iterator[str] = (
            f"{file.execute(f'SELECT count(*) FROM records_{table}').fetchone()[0]} {said}"
            for table, said in (
                ("location", "places"),
                ("practitioner", "acupuncturists"),
                ("appointment", "visits to come"),
                ("occupancy", "rows of occupancy"),
            )
        )
        return ", ".join(counted)


def line(name: str, asked: int, figures: list[float]) -> None:
    print(f"{name:<52}{asked:>6}{median(figures):>11.1f}{min(figures):>8.1f}{max(figures):>8.1f}", flush=True)
