"""The day sheet: everything that is on it, ready to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from ashi.clinic.queries.shut import Closed, closed_on
from ashi.clinic.queries.visits import ShownVisit, shown, to_draw
from ashi.clinic.sheet.columns import Drawn, Stretch, column
from ashi.clinic.sheet.hours import Mark, halves, marks, whole_hours
from ashi.clinic.sheet.parts import Part, with_overdue
from ashi.clinic.sheet.state import State
from ashi.clinic.sheet.threads import COLUMN, Stay, Thread, stays_of, thread
from ashi.core.time import CELL_MINUTES, Interval, ceil_cell, instant_of, local_day, local_time
from ashi.records.models import Location, Practitioner, Room

NOT_DRAWN = (State.CANCELLED, State.NO_SHOW)


@dataclass(frozen=True)
class Person:
    """An acupuncturist of the day. `place` numbers the threads from 1; `away` are the stretches they are not there."""

    practitioner: Practitioner
    place: int
    away: tuple[tuple[datetime, datetime], ...]

    @property
    def colour(self) -> str:
        """The threads have six colours; a clinic with more people uses them again."""
        return f"t{(self.place - 1) % 6 + 1}"


@dataclass(frozen=True)
class Column:
    room: Room
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class DaySheet:
    """One day of one location. `part` is which part of it is drawn: 1, 2 or None for all."""

    location: Location
    day: date
    now: datetime
    part: int | None
    visits: tuple[ShownVisit, ...]
    closed: Closed

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.location.zone)

    @property
    def span(self) -> Interval:
        return local_day(self.day, self.zone)

    @property
    def is_today(self) -> bool:
        return self.now.astimezone(self.zone).date() == self.day

    @property
    def before(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def after(self) -> date:
        return self.day + timedelta(days=1)

    @cached_property
    def whole(self) -> Interval | None:
        """The hours of the day: when the clinic is open, and whatever is outside of that."""
        visits = (Interval(one.parts[0].start, one.parts[-1].end) for one in self.drawn)
        return whole_hours([*self.closed.opening, *visits], self.zone)

    @property
    def halves(self) -> tuple[Interval, ...]:
        return halves(self.whole) if self.whole else ()

    @property
    def window(self) -> Interval | None:
        """The part that is drawn."""
        return self.halves[self.part - 1] if self.part and self.part <= len(self.halves) else self.whole

    @cached_property
    def drawn(self) -> list[ShownVisit]:
        """Of visits that did not take place there is nothing to draw: their time may have gone to somebody else."""
        return [visit for visit in self.visits if visit.doing.state not in NOT_DRAWN]

    @cached_property
    def columns(self) -> list[Column]:
        window = self.window
        return [Column(room, self._stretches(room, window)) for room in self.closed.rooms] if window else []

    def _stretches(self, room: Room, window: Interval) -> tuple[Stretch, ...]:
        visits = [Drawn(self._parts(one), one) for one in self.drawn if one.visit.room_id == room.pk]
        return column(visits, self.closed.of_room(room, self.span), window, now=ceil_cell(self.now))

    def _parts(self, one: ShownVisit) -> tuple[Part, ...]:
        return with_overdue(one.parts, one.over_until) if one.is_overdue else one.parts

    @cached_property
    def people(self) -> dict[int, Person]:
        """Everybody who works or has visits, by their id."""
        found = {one.practitioner_id: one.visit.practitioner for one in self.drawn}
        found.update(self.closed.workers)
        in_order = sorted(found.values(), key=lambda person: (person.family_name, person.given_name, person.pk))
        return {
            person.pk: Person(person, place, self.closed.away(person, self.span, self.zone))
            for place, person in enumerate(in_order, start=1)
        }

    @cached_property
    def stays(self) -> dict[int, list[Stay]]:
        window = self.window
        return stays_of([column.stretches for column in self.columns], window) if window else {}

    @property
    def threads(self) -> list[tuple[Person, Thread]]:
        of = len(self.people)
        return [
            (person, thread(self.stays[key], place=person.place - 1, of=of))
            for key, person in self.people.items()
            if self.stays.get(key)
        ]

    @property
    def width(self) -> int:
        return COLUMN * len(self.columns)

    @property
    def length(self) -> int:
        """Minutes from top to bottom."""
        return (self.window.end - self.window.start) * CELL_MINUTES if self.window else 0

    @property
    def start_seconds(self) -> int:
        """When the sheet begins, in seconds since 1970."""
        return int(instant_of(self.window.start).timestamp()) if self.window else 0

    @property
    def start_wall(self) -> int:
        """The same in minutes after midnight, as the wall shows it."""
        if self.window is None:
            return 0
        wall = local_time(self.window.start, self.zone)
        return wall.hour * 60 + wall.minute

    @property
    def now_minute(self) -> float | None:
        """How far down the sheet it is now; None when now is not on it."""
        if self.window is None or not instant_of(self.window.start) <= self.now < instant_of(self.window.end):
            return None
        return (self.now - instant_of(self.window.start)) / timedelta(minutes=1)

    @property
    def marks(self) -> Sequence[Mark]:
        return marks(self.window, self.zone, now=self.now_minute) if self.window else ()

    @property
    def overdue(self) -> list[ShownVisit]:
        return sorted((one for one in self.visits if one.is_overdue), key=lambda one: -one.doing.minutes)

    @property
    def to_come(self) -> list[ShownVisit]:
        """What is under way or still to come; who is overdue stands first."""
        rows = [one for one in self.visits if not one.is_over]
        return sorted(rows, key=lambda one: (not one.is_overdue, one.visit.start))

    @property
    def over(self) -> list[ShownVisit]:
        return [one for one in self.visits if one.is_over]


def day_sheet(location: Location, day: date, *, now: datetime, part: int | None = None) -> DaySheet:
    zone = ZoneInfo(location.zone)
    span = local_day(day, zone)
    rows = to_draw().filter(location=location, start__gte=instant_of(span.start), start__lt=instant_of(span.end))
    visits = tuple(shown(rows.order_by("start", "pk"), now=now, zone=zone))
    rooms: Mapping[int, Room] = {one.visit.room_id: one.visit.room for one in visits}
    return DaySheet(location, day, now, part, visits, closed_on(location, day, now=now, also=rooms))


def part_now(sheet: DaySheet) -> int | None:
    """The part of today that is going on; None (all of it) on other days."""
    cell = ceil_cell(sheet.now)
    if not sheet.is_today or len(sheet.halves) < 2:
        return None
    # An hour before the first part ends, the second one already shows what comes.
    return 1 if cell < sheet.halves[1].start else 2
