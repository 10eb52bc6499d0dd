"""What the tables say of some locations, read together: ten questions, however many locations."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from ashi.core.scheduling.phases import Actor, CompiledVisit, Phase, variants
from ashi.records.models import (
    Closure,
    Device,
    HealthcareService,
    Location,
    OpeningHours,
    PractitionerRole,
    Qualification,
    Room,
    ServicePhase,
    WeeklyHours,
)
from ashi.records.models.people import full_name

Week = tuple[tuple[int, time, time], ...]  # weekday, opens, closes


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
        self.opening: Mapping[int, Week] = self._weeks(OpeningHours, "location", self._ids)
        self.closures: Mapping[int, list[tuple[datetime, datetime]]] = self._closures()
        self.rooms: Mapping[int, list[RoomRow]] = self._rooms()
        self.devices: Mapping[int, Mapping[str, Mapping[int, int]]] = self._devices()
        self.roles: Mapping[int, list[Role]] = self._roles()
        roles = [role.id for known in self.roles.values() for role in known]
        self.hours: Mapping[int, Week] = self._weeks(WeeklyHours, "role", roles)
        self.services_of: Mapping[int, frozenset[int]] = self._services_of(roles)
        self.licences: Mapping[tuple[int, str], Licence] = self._licences({one.jurisdiction for one in locations})
        self.services: Mapping[int, ServiceFacts] = self._services()

    def _weeks(self, model: Any, by: str, keys: Sequence[int]) -> Mapping[int, Week]:
        weeks: dict[int, Week] = defaultdict(tuple)
        rows = model.objects.using(self._alias).filter(**{f"{by}__in": keys}).order_by("pk")
        for key, weekday, opens, closes in rows.values_list(by, "weekday", "opens", "closes"):
            weeks[key] += ((weekday, opens, closes),)
        return weeks

    def _closures(self) -> Mapping[int, list[tuple[datetime, datetime]]]:
        closures = defaultdict(list)
        rows = Closure.objects.using(self._alias).filter(location__in=self._ids)
        for location, start, end in rows.values_list("location", "start", "end"):
            closures[location].append((start, end))
        return closures

    def _rooms(self) -> Mapping[int, list[RoomRow]]:
        rooms = defaultdict(list)
        rows = Room.objects.using(self._alias).filter(location__in=self._ids)
        for location, pk, resource, kind, active in rows.values_list("location", "pk", "resource", "kind", "active"):
            rooms[location].append(RoomRow(pk, resource, kind, active))
        return rooms

    def _devices(self) -> Mapping[int, Mapping[str, Mapping[int, int]]]:
        devices: dict[int, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
        rows = Device.objects.using(self._alias).filter(location__in=self._ids, active=True)
        for location, kind, pk, resource in rows.values_list("location", "kind", "pk", "resource"):
            devices[location][kind][pk] = resource
        return devices

    def _roles(self) -> Mapping[int, list[Role]]:
        roles = defaultdict(list)
        rows = PractitionerRole.objects.using(self._alias).filter(
            location__in=self._ids, active=True, practitioner__active=True
        )
        columns = ("location", "pk", "practitioner", "practitioner__resource", "languages")
        names = ("practitioner__given_name", "practitioner__family_name", "practitioner__title")
        for location, pk, person, resource, languages, *name in rows.order_by("pk").values_list(*columns, *names):
            roles[location].append(Role(pk, person, resource, full_name(*name), tuple(languages)))
        return roles

    def _services_of(self, roles: Sequence[int]) -> Mapping[int, frozenset[int]]:
        services: dict[int, set[int]] = defaultdict(set)
        through = PractitionerRole.services.through
        rows = through._default_manager.using(self._alias).filter(practitionerrole__in=roles)
        for role, service in rows.values_list("practitionerrole", "healthcareservice"):
            services[role].add(service)
        return defaultdict(frozenset, {role: frozenset(known) for role, known in services.items()})

    def _licences(self, jurisdictions: Iterable[str]) -> Mapping[tuple[int, str], Licence]:
        people = {role.practitioner_id for known in self.roles.values() for role in known}
        rows = Qualification.objects.using(self._alias).filter(
            practitioner__in=people, jurisdiction__in=jurisdictions, permits_practice=True
        )
        rows = rows.order_by("expires_at")
        columns = ("practitioner", "jurisdiction", "pk", "expires_at")
        return {
            (person, jurisdiction): Licence(pk, expires_at)
            for person, jurisdiction, pk, expires_at in rows.values_list(*columns)
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


def phase_of(row: ServicePhase) -> Phase:
    taken = {
        Actor.PATIENT: row.patient,
        Actor.PRACTITIONER: row.practitioner,
        Actor.ROOM: row.room,
        Actor.DEVICE: row.device,
    }
    actors = frozenset(actor for actor, is_taken in taken.items() if is_taken)
    return Phase(code=row.code, minutes=row.minutes, actors=actors, least=row.least, most=row.most)
