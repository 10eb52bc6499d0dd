"""What holds whoever has booked: hours, closures, who may do what, and what a kind of visit is made of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from ashi.core.scheduling.availability import Window, bits_of
from ashi.core.scheduling.phases import Actor, CompiledVisit, Phase, variants
from ashi.core.time import Interval, ceil_cell, floor_cell, local_day, wall_interval
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

Week = Mapping[int, tuple[tuple[time, time], ...]]


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


@dataclass(frozen=True)
class WorkerFacts:
    """A practitioner at this location: when they work here under a licence that permits it."""

    id: int
    role_id: int
    name: str
    resource_id: int
    services: frozenset[int]
    languages: tuple[str, ...]
    qualification_id: int | None
    open_bits: int


@dataclass(frozen=True)
class Facts:
    """All of it for one window of one location. `devices` is by kind, then by device: its resource. `room_kinds` names
    the rooms that are for visits of one kind only, such as the chairs of a community room."""

    location_id: int
    version: int
    zone: ZoneInfo
    window: Window
    open_bits: int
    practitioners: Mapping[int, WorkerFacts]
    rooms: Mapping[int, int]
    devices: Mapping[str, Mapping[int, int]]
    services: Mapping[int, ServiceFacts]
    lead_minutes: int
    horizon_days: int
    first_day: date
    room_kinds: Mapping[int, str] = field(default_factory=dict)

    def suits(self, room_id: int, service: ServiceFacts) -> bool:
        return self.room_kinds.get(room_id, "") == service.room_kind

    @cached_property
    def resource_ids(self) -> tuple[int, ...]:
        devices = (resource for kind in self.devices.values() for resource in kind.values())
        people = (worker.resource_id for worker in self.practitioners.values())
        return tuple(sorted({*self.rooms.values(), *devices, *people}))


def load_facts(location: Location, first_day: date, days: int) -> Facts:
    """Read a location's facts for the local days from `first_day` on."""
    zone = ZoneInfo(location.zone)
    start = local_day(first_day, zone).start
    window = Window(start, local_day(first_day + timedelta(days=days - 1), zone).end - start)
    calendar = [first_day + timedelta(days=n) for n in range(-1, days)]
    opening = _week(OpeningHours.objects.filter(location=location).values_list("weekday", "opens", "closes"))
    closed = bits_of(_closures(location, window), window)
    open_bits = bits_of(_wall(opening, calendar, zone), window) & ~closed
    return Facts(
        location_id=location.pk,
        version=location.facts_version,
        zone=zone,
        window=window,
        open_bits=open_bits,
        practitioners=_practitioners(location, calendar, zone, window, open_bits),
        rooms=dict(Room.objects.filter(location=location, active=True).values_list("pk", "resource_id")),
        devices=_devices(location),
        services=_services(),
        lead_minutes=location.lead_minutes,
        horizon_days=location.horizon_days,
        first_day=first_day,
        room_kinds=dict(Room.objects.filter(location=location).exclude(kind="").values_list("pk", "kind")),
    )


def _week(rows: Iterable[tuple[int, time, time]]) -> Week:
    week: dict[int, tuple[tuple[time, time], ...]] = defaultdict(tuple)
    for weekday, opens, closes in rows:
        week[weekday] += ((opens, closes),)
    return week


def _wall(week: Week, calendar: list[date], zone: ZoneInfo) -> list[Interval]:
    return [
        interval
        for day in calendar
        for opens, closes in week.get(day.weekday(), ())
        for interval in wall_interval(day, opens, closes, zone)
    ]


def _closures(location: Location, window: Window) -> list[Interval]:
    rows = Closure.objects.filter(location=location).values_list("start", "end")
    return [outward(start, end) for start, end in rows if ceil_cell(end) > window.start]


def outward(start: datetime, end: datetime) -> Interval:
    """The cells that a closed stretch touches, even in part."""
    return Interval(floor_cell(start), ceil_cell(end))


def _practitioners(
    location: Location, calendar: list[date], zone: ZoneInfo, window: Window, open_bits: int
) -> dict[int, WorkerFacts]:
    roles = PractitionerRole.objects.filter(location=location, active=True, practitioner__active=True)
    hours: dict[int, list[tuple[int, time, time]]] = defaultdict(list)
    for row in WeeklyHours.objects.filter(role__in=roles):
        hours[row.role_id].append((row.weekday, row.opens, row.closes))
    licences = _licences(location)
    facts = {}
    for role in roles.select_related("practitioner").prefetch_related("services"):
        licence = licences.get(role.practitioner_id)
        working = bits_of(_wall(_week(hours[role.pk]), calendar, zone), window) & open_bits
        facts[role.practitioner_id] = WorkerFacts(
            id=role.practitioner_id,
            role_id=role.pk,
            name=role.practitioner.name,
            resource_id=role.practitioner.resource_id,
            services=frozenset(service.pk for service in role.services.all()),
            languages=tuple(role.languages),
            qualification_id=licence.pk if licence else None,
            open_bits=working & _until(licence, window),
        )
    return facts


def _licences(location: Location) -> dict[int, Qualification]:
    """Each practitioner's licence that permits practice here; the one that lasts longest where there are several."""
    rows = Qualification.objects.filter(jurisdiction=location.jurisdiction, permits_practice=True)
    return {row.practitioner_id: row for row in rows.order_by("expires_at")}


def _until(licence: Qualification | None, window: Window) -> int:
    """Bits up to the licence's expiry; none without a licence."""
    if licence is None:
        return 0
    cells = floor_cell(licence.expires_at) - window.start
    return (1 << min(max(cells, 0), window.length)) - 1


def _devices(location: Location) -> dict[str, dict[int, int]]:
    kinds: dict[str, dict[int, int]] = defaultdict(dict)
    for device in Device.objects.filter(location=location, active=True):
        kinds[device.kind][device.pk] = device.resource_id
    return dict(kinds)


def _services() -> dict[int, ServiceFacts]:
    phases: dict[int, list[Phase]] = defaultdict(list)
    for row in ServicePhase.objects.order_by("service", "position"):
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
        for service in HealthcareService.objects.all()
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
