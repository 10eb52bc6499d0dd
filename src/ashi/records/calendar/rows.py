"""What the tables say of some locations, read together: ten questions, however many locations.

The eight about locations are written once: for Django to write one takes a millisecond, which is more than its answer
does. Times come as text, because a place has a hundred of them and most are the same few.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from ashi.core.scheduling.phases import Actor, CompiledVisit, Phase, variants
from ashi.core.time import CELLS_A_DAY
from ashi.records.models import HealthcareService, Location, ServicePhase
from ashi.records.models.people import full_name
from ashi.records.statements import places

Week = tuple[tuple[int, time, time], ...]  # weekday, opens, closes
_OPENING = """SELECT location_id, weekday, CAST(opens AS text), CAST(closes AS text) FROM records_openinghours
    WHERE location_id IN ({places}) ORDER BY id"""
_HOURS = """SELECT h.role_id, h.weekday, CAST(h.opens AS text), CAST(h.closes AS text)
    FROM records_weeklyhours h JOIN records_practitionerrole r ON r.id = h.role_id
    WHERE r.location_id IN ({places}) ORDER BY h.id"""
_CLOSURES = 'SELECT location_id, "start", "end" FROM records_closure WHERE location_id IN ({places})'
_ROOMS = """SELECT location_id, id, resource_id, kind, active
    FROM records_room WHERE location_id IN ({places}) ORDER BY id"""
_DEVICES = """SELECT location_id, kind, id, resource_id FROM records_device
    WHERE active AND location_id IN ({places}) ORDER BY id"""
_ROLES = """SELECT r.location_id, r.id, p.id, p.resource_id, r.languages, p.given_name, p.family_name, p.title
    FROM records_practitionerrole r JOIN records_practitioner p ON p.id = r.practitioner_id
    WHERE r.active AND p.active AND r.location_id IN ({places}) ORDER BY r.id"""
_SERVICES_OF = """SELECT s.practitionerrole_id, s.healthcareservice_id
    FROM records_practitionerrole_services s JOIN records_practitionerrole r ON r.id = s.practitionerrole_id
    WHERE r.location_id IN ({places})"""
_LICENCES = """SELECT q.practitioner_id, q.jurisdiction, q.id, q.expires_at FROM records_qualification q
    JOIN records_practitionerrole r ON r.practitioner_id = q.practitioner_id
    JOIN records_location l ON l.id = r.location_id AND l.jurisdiction = q.jurisdiction
    WHERE q.permits_practice AND l.id IN ({places}) ORDER BY q.expires_at"""


@dataclass(frozen=True)
class ServiceFacts:
    """A kind of visit, ready for the search; `variants` has the preferred length first."""

    id: int
    slug: str
    name: str
    variants: tuple[CompiledVisit, ...]
    grid_minutes: int
    device_kind: str
    audience: str
    price_cents: int
    bookable_online: bool
    room_kind: str = ""


@dataclass(frozen=True, slots=True)
class Licence:
    id: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Role:
    id: int
    practitioner_id: int
    resource_id: int
    name: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoomRow:
    id: int
    resource_id: int
    kind: str
    active: bool


def alias_of(location: Location) -> str:
    """The database this row was read from. Everything else about the location is asked of the same one."""
    return location._state.db or DEFAULT_DB_ALIAS


class Rows:
    """By location, except `hours` and `services_of` (by role), and `licences` (by practitioner and jurisdiction: the
    one that permits practice and lasts longest)."""

    def __init__(self, locations: Sequence[Location]) -> None:
        self._alias = alias_of(locations[0])
        self._ids = [location.pk for location in locations]
        self.opening: Mapping[int, Week] = self._weeks(_OPENING)
        self.closures: Mapping[int, list[tuple[datetime, datetime]]] = self._closures()
        self.rooms: Mapping[int, list[RoomRow]] = self._rooms()
        self.devices: Mapping[int, Mapping[str, Mapping[int, int]]] = self._devices()
        self.roles: Mapping[int, list[Role]] = self._roles()
        self.hours: Mapping[int, Week] = self._weeks(_HOURS)
        self.services_of: Mapping[int, frozenset[int]] = self._services_of()
        self.licences: Mapping[tuple[int, str], Licence] = self._licences()
        self.services: Mapping[int, ServiceFacts] = self._services()

    def _read(self, sql: str) -> list[tuple[Any, ...]]:
        return rows_of(sql, self._ids, self._alias)

    def _weeks(self, sql: str) -> Mapping[int, Week]:
        weeks = defaultdict(list)
        for key, weekday, opens, closes in self._read(sql):
            weeks[key].append((weekday, _wall_time(opens), _wall_time(closes)))
        return defaultdict(tuple, {key: tuple(week) for key, week in weeks.items()})

    def _closures(self) -> Mapping[int, list[tuple[datetime, datetime]]]:
        closures = defaultdict(list)
        for location, start, end in self._read(_CLOSURES):
            closures[location].append((instant(start), instant(end)))
        return closures

    def _rooms(self) -> Mapping[int, list[RoomRow]]:
        rooms = defaultdict(list)
        for location, *room in self._read(_ROOMS):
            rooms[location].append(RoomRow(*room))
        return rooms

    def _devices(self) -> Mapping[int, Mapping[str, Mapping[int, int]]]:
        devices: dict[int, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
        for location, kind, pk, resource in self._read(_DEVICES):
            devices[location][kind][pk] = resource
        return devices

    def _roles(self) -> Mapping[int, list[Role]]:
        roles = defaultdict(list)
        for location, pk, person, resource, languages, *name in self._read(_ROLES):
            roles[location].append(Role(pk, person, resource, full_name(*name), tuple(json.loads(languages))))
        return roles

    def _services_of(self) -> Mapping[int, frozenset[int]]:
        services: dict[int, set[int]] = defaultdict(set)
        for role, service in self._read(_SERVICES_OF):
            services[role].add(service)
        return defaultdict(frozenset, {role: frozenset(known) for role, known in services.items()})

    def _licences(self) -> Mapping[tuple[int, str], Licence]:
        return {
            (person, jurisdiction): Licence(pk, instant(expires_at))
            for person, jurisdiction, pk, expires_at in self._read(_LICENCES)
        }

    def _services(self) -> Mapping[int, ServiceFacts]:
        phases: dict[int, list[Phase]] = defaultdict(list)
        for row in ServicePhase.objects.using(self._alias).order_by("service", "position"):
            phases[row.service_id].append(phase_of(row))
        return {
            service.pk: ServiceFacts(
                id=service.pk,
                slug=service.slug,
                name=service.name_en,
                variants=variants(tuple(phases[service.pk])),
                grid_minutes=service.grid_minutes,
                device_kind=service.device_kind,
                audience=service.audience,
                price_cents=service.price_cents,
                bookable_online=service.bookable_online,
                room_kind=service.room_kind,
            )
            for service in HealthcareService.objects.using(self._alias)
            if phases[service.pk]
        }


def rows_of(sql: str, ids: Sequence[int], alias: str, *parameters: int) -> list[tuple[Any, ...]]:
    """The rows as the database gives them; `{places}` in the statement is where the ids go."""
    with connections[alias].cursor() as cursor:
        cursor.execute(sql.format(places=places(len(ids))), [*parameters, *ids])
        return list(cursor.fetchall())


def instant(value: datetime) -> datetime:
    """SQLite keeps instants without a zone, in UTC."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


@lru_cache(maxsize=CELLS_A_DAY)
def _wall_time(text: str) -> time:
    return time.fromisoformat(text)


def phase_of(row: ServicePhase) -> Phase:
    taken = {
        Actor.PATIENT: row.patient,
        Actor.PRACTITIONER: row.practitioner,
        Actor.ROOM: row.room,
        Actor.DEVICE: row.device,
    }
    actors = frozenset(actor for actor, is_taken in taken.items() if is_taken)
    return Phase(code=row.code, minutes=row.minutes, actors=actors, least=row.least, most=row.most)
