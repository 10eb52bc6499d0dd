"""What holds whoever has booked: hours, closures, who may do what, and what a kind of visit is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from ashi.core.scheduling.availability import Window, bits_of
from ashi.core.time import Interval, ceil_cell, floor_cell, local_day, wall_interval
from ashi.records.calendar.rows import Licence, Rows, ServiceFacts, Week
from ashi.records.models import Location


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
    return facts_in(Rows([location]), location, first_day, days)


def facts_in(rows: Rows, location: Location, first_day: date, days: int) -> Facts:
    """The facts of one of the locations whose rows have been read."""
    zone = ZoneInfo(location.zone)
    start = local_day(first_day, zone).start
    window = Window(start, local_day(first_day + timedelta(days=days - 1), zone).end - start)
    closures = (outward(start, end) for start, end in rows.closures[location.pk])
    closed = bits_of((closure for closure in closures if closure.end > window.start), window)
    open_bits = _wall(rows.opening[location.pk], first_day, days, zone, window) & ~closed
    return Facts(
        location_id=location.pk,
        version=location.facts_version,
        zone=zone,
        window=window,
        open_bits=open_bits,
        practitioners={
            role.practitioner_id: WorkerFacts(
                id=role.practitioner_id,
                role_id=role.id,
                name=role.name,
                resource_id=role.resource_id,
                services=rows.services_of[role.id],
                languages=role.languages,
                qualification_id=licence.id if licence else None,
                open_bits=_wall(rows.hours[role.id], first_day, days, zone, window)
                & open_bits
                & _until(licence, window),
            )
            for role in rows.roles[location.pk]
            for licence in (rows.licences.get((role.practitioner_id, location.jurisdiction)),)
        },
        rooms={room.id: room.resource_id for room in rows.rooms[location.pk] if room.active},
        devices={kind: dict(known) for kind, known in rows.devices[location.pk].items()},
        services=rows.services,
        lead_minutes=location.lead_minutes,
        horizon_days=location.horizon_days,
        first_day=first_day,
        room_kinds={room.id: room.kind for room in rows.rooms[location.pk] if room.kind},
    )


@lru_cache(maxsize=512)
def _wall(week: Week, first_day: date, days: int, zone: ZoneInfo, window: Window) -> int:
    """Hours of the wall clock as bits. Many people work the same hours, and so do the places of a chain."""
    calendar = (first_day + timedelta(days=n) for n in range(-1, days))
    by_weekday: dict[int, list[tuple[time, time]]] = {}
    for weekday, opens, closes in week:
        by_weekday.setdefault(weekday, []).append((opens, closes))
    return bits_of(
        (
            interval
            for day in calendar
            for opens, closes in by_weekday.get(day.weekday(), ())
            for interval in wall_interval(day, opens, closes, zone)
        ),
        window,
    )


def outward(start: datetime, end: datetime) -> Interval:
    """The cells that a closed stretch touches, even in part."""
    return Interval(floor_cell(start), ceil_cell(end))


def _until(licence: Licence | None, window: Window) -> int:
    """Bits up to the licence's expiry; none without a licence."""
    if licence is None:
        return 0
    cells = floor_cell(licence.expires_at) - window.start
    return (1 << min(max(cells, 0), window.length)) - 1
