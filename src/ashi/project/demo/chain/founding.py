"""The chain before its first visit: places around cities, rooms, hours, people with licences and languages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count, cycle, islice
from math import cos, pi, radians, sin
from random import Random

from ashi.project.demo.chain.bulk import first_free, moment, put_in_order, write
from ashi.project.demo.chain.cities import CITIES, City
from ashi.project.demo.founding import Hours, end_of_cycle, hours
from ashi.project.demo.kinds import STIMULATOR, Kinds, offer_kinds
from ashi.project.demo.people import FAMILY, GIVEN
from ashi.project.demo.staff import plain
from ashi.records.by import By
from ashi.records.localities import Row, replace_localities
from ashi.records.models import (
    Device,
    Location,
    OpeningHours,
    Organization,
    Practitioner,
    PractitionerRole,
    Qualification,
    Resource,
    ResourceKind,
    Room,
    WeeklyHours,
)

ROOMS, DEVICES = 6, 2
OPEN = hours(range(5), (9, 19)) | hours([5], (9, 18))
# Ten people a place: whole days, mornings, afternoons, and some who come on a few days.
WEEKS: tuple[Hours, ...] = (
    *(hours(range(5), (9, 13), (14, 18)),) * 3,
    *(hours(range(5), (9, 14)),) * 2,
    *(hours(range(5), (13, 19)),) * 2,
    hours(range(1, 6), (9, 15)),
    hours((0, 2, 4), (12, 19)),
    hours((3, 4, 5), (10, 18)),
)
STAFF = len(WEEKS)
MOST_KM = 25.0
KM_A_DEGREE = 111.2
OTHER_LANGUAGES = ("fr", "ht", "zh", "ru", "pt", "de")


@dataclass(frozen=True)
class House:
    """One place with the ids of its people and things, each in the order of WEEKS or of their doors."""

    location: Location
    city: City
    people: tuple[int, ...]
    licences: tuple[int, ...]
    resources: tuple[int, ...]
    rooms: tuple[int, ...]
    room_resources: tuple[int, ...]
    devices: tuple[int, ...]
    device_resources: tuple[int, ...]


@dataclass(frozen=True)
class Chain:
    kinds: Kinds
    houses: list[House]


def found(places: int, *, now: datetime, chance: Random) -> Chain:
    organization = Organization.objects.create(name="Ashi chain (invented)", phone="+13055550100", invented=True)
    kinds = offer_kinds()
    locations = [_location(organization, number, city, chance) for number, city in enumerate(_spread_out(places), 1)]
    Location.objects.bulk_create(location for location, _ in locations)
    houses = list(_houses(locations))
    _write_resources(houses)
    _write_rooms(houses)
    _write_people(houses, kinds, now, chance)
    put_in_order([Resource, Room, Device, Practitioner, PractitionerRole, Qualification])
    rows = [Row(one.postal_code, one.city, one.state, point) for one, _ in locations if (point := one.point)]
    replace_localities(rows=rows, now=now, by=By("system"))
    return Chain(kinds, houses)


def _spread_out(places: int) -> Iterator[City]:
    """Each city once, and then as often as its size says."""
    more = [city for city in CITIES for _ in range(round(city.size * places / 1_000) - 1)]
    return islice(cycle([*CITIES, *more]), places)


def _location(organization: Organization, number: int, city: City, chance: Random) -> tuple[Location, City]:
    away, turn = MOST_KM * chance.random() ** 0.7, 2 * pi * chance.random()
    north = city.point.latitude + away * cos(turn) / KM_A_DEGREE
    east = city.point.longitude + away * sin(turn) / KM_A_DEGREE / cos(radians(city.point.latitude))
    location = Location(
        organization=organization,
        name=f"Ashi {city.name} {number}",
        slug=f"{plain(city.name).replace(' ', '-').replace('.', '')}-{number}",
        zone=city.zone,
        jurisdiction=f"US-{city.state}",
        address=f"{number} Invented Avenue",
        city=city.name,
        state=city.state,
        postal_code=f"{city.codes}{number % 100:02}",
        latitude=round(north, 5),
        longitude=round(east, 5),
    )
    return location, city


def _houses(locations: Sequence[tuple[Location, City]]) -> Iterator[House]:
    """Keys are given out by hand, so that rows which refer to each other can be written table by table."""
    resources, people, licences = count(first_free(Resource)), count(first_free(Practitioner)), count(1)
    rooms, devices = count(first_free(Room)), count(first_free(Device))

    def some(numbers: Iterator[int], size: int) -> tuple[int, ...]:
        return tuple(next(numbers) for _ in range(size))

    for location, city in locations:
        yield House(
            location,
            city,
            people=some(people, STAFF),
            licences=some(licences, STAFF),
            resources=some(resources, STAFF),
            rooms=some(rooms, ROOMS),
            room_resources=some(resources, ROOMS),
            devices=some(devices, DEVICES),
            device_resources=some(resources, DEVICES),
        )


def _write_resources(houses: Sequence[House]) -> None:
    kinds = (
        (ResourceKind.PRACTITIONER, "resources"),
        (ResourceKind.ROOM, "room_resources"),
        (ResourceKind.DEVICE, "device_resources"),
    )
    rows = ((pk, str(kind)) for house in houses for kind, name in kinds for pk in getattr(house, name))
    write(Resource, ("id", "kind"), rows)


def _write_rooms(houses: Sequence[House]) -> None:
    rooms = (
        (pk, house.location.pk, resource, f"Room {number}")
        for house in houses
        for number, (pk, resource) in enumerate(zip(house.rooms, house.room_resources, strict=True), 1)
    )
    write(Room, ("id", "location_id", "resource_id", "name"), rooms)
    devices = (
        (pk, house.location.pk, resource, f"Stimulator {number}", STIMULATOR)
        for house in houses
        for number, (pk, resource) in enumerate(zip(house.devices, house.device_resources, strict=True), 1)
    )
    write(Device, ("id", "location_id", "resource_id", "name", "kind"), devices)
    week = [(day, str(opens), str(closes)) for day, stretches in OPEN.items() for opens, closes in stretches]
    opening = ((house.location.pk, *line) for house in houses for line in week)
    write(OpeningHours, ("location_id", "weekday", "opens", "closes"), opening)


def _write_people(houses: Sequence[House], kinds: Kinds, now: datetime, chance: Random) -> None:
    """A role has its practitioner's key: everybody works at one place."""
    everybody = [
        (house, pk, licence, resource, week)
        for house in houses
        for pk, licence, resource, week in zip(house.people, house.licences, house.resources, WEEKS, strict=True)
    ]
    names = [(chance.choice(GIVEN), chance.choice(FAMILY)) for _ in everybody]
    people = (
        (pk, resource, f"{plain(given)}-{plain(family)}-{pk}", given, family, "L.Ac.", True)
        for (_, pk, _, resource, _), (given, family) in zip(everybody, names, strict=True)
    )
    write(Practitioner, ("id", "resource_id", "slug", "given_name", "family_name", "title", "invented"), people)
    until, checked = moment(end_of_cycle(now)), moment(now)
    licences = (
        (
            licence,
            pk,
            house.location.jurisdiction,
            f"{house.city.state} INV{pk:05}",
            "ACTIVE",
            True,
            until,
            checked,
            "invented",
        )
        for house, pk, licence, _, _ in everybody
    )
    columns = ("id", "practitioner_id", "jurisdiction", "number", "status", "permits_practice", "expires_at")
    write(Qualification, (*columns, "verified_at", "verified_source"), licences)
    roles = ((pk, pk, house.location.pk, _languages(house.city, chance)) for house, pk, *_ in everybody)
    write(PractitionerRole, ("id", "practitioner_id", "location_id", "languages"), roles)
    week = (
        (pk, day, str(opens), str(closes))
        for _, pk, _, _, their in everybody
        for day, stretches in their.items()
        for opens, closes in stretches
    )
    write(WeeklyHours, ("role_id", "weekday", "opens", "closes"), week)
    services = [service.pk for service in kinds.all]
    offered = ((pk, service) for _, pk, *_ in everybody for service in services)
    write(PractitionerRole.services.through, ("practitionerrole_id", "healthcareservice_id"), offered)


def _languages(city: City, chance: Random) -> str:
    spoken = ["en"]
    if chance.random() < city.spanish:
        spoken.append("es")
    if chance.random() < 0.15:
        spoken.append(chance.choice(OTHER_LANGUAGES))
    return "[" + ", ".join(f'"{code}"' for code in spoken) + "]"
