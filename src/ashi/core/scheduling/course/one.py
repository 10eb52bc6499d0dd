"""One visit of a course that moves while all others stay: the days on which the course still holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ashi.core.scheduling.course.asking import Limit
from ashi.core.scheduling.course.templates import Gap

FIRST, LAST = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`, both counted; none at all where `last` comes before `first`."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def days_for(number: int, days: Mapping[int, date], gaps: Sequence[Gap], limit: Limit | None = None) -> Days:
    """The days that visit `number` (from 1) may have while the other visits in `days` stay on theirs.

    `days`: by number, those that stand; `gaps[n - 1]` lies between visits n and n + 1, and several of them are added up
    where a visit between is not booked. A rule that the course breaks already, because somebody moved a visit by hand
    or the course was paused, is never broken further: the visit may stay on its day or come nearer to the rule.
    Raises KeyError when the visit is not among `days`.
    """
    now = days[number].toordinal()
    low, high = FIRST, LAST
    if earlier := [other for other in days if other < number]:
        least, most = _apart(max(earlier), number, days, gaps)
        neighbour = days[max(earlier)].toordinal()
        low, high = neighbour + least, neighbour + most
    if later := [other for other in days if other > number]:
        least, most = _apart(number, min(later), days, gaps)
        neighbour = days[min(later)].toordinal()
        low, high = max(low, neighbour - most), min(high, neighbour - least)
    if limit:
        first, last = _paid(now, [days[other].toordinal() for other in days if other != number], limit)
        low, high = max(low, first), min(high, last)
    return _days(low, high)


def _apart(one: int, other: int, days: Mapping[int, date], gaps: Sequence[Gap]) -> tuple[int, int]:
    """The least and the most days between two that follow each other, one day at least."""
    now = (days[other] - days[one]).days
    between = gaps[one - 1 : other - 1]
    least, most = sum(gap.least for gap in between), sum(gap.most for gap in between)
    return max(min(least, now), 1), max(most, now)


def _paid(now: int, others: Sequence[int], limit: Limit) -> tuple[int, int]:
    """The days for which the payer pays, with all others as they are."""
    if limit.since:
        since = limit.since.toordinal()
        return min(since, now), max(since + limit.days - 1, now)
    if not others:
        return FIRST, LAST
    span = max(limit.days, max(now, *others) - min(now, *others) + 1)
    return max(others) - span + 1, min(others) + span - 1


def _days(low: int, high: int) -> Days:
    return Days(date.fromordinal(max(low, FIRST)), date.fromordinal(min(max(high, FIRST), LAST)))
