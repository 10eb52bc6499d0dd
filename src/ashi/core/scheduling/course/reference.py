"""The search again, slow and obvious: every sequence of visits there is, and every usual. It judges planning.py, and
by whole courses the days that one.py allows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise, product

from ashi.core.scheduling.bitset import positions
from ashi.core.scheduling.course.asking import Asked, Ground, Limit
from ashi.core.scheduling.course.templates import Gap
from ashi.core.time import CELL_MINUTES, instant_of

Slow = tuple[date, int, int]  # day, minutes since midnight on the wall, practitioner


def cheapest_cost(asked: Asked, ground: Ground) -> int | None:
    """The cost of the best course; None when there is none. For small cases: it looks at all of them."""
    starts = list(_starts(asked, ground))
    usuals = sorted({(wall, person) for _, wall, _ in starts for person in ground.starts})
    if asked.usual:
        usuals = [(asked.usual.wall * CELL_MINUTES, asked.usual.practitioner)]
    if asked.limit and asked.limit.visits - asked.limit.used < asked.template.visits:
        return None
    costs = (
        min(_cost(asked, visits, usual) for usual in usuals)
        for visits in product(starts, repeat=asked.template.visits)
        if _may(asked, visits)
    )
    return min(costs, default=None)


def holds(days: Mapping[int, date], gaps: Sequence[Gap], limit: Limit | None) -> bool:
    """Do these visits, by number, keep the distances of the course and the payer's days?"""
    return not any(broken_by(days, gaps, limit))


def broken_by(days: Mapping[int, date], gaps: Sequence[Gap], limit: Limit | None) -> list[int]:
    """By how many days each rule is broken: one for each two that follow each other, two for the payer."""
    found = []
    for one, other in pairwise(sorted(days)):
        between = gaps[one - 1 : other - 1]
        apart = (days[other] - days[one]).days
        found.append(max(sum(gap.least for gap in between) - apart, apart - sum(gap.most for gap in between), 0))
    first, last = min(days.values()), max(days.values())
    if limit:
        since = limit.since or first
        found += [max((since - first).days, 0), max((last - since).days + 1 - limit.days, 0)]
    return found


def _starts(asked: Asked, ground: Ground) -> Iterator[Slow]:
    for person, bits in ground.starts.items():
        for position in positions(bits):
            begins = instant_of(ground.window.start + position).astimezone(ground.zone)
            wall = begins.hour * 60 + begins.minute
            inside_the_day = wall + ground.length * CELL_MINUTES <= 24 * 60
            if inside_the_day and (asked.end is None or begins.date() <= asked.end):
                yield begins.date(), wall, person


def _may(asked: Asked, visits: tuple[Slow, ...]) -> bool:
    days = [day for day, _, _ in visits]
    apart = [(after - before).days for before, after in pairwise(days)]
    if not all(gap.least <= gone <= gap.most for gap, gone in zip(asked.template.gaps, apart, strict=True)):
        return False
    if asked.before:
        if not asked.before.gap.least <= (days[0] - asked.before.day).days <= asked.before.gap.most:
            return False
    elif not 0 <= (days[0] - asked.first).days <= asked.wait:
        return False
    if asked.limit:
        since = asked.limit.since or days[0]
        return (days[-1] - since).days < asked.limit.days
    return True


def _cost(asked: Asked, visits: tuple[Slow, ...], usual: tuple[int, int]) -> int:
    """By the table in cost.py, counted out again."""
    first = visits[0][0]
    if asked.before:
        total = 20 * ((first - asked.before.day).days - asked.before.gap.wished) ** 2
    else:
        total = 10 * (first - asked.first).days
    for gap, (one, two) in zip(asked.template.gaps, pairwise(visits), strict=True):
        total += 20 * ((two[0] - one[0]).days - gap.wished) ** 2
    for day, wall, person in visits:
        total += _unwished(asked, day, wall, person)
        total += 50 if person != usual[1] else 0
        away = abs(wall - usual[0])
        total += 0 if away == 0 else 4 if away <= 30 else 10 if away <= 60 else 20 if away <= 120 else 30
    return total


def _unwished(asked: Asked, day: date, wall: int, person: int) -> int:
    wishes, total = asked.wishes, 0
    if wishes.weekdays and day.weekday() not in wishes.weekdays:
        total += 1000
    if wishes.times and not wishes.times >> wall // CELL_MINUTES & 1:
        total += 1000
    if wishes.practitioners and person not in wishes.practitioners:
        total += 1000
    return total
