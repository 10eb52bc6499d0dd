"""A week of free times as a patient reads it: days, with morning, afternoon and evening."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from ashi.core.scheduling.availability import Window
from ashi.core.scheduling.bitset import positions
from ashi.core.scheduling.dayparts import DayPart, cells_of
from ashi.core.scheduling.spread import spread, starts_by_gaps
from ashi.core.time import ceil_cell, instant_of, is_repeated
from ashi.records.calendar.offers import Search
from ashi.records.models import Closure, OpeningHours

NOON = time(12)
SHOWN = 4  # times of a part of a day, unless all are asked for
ALL = 288
WEEK = timedelta(days=7)


class NoSuchWeek(Exception):
    """A week that is past, or farther ahead than visits can be booked."""


@dataclass(frozen=True)
class Time:
    """A free start. `zone` names the zone where the wall shows this time twice that day."""

    starts_at: datetime
    wall: datetime
    zone: str
    wished: bool

    @property
    def key(self) -> str:
        """As it stands in addresses and forms: 2026-11-24T15:10Z."""
        return f"{self.starts_at:%Y-%m-%dT%H:%MZ}"


@dataclass(frozen=True)
class Part:
    """`hidden`: how many more free times there are than are shown. `closed`: the clinic is, all of it."""

    code: DayPart
    times: tuple[Time, ...]
    hidden: int
    closed: bool


@dataclass(frozen=True)
class Day:
    """`closed`: the clinic is, all day, perhaps for a reason."""

    date: date
    parts: tuple[Part, ...]
    closed: bool = False
    closure: Closure | None = None

    @property
    def free(self) -> int:
        return sum(len(part.times) + part.hidden for part in self.parts)

    @property
    def hidden(self) -> int:
        return sum(part.hidden for part in self.parts)


@dataclass(frozen=True)
class Week:
    monday: date
    days: tuple[Day, ...]
    before: date | None
    after: date | None

    @property
    def free(self) -> int:
        return sum(day.free for day in self.days)


class Weeks:
    """The free times of one search. `wished` is a start that somebody came for: it is always shown when free."""

    def __init__(self, search: Search, *, now: datetime, wished: int | None = None) -> None:
        self.search, self.facts = search, search.diary.facts
        self.zone: ZoneInfo = self.facts.zone
        self.today = now.astimezone(self.zone).date()
        self.last = self.today + timedelta(days=self.facts.horizon_days)
        self.wished = wished

    @cached_property
    def soonest(self) -> int | None:
        return self.search.soonest()

    def first_monday(self) -> date:
        """Of the week to show when none was asked for: that of the wished start, or of the soonest one."""
        cell = self.wished if self.is_free(self.wished) else self.soonest
        return monday_of(instant_of(cell).astimezone(self.zone).date() if cell is not None else self.today)

    def week(self, monday: date) -> Week:
        """Raises NoSuchWeek."""
        first, last = monday_of(self.today), monday_of(self.last)
        if not first <= monday <= last:
            raise NoSuchWeek
        dates = (monday + timedelta(days=n) for n in range(7))
        days = [self.day(each) for each in dates if self.today <= each <= self.last]
        shown = [day for day in days if day.free or day.date.weekday() in self._open_weekdays]
        return Week(
            monday=monday,
            days=_without_closed_parts(shown),
            before=monday - WEEK if monday > first else None,
            after=monday + WEEK if monday < last else None,
        )

    def day(self, day: date, *, shown: int = SHOWN) -> Day:
        """Raises NoSuchWeek for a day that is past or too far ahead."""
        if not self.today <= day <= self.last:
            raise NoSuchWeek
        closed = not self.facts.open_bits & self._cells(day)
        return Day(
            date=day,
            parts=tuple(self._part(day, shown, part) for part in DayPart),
            closed=closed,
            closure=self._closure_on(day) if closed else None,
        )

    def time(self, cell: int) -> Time:
        starts_at = instant_of(cell)
        wall = starts_at.astimezone(self.zone)
        zone = wall.tzname() or "" if is_repeated(cell, self.zone) else ""
        return Time(starts_at, wall, zone, wished=cell == self.wished)

    def zone_words(self, days: Sequence[Day]) -> tuple[str, str]:
        """What the zone is called at noon of the first and of the last of these days: the same in most weeks."""
        ends = (days[0].date, days[-1].date) if days else (self.today, self.today)
        first, last = (offset_words(datetime.combine(day, NOON, self.zone), self.zone) for day in ends)
        return first, last

    def _part(self, day: date, shown: int, part: DayPart) -> Part:
        mask = self._cells(day, part)
        classes = [bits & mask for bits in self._classes]
        free = sum(bits.bit_count() for bits in classes)
        chosen = spread(classes, shown, always=self._always)
        begin = self.facts.window.start
        times = tuple(self.time(begin + at) for at in chosen)
        return Part(part, times, hidden=free - len(chosen), closed=not self.facts.open_bits & mask)

    def _cells(self, day: date, *parts: DayPart) -> int:
        return cells_of([day], parts or DayPart, self.facts.window, self.zone)

    @cached_property
    def _classes(self) -> list[int]:
        """All free starts, those that leave no useless gap first."""
        wanted = replace(self.search.diary.wanted(self.search.service), allowed=self.search.starts())
        return starts_by_gaps(wanted, self.search.diary.for_service(self.search.service, self.search.people))

    @cached_property
    def _always(self) -> int:
        cells = [cell for cell in (self.soonest, self.wished) if cell is not None]
        return sum({1 << cell - self.facts.window.start for cell in cells if self.is_free(cell)})

    def is_free(self, cell: int | None) -> bool:
        return cell is not None and _has(self.search.starts(), cell, self.facts.window)

    @cached_property
    def _open_weekdays(self) -> frozenset[int]:
        hours = OpeningHours.objects.filter(location=self.facts.location_id)
        return frozenset(hours.values_list("weekday", flat=True))

    @cached_property
    def _closures(self) -> list[Closure]:
        return list(Closure.objects.filter(location=self.facts.location_id).order_by("start"))

    def _closure_on(self, day: date) -> Closure | None:
        cells = list(positions(self._cells(day)))
        if not cells:
            return None
        begins, ends = (instant_of(self.facts.window.start + at) for at in (cells[0], cells[-1] + 1))
        return next((each for each in self._closures if each.start < ends and each.end > begins), None)


def _without_closed_parts(days: Sequence[Day]) -> tuple[Day, ...]:
    """A clinic that closes at five has no evenings: nobody needs to read so five times."""
    kept = {part.code for day in days for part in day.parts if not part.closed}
    return tuple(replace(day, parts=tuple(part for part in day.parts if part.code in kept)) for day in days)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def offset_words(instant: datetime, zone: ZoneInfo) -> str:
    """EST, UTC-5; only UTC+5:45 where a zone has no short name."""
    wall = instant.astimezone(zone)
    minutes = int((wall.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    offset = f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
    name = wall.tzname() or ""
    return f"{name}, {offset}" if name.isalpha() else offset


def cell_at(text: str) -> int:
    """The cell of an instant as it stands in an address or a form. Raises ValueError."""
    instant = datetime.fromisoformat(text)
    if instant.year in (MINYEAR, MAXYEAR):
        raise ValueError(f"{text} may be another year where the clinic is, and there is none")
    cell = ceil_cell(instant)
    if instant_of(cell) != instant:
        raise ValueError(f"{text} is not on the grid")
    return cell


def _has(bits: int, cell: int, window: Window) -> bool:
    at = cell - window.start
    return 0 <= at < window.length and bool(bits >> at & 1)
