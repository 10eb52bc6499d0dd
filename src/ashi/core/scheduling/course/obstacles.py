"""Why there is no course: which visit is the first that finds no day, between which days, and what is in the way."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ashi.core.scheduling.course import planning
from ashi.core.scheduling.course.terrain import Terrain


class Hindrance(StrEnum):
    """What stands in the way of a course."""

    PAID_VISITS = "paid-visits"  # the payer has fewer visits left than the course has
    PAID_DAYS = "paid-days"  # the payer's days are over before the last visit can be
    NO_TIMES = "no-times"  # no time is free on any of the days on which this visit could be
    CLOSED = "closed"  # the clinic is, on all of them
    OWN = "own"  # appointments of the patient's own, on all that are open
    TOO_FAR = "too-far"  # time is not known so far ahead


@dataclass(frozen=True)
class Obstacle:
    """`number`: the visit in question, from 1. `first`, `last`: the days on which it could have been; None where it is
    about the whole course. `left`: visits or days that the payer leaves."""

    kind: Hindrance
    number: int = 0
    first: date | None = None
    last: date | None = None
    left: int = 0


def obstacles(terrain: Terrain) -> tuple[Obstacle, ...]:
    """At least one; the first says what to change first."""
    asked = terrain.asked
    limit = asked.limit
    if limit and limit.left < asked.template.visits:
        return (Obstacle(Hindrance.PAID_VISITS, left=limit.left),)
    if limit and asked.span is not None and asked.template.least_days >= asked.span:
        return (Obstacle(Hindrance.PAID_DAYS, left=limit.days),)
    stuck = _stuck(terrain)
    if stuck is None:
        return (Obstacle(Hindrance.PAID_DAYS, left=limit.days if limit else 0),)
    return (stuck,)


def _stuck(terrain: Terrain) -> Obstacle | None:
    """The first visit for which no way of placing the earlier ones leaves a day; None when every visit has one."""
    asked = terrain.asked
    days, last = set(terrain.days), planning.last_day(terrain) if terrain.days else 0
    if asked.before:
        begin, gap = asked.before.day.toordinal(), asked.before.gap
        could = set(range(begin + gap.least, begin + gap.most + 1))
    else:
        could = set(range(asked.first.toordinal(), asked.first.toordinal() + asked.wait + 1))
    for number, gap_after in zip(asked.numbers, (*asked.template.gaps, None), strict=True):
        here = {day for day in could if day in days and day <= last}
        if not here:
            return _obstacle(terrain, number, could)
        if gap_after:
            could = {day + apart for day in here for apart in range(gap_after.least, gap_after.most + 1)}
    return None


def _obstacle(terrain: Terrain, number: int, could: set[int]) -> Obstacle:
    first, last = date.fromordinal(min(could)), date.fromordinal(max(could))
    limit = terrain.asked.limit
    if limit and limit.since and min(could) > limit.since.toordinal() + limit.days - 1:
        return Obstacle(Hindrance.PAID_DAYS, number, first, last, limit.days)
    known = terrain.walls.days
    if min(could) >= known.stop:
        kind = Hindrance.TOO_FAR
    elif terrain.ground.opened is not None and not could & set(terrain.opened):
        kind = Hindrance.CLOSED
    elif could & set(terrain.anyway) and not could & set(terrain.days):
        kind = Hindrance.OWN
    else:
        kind = Hindrance.NO_TIMES
    return Obstacle(kind, number, first, last)
