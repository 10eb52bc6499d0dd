"""The visits of the chain: every place has one of the patterns, more or less of it, with patients of its own."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from ashi.core.scheduling.phases import Actor
from ashi.core.time import cell_of, instant_of
from ashi.project.demo.chain.bulk import first_free, moment, put_in_order, write
from ashi.project.demo.chain.cities import BOOKED_OUT
from ashi.project.demo.chain.founding import Chain, House
from ashi.project.demo.chain.patterns import Patterns, PatternVisit
from ashi.project.demo.people import AREA_CODES, FAMILY, GIVEN
from ashi.records.models import (
    Appointment,
    AppointmentStatus,
    Occupancy,
    OccupancyKind,
    Patient,
    Resource,
    ResourceKind,
)
from ashi.records.tokens import REFERENCE_ALPHABET

LEAST, MOST = 0.45, 1.0  # of a pattern's visits
VISITS_OF_ONE = 3
AT_ONCE = 50  # places
APPOINTMENT = (
    *("id", "location_id", "practitioner_id", "service_id", "room_id", "device_id", "start", "end", "phases"),
    *("reference", "status", "patient_id", "qualification_id", "screened", "price_cents", "source", "created_at"),
)
OCCUPANCY = ("resource_id", "start", "end", "kind", "appointment_id")
PATIENT = ("id", "resource_id", "name", "birth_date", "phone", "email", "language", "invented", "created_at")


@dataclass(frozen=True)
class Timed:
    """A pattern's visit in one zone: what is the same at every place there."""

    plan: PatternVisit
    start: int
    starts_at: Any
    ends_at: Any
    phases: str


def fill(chain: Chain, known: Patterns, *, now: datetime, chance: Random) -> None:
    numbers = count(first_free(Appointment))
    people = count(first_free(Patient)), count(first_free(Resource))
    timed: dict[tuple[str, int], list[Timed]] = {}
    for first in range(0, len(chain.houses), AT_ONCE):
        booked: list[tuple[House, Timed, int, int, int]] = []
        for house in chain.houses[first : first + AT_ONCE]:
            visits = _chosen(house, known, timed, now, chance)
            patients = _patients(house, len(visits), people, now, chance)
            booked += [
                (house, visit, next(numbers), *patients[turn % len(patients)]) for turn, visit in enumerate(visits)
            ]
        write(Appointment, APPOINTMENT, _appointments(booked, now))
        write(Occupancy, OCCUPANCY, _occupancy(booked))
    put_in_order([Appointment, Occupancy, Patient, Resource])


def _chosen(
    house: House, known: Patterns, timed: dict[tuple[str, int], list[Timed]], now: datetime, chance: Random
) -> list[Timed]:
    """In order of the day, so that patients who take turns have no two visits on one day."""
    full = house.city.name == BOOKED_OUT
    number = -1 if full else chance.randrange(len(known.usual))
    zone = house.location.zone
    if (zone, number) not in timed:
        timed[zone, number] = _in_zone(known.full if full else known.usual[number], ZoneInfo(zone), now)
    part = 1.0 if full else LEAST + (MOST - LEAST) * chance.random()
    return [visit for visit in timed[zone, number] if chance.random() < part]


def _in_zone(pattern: Sequence[PatternVisit], zone: ZoneInfo, now: datetime) -> list[Timed]:
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    found = []
    for one in sorted(pattern, key=lambda one: (one.day, one.wall)):
        start = cell_of(datetime.combine(tomorrow + timedelta(days=one.day), one.wall, tzinfo=zone))
        ends = instant_of(start + one.visit.length)
        phases = json.dumps([[phase.code, phase.minutes, sorted(phase.actors)] for phase in one.visit.phases])
        found.append(Timed(one, start, moment(instant_of(start)), moment(ends), phases))
    return found


def _patients(
    house: House, visits: int, keys: tuple[Iterator[int], Iterator[int]], now: datetime, chance: Random
) -> list[tuple[int, int]]:
    """Enough of them that nobody comes twice on one day. Each with their key and their resource's."""
    pairs = [(next(keys[0]), next(keys[1])) for _ in range(max(visits // VISITS_OF_ONE, 80))]
    write(Resource, ("id", "kind"), ((resource, str(ResourceKind.PATIENT)) for _, resource in pairs))
    since = moment(now)
    rows = (
        (
            pk,
            resource,
            f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}",
            str(date(1938, 1, 1) + timedelta(days=chance.randrange(68 * 365))),
            f"+1{AREA_CODES[pk // 100 % len(AREA_CODES)]}55501{pk % 100:02}",
            f"invented{pk}@example.invalid",
            "es" if chance.random() < house.city.spanish else "en",
            True,
            since,
        )
        for pk, resource in pairs
    )
    write(Patient, PATIENT, rows)
    return pairs


def _appointments(booked: Sequence[tuple[House, Timed, int, int, int]], now: datetime) -> Iterator[tuple[Any, ...]]:
    since = moment(now)
    for house, visit, number, patient, _ in booked:
        plan = visit.plan
        yield (
            number,
            house.location.pk,
            house.people[plan.person],
            plan.service.id,
            house.rooms[plan.room],
            None if plan.device is None else house.devices[plan.device],
            visit.starts_at,
            visit.ends_at,
            visit.phases,
            _reference(number),
            str(AppointmentStatus.BOOKED),
            patient,
            house.licences[plan.person],
            True,
            plan.service.price_cents,
            "demo",
            since,
        )


def _occupancy(booked: Sequence[tuple[House, Timed, int, int, int]]) -> Iterator[tuple[Any, ...]]:
    kind = str(OccupancyKind.BOOKED)
    for house, visit, number, _, patient in booked:
        plan = visit.plan
        resources = {
            Actor.PATIENT: patient,
            Actor.PRACTITIONER: house.resources[plan.person],
            Actor.ROOM: house.room_resources[plan.room],
        }
        if plan.device is not None:
            resources[Actor.DEVICE] = house.device_resources[plan.device]
        for actor, resource in resources.items():
            for taken in plan.visit.taken(actor, visit.start):
                yield resource, taken.start, taken.end, kind, number


def _reference(number: int) -> str:
    text = ""
    for _ in range(6):
        number, rest = divmod(number, len(REFERENCE_ALPHABET))
        text = REFERENCE_ALPHABET[rest] + text
    return f"DEMO-{text}"
