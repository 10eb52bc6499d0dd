"""The week of one acupuncturist: a column a day, and in it only what needs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from ashi.clinic.queries.day import NOT_DRAWN
from ashi.clinic.queries.shut import reason_of
from ashi.clinic.queries.visits import ShownVisit, shown, to_draw
from ashi.clinic.sheet.columns import Drawn, Shut, Stretch, column
from ashi.clinic.sheet.hours import Mark, marks
from ashi.clinic.sheet.parts import ATTENDED, Part
from ashi.core.time import CELL_MINUTES, Interval, ceil_cell, floor_cell, instant_of, local_day, wall_interval
from ashi.records.models import Absence, Closure, Location, Practitioner, WeeklyHours

PIXELS_A_MINUTE = 2


@dataclass(frozen=True)
class DayColumn:
    day: date
    is_today: bool
    stretches: tuple[Stretch, ...]
    visits: tuple[ShownVisit, ...]

    @property
    def why_shut(self) -> list[str]:
        """The reasons for which they are not there on this day, or the clinic is closed: each once."""
        return list(dict.fromkeys(stretch.words for stretch in self.stretches if stretch.words))


@dataclass(frozen=True)
class Week:
    location: Location
    practitioner: Practitioner
    monday: date
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.location.zone)

    @property
    def before(self) -> date:
        return self.monday - timedelta(days=7)

    @property
    def after(self) -> date:
        return self.monday + timedelta(days=7)

    @property
    def last(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def dates(self) -> list[date]:
        return [self.monday + timedelta(days=n) for n in range(7)]

    @cached_property
    def span(self) -> tuple[datetime, datetime]:
        first, last = local_day(self.monday, self.zone), local_day(self.last, self.zone)
        return instant_of(first.start), instant_of(last.end)

    @cached_property
    def visits(self) -> list[ShownVisit]:
        start, end = self.span
        rows = to_draw().filter(location=self.location, practitioner=self.practitioner, start__gte=start, start__lt=end)
        found = shown(rows.order_by("start", "pk"), now=self.now, zone=self.zone)
        return [one for one in found if one.doing.state not in NOT_DRAWN]

    @cached_property
    def hours(self) -> dict[date, list[Interval]]:
        rows = list(WeeklyHours.objects.filter(role__location=self.location, role__practitioner=self.practitioner))
        return {
            day: [
                interval
                for row in rows
                if row.weekday == day.weekday()
                for interval in wall_interval(day, row.opens, row.closes, self.zone)
            ]
            for day in self.dates
        }

    @cached_property
    def columns(self) -> list[DayColumn]:
        """The days on which they work or have visits."""
        found = []
        for day in self.dates:
            visits = tuple(one for one in self.visits if one.starts.date() == day)
            if visits or self.hours[day]:
                found.append(self._column(day, visits))
        return found

    @cached_property
    def walls(self) -> tuple[int, int] | None:
        """From the first to the last minute of any day, in minutes after its midnight."""
        minutes = [
            (self._minute(day, edge.start), self._minute(day, edge.end))
            for day in self.dates
            for edge in [*self.hours[day], *(self._reach(one) for one in self.visits if one.starts.date() == day)]
        ]
        if not minutes:
            return None
        first, last = min(start for start, _ in minutes), max(end for _, end in minutes)
        return first - first % 60, last + -last % 60

    @property
    def length(self) -> int:
        return self.walls[1] - self.walls[0] if self.walls else 0

    @property
    def marks(self) -> Sequence[Mark]:
        window = self._window(self.dates[0])
        return marks(window, self.zone, now=None) if window else ()

    def _column(self, day: date, visits: tuple[ShownVisit, ...]) -> DayColumn:
        window = self._window(day)
        assert window is not None
        drawn = [Drawn(parts, one) for one in visits for parts in _attended(one.parts)]
        today = self.now.astimezone(self.zone).date() == day
        return DayColumn(day, today, column(drawn, self._shut(day), window, now=ceil_cell(self.now)), visits)

    def _window(self, day: date) -> Interval | None:
        if self.walls is None:
            return None
        midnight = local_day(day, self.zone).start
        return Interval(midnight + self.walls[0] // CELL_MINUTES, midnight + self.walls[1] // CELL_MINUTES)

    def _minute(self, day: date, cell: int) -> int:
        return (cell - local_day(day, self.zone).start) * CELL_MINUTES

    def _reach(self, one: ShownVisit) -> Interval:
        return Interval(one.parts[0].start, one.parts[-1].end)

    def _shut(self, day: date) -> list[Shut]:
        span = local_day(day, self.zone)
        edges = [span.start, *(edge for one in self.hours[day] for edge in (one.start, one.end)), span.end]
        outside = [
            Shut(start, end, "closed") for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end
        ]
        return [*self._laid_over, *outside]

    @cached_property
    def _laid_over(self) -> list[Shut]:
        start, end = self.span
        absences = Absence.objects.filter(resource=self.practitioner.resource_id, start__lt=end, end__gt=start)
        closures = Closure.objects.filter(location=self.location, start__lt=end, end__gt=start)
        away = [_shut(one.start, one.end, one.reason or gettext("Away")) for one in absences]
        return [*away, *(_shut(one.start, one.end, reason_of(one)) for one in closures)]


def _shut(start: datetime, end: datetime, words: str) -> Shut:
    return Shut(floor_cell(start), ceil_cell(end), "closed", words)


def _attended(parts: tuple[Part, ...]) -> list[tuple[Part, ...]]:
    """The parts that need the acupuncturist, those that touch together."""
    groups: list[list[Part]] = []
    for part in parts:
        if part.look not in ATTENDED:
            continue
        if groups and groups[-1][-1].end == part.start:
            groups[-1].append(part)
        else:
            groups.append([part])
    return [tuple(group) for group in groups]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
