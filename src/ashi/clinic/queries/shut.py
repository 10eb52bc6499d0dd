"""When a day is not to be had: opening hours, closures, rooms out of order, people away, times being booked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext

from ashi.clinic.sheet.columns import Shut
from ashi.core.time import Interval, ceil_cell, floor_cell, instant_of, local_day, wall_interval
from ashi.records.models import (
    Absence,
    Closure,
    Hold,
    Location,
    OpeningHours,
    Practitioner,
    PractitionerRole,
    Room,
)


@dataclass(frozen=True)
class Closed:
    """`opening`: the clinic's hours; `laid_over`: by resource; `kept`: by room, times that somebody is booking."""

    opening: tuple[Interval, ...]
    closures: tuple[Closure, ...]
    rooms: tuple[Room, ...]
    workers: Mapping[int, Practitioner]
    laid_over: Mapping[int, tuple[Absence, ...]] = field(default_factory=dict)
    kept: Mapping[int, tuple[Hold, ...]] = field(default_factory=dict)

    def of_room(self, room: Room, span: Interval) -> list[Shut]:
        """What is shut in this room between two midnights, the nearest reason first."""
        absences = [_shut(one.start, one.end, one.reason or gettext("Out of order")) for one in self._over(room)]
        closures = [_shut(one.start, one.end, reason_of(one)) for one in self.closures]
        holds = [
            Shut(floor_cell(one.start), ceil_cell(one.end), "kept", gettext("Kept for a few minutes"))
            for one in self.kept.get(room.pk, ())
        ]
        return [*holds, *absences, *closures, *self._outside(span)]

    def _over(self, room: Room) -> tuple[Absence, ...]:
        return self.laid_over.get(room.resource_id, ())

    def _outside(self, span: Interval) -> list[Shut]:
        edges = [span.start, *(edge for one in self.opening for edge in (one.start, one.end)), span.end]
        pairs = zip(edges[::2], edges[1::2], strict=True)
        return [Shut(start, end, "closed", gettext("Closed")) for start, end in pairs if start < end]

    def away(self, person: Practitioner, span: Interval, zone: ZoneInfo) -> tuple[tuple[datetime, datetime], ...]:
        """From when to when on this day, as the wall shows it."""
        first, last = instant_of(span.start), instant_of(span.end)
        return tuple(
            (max(one.start, first).astimezone(zone), min(one.end, last).astimezone(zone))
            for one in self.laid_over.get(person.resource_id, ())
        )


def reason_of(closure: Closure) -> str:
    return getattr(closure, f"reason_{get_language() or 'en'}", "") or closure.reason_en or gettext("Closed")


def closed_on(location: Location, day: date, *, now: datetime, also: Mapping[int, Room]) -> Closed:
    """`also`: rooms of visits on this day, which are shown even when they are no longer in use."""
    zone = ZoneInfo(location.zone)
    span = local_day(day, zone)
    first, last = instant_of(span.start), instant_of(span.end)
    hours = OpeningHours.objects.filter(location=location, weekday=day.weekday())
    rooms = {
        **also,
        **{room.pk: room for room in Room.objects.filter(location=location, active=True).select_related("location")},
    }
    workers = _workers(location, day)
    resources = [room.resource_id for room in rooms.values()] + [person.resource_id for person in workers.values()]
    return Closed(
        opening=tuple(interval for row in hours for interval in wall_interval(day, row.opens, row.closes, zone)),
        closures=tuple(Closure.objects.filter(location=location, start__lt=last, end__gt=first).order_by("start")),
        rooms=tuple(sorted(rooms.values(), key=lambda room: (room.name, room.pk))),
        workers=workers,
        laid_over=_absences(resources, first, last),
        kept=_holds(location, first, last, now),
    )


def _workers(location: Location, day: date) -> dict[int, Practitioner]:
    roles = PractitionerRole.objects.filter(
        location=location, active=True, practitioner__active=True, weekly_hours__weekday=day.weekday()
    )
    return {role.practitioner_id: role.practitioner for role in roles.select_related("practitioner").distinct()}


def _absences(resources: Sequence[int], first: datetime, last: datetime) -> dict[int, tuple[Absence, ...]]:
    found: dict[int, tuple[Absence, ...]] = {}
    rows = Absence.objects.filter(resource__in=resources, start__lt=last, end__gt=first)
    for row in rows.order_by("start"):
        found[row.resource_id] = (*found.get(row.resource_id, ()), row)
    return found


def _holds(location: Location, first: datetime, last: datetime, now: datetime) -> dict[int, tuple[Hold, ...]]:
    found: dict[int, tuple[Hold, ...]] = {}
    rows = Hold.objects.filter(location=location, start__gte=first, start__lt=last, expires_at__gt=now)
    for row in rows:
        found[row.room_id] = (*found.get(row.room_id, ()), row)
    return found


def _shut(start: datetime, end: datetime, words: str) -> Shut:
    return Shut(floor_cell(start), ceil_cell(end), "closed", words)
