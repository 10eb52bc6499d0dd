"""The best whole course, by dynamic programming over days.

For one usual time and practitioner each day has one best visit, so the state is (visit, day) and a step is a gap. All
usuals are walked at once, side by side in the lanes of one integer (lanes.py). A backward pass over what wishes and
gaps cost at least, and one way that is easily found, say which days need not be looked at. Nothing is approximated:
reference.py tries every course there is and finds the same cost.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from ashi.core.scheduling.bitset import positions
from ashi.core.scheduling.course.asking import Asked, Usual, Wishes
from ashi.core.scheduling.course.cost import A_DAY_LATER, UNWISHED, of_gap
from ashi.core.scheduling.course.terrain import NEVER, Terrain
from ashi.core.scheduling.course.usuals import MOST, Usuals

Steps = Sequence[Sequence[tuple[int, int]]]  # for each gap: days, and what they cost


@dataclass(frozen=True)
class Found:
    """The days of the visits (as date.toordinal() counts), what is usual in the course, and its cost."""

    days: tuple[int, ...]
    usual: Usual
    cost: int


@dataclass(frozen=True)
class Stretch:
    """First days to try, with what each costs, and the last day that any visit may have."""

    firsts: tuple[tuple[int, int], ...]
    last: int


@dataclass(frozen=True)
class _Way:
    """The gaps, where to begin and to end, and what visits cost from each on at least: `ahead`, by day, of those days
    that can be come to. `least`: what a whole course costs at least."""

    gaps: Steps
    stretch: Stretch
    ahead: list[dict[int, int]]

    @cached_property
    def least(self) -> int:
        return min((cost + self.ahead[0].get(day, NEVER) for day, cost in self.stretch.firsts), default=NEVER)


def best(terrain: Terrain) -> Found | None:
    """The cheapest course, None when there is none."""
    asked = terrain.asked
    if asked.limit and asked.limit.left < asked.template.visits:
        return None
    if asked.wishes != Wishes():
        # Whatever is left unwished costs more than this, so a course without it need not be compared with the others.
        found = _best(Terrain(asked, terrain.ground, only_wished=True))
        if found and found.cost < UNWISHED:
            return found
    return _best(terrain)


def _best(terrain: Terrain) -> Found | None:
    if not terrain.days:
        return None
    found = _cheapest(terrain, [_whole(terrain)])
    span = terrain.asked.span
    if found and span and found.days[-1] - found.days[0] >= span:
        found = _cheapest(terrain, list(_narrow(terrain, span)))
    return found


def firsts(terrain: Terrain) -> tuple[tuple[int, int], ...]:
    """The days on which the first visit may be, with what each costs."""
    asked = terrain.asked
    if asked.before:
        begin, gap = asked.before.day.toordinal(), asked.before.gap
        days = ((day, day - begin) for day in terrain.days)
        return tuple((day, of_gap(gap, after)) for day, after in days if gap.least <= after <= gap.most)
    first = asked.first.toordinal()
    latest = first + asked.wait
    return tuple((day, A_DAY_LATER * (day - first)) for day in terrain.days if first <= day <= latest)


def last_day(terrain: Terrain) -> int:
    """The last day that any visit may have, as far as it is known before the first one is."""
    limit, last = terrain.asked.limit, terrain.days[-1]
    if limit and limit.since:
        return min(last, limit.since.toordinal() + limit.days - 1)
    return last


def steps(asked: Asked) -> Steps:
    return [[(days, of_gap(gap, days)) for days in range(gap.least, gap.most + 1)] for gap in asked.template.gaps]


def _whole(terrain: Terrain) -> Stretch:
    return Stretch(firsts(terrain), last_day(terrain))


def _narrow(terrain: Terrain, span: int) -> Iterable[Stretch]:
    """Each first day by itself, because it says what the last one may be."""
    whole = _whole(terrain)
    return (Stretch((first,), min(whole.last, first[0] + span - 1)) for first in whole.firsts)


def _cheapest(terrain: Terrain, stretches: Iterable[Stretch]) -> Found | None:
    gaps, visits = steps(terrain.asked), terrain.asked.template.visits
    ways = [_Way(gaps, stretch, _ahead(terrain, gaps, stretch)) for stretch in stretches]
    # What a way is let cost above `least` is at most what usuals can cost, and as much again may come on top of it.
    usuals = Usuals(terrain, 2 * visits * MOST)
    found: Found | None = None
    for way in sorted(ways, key=lambda way: way.least):
        spare = (found.cost if found else NEVER) - way.least
        if way.least == NEVER or spare <= 0:
            break
        found = _Forward(terrain, usuals, way).best(spare) or found
    return found


def _ahead(terrain: Terrain, gaps: Steps, stretch: Stretch) -> list[dict[int, int]]:
    """For each visit, by the days that can be come to, the least that it and all later ones cost."""
    costs = terrain.cheapest
    comings = _comings(terrain, gaps, stretch)
    level = {day: costs[day] for day in comings[-1]}
    levels = [level]
    for gap, days in zip(reversed(gaps), comings[-2::-1], strict=True):
        after, level = level.get, {}
        for day in days:
            rest = min([after(day + apart, NEVER) + points for apart, points in gap])
            if rest < NEVER:
                level[day] = costs[day] + rest
        levels.append(level)
    return levels[::-1]


def _comings(terrain: Terrain, gaps: Steps, stretch: Stretch) -> list[list[int]]:
    """For each visit the days on which it can be, as far as the earlier ones say, ascending."""
    base = terrain.days[0]
    usable = sum(1 << day - base for day in terrain.days if day <= stretch.last)
    could = usable & sum(1 << day - base for day, _ in stretch.firsts)
    found = [could]
    for gap in gaps:
        could = usable & reduce(or_, (could << apart for apart, _ in gap))
        found.append(could)
    return [[base + day for day in positions(bits)] for bits in found]


class _Forward:
    """One way, walked for all usuals at once. Costs are counted above what the rest of the way costs at least, so a
    step along a cheapest way is 0 and the sum at the end is what a course costs above `way.least`."""

    def __init__(self, terrain: Terrain, usuals: Usuals, way: _Way) -> None:
        self._terrain, self._usuals, self._way = terrain, usuals, way

    def best(self, spare: int) -> Found | None:
        """The cheapest course that costs less than `spare` points above `way.least`."""
        levels = self._levels(min(spare - 1, self._easily()))
        lanes, least = self._usuals.lanes, self._way.least
        if not levels[-1]:
            return None
        cost, lane, usual = self._usuals.cheapest(reduce(lanes.least, levels[-1].values()))
        if cost >= spare:
            return None
        plain = [{day: lanes.at(costs, lane) for day, costs in level.items()} for level in levels]
        return Found(self._back(plain, lane), usual, least + cost)

    def _levels(self, most: int) -> list[dict[int, int]]:
        """For each visit, by its day: what it and the earlier ones cost, in lanes. Only days that some usual could be
        on at `most` points."""
        day_costs, lanes = self._usuals.day, self._usuals.lanes
        bare = {day: extra for day, extra in self._begin() if extra <= most}  # without what is usual
        levels = [{day: day_costs(day) + extra * lanes.ones for day, extra in bare.items()}]
        for number in range(len(self._way.gaps)):
            come: dict[int, int] = {}
            barely: dict[int, int] = {}
            for day, costs in levels[-1].items():
                for then, extra in self._onward(number, day):
                    if (through := bare[day] + extra) > most:
                        continue
                    here = costs + extra * lanes.ones if extra else costs
                    come[then] = lanes.least(come[then], here) if then in come else here
                    barely[then] = min(through, barely.get(then, NEVER))
            bare = barely
            levels.append({day: costs + day_costs(day) for day, costs in come.items()})
        return levels

    def _begin(self) -> Iterator[tuple[int, int]]:
        """The first days there can be, and what is lost by them."""
        ahead = self._way.ahead[0]
        for day, points in self._way.stretch.firsts:
            if day in ahead:
                yield day, points + ahead[day] - self._way.least

    def _onward(self, number: int, day: int) -> Iterator[tuple[int, int]]:
        """The days that the visit after this one (`number` from 0) can be on, and what is lost by them."""
        way = self._way
        rest = way.ahead[number][day] - self._terrain.cheapest[day]
        after = way.ahead[number + 1]
        for apart, points in way.gaps[number]:
            if day + apart in after:
                yield day + apart, points + after[day + apart] - rest

    def _easily(self) -> int:
        """What a cheapest way costs above `way.least` with what is best to be usual on it: never less than the best."""
        day = next(day for day, lost in self._begin() if not lost)
        costs = self._usuals.day(day)
        for number in range(len(self._way.gaps)):
            day = next(then for then, lost in self._onward(number, day) if not lost)
            costs += self._usuals.day(day)
        return self._usuals.cheapest(costs)[0]

    def _back(self, levels: list[dict[int, int]], lane: int) -> tuple[int, ...]:
        """The days of the cheapest course with one usual, from what it costs to be on each day."""
        lanes, usual_costs = self._usuals.lanes, self._usuals.day
        day = min(levels[-1], key=lambda each: (levels[-1][each], each))
        days = [day]
        for number in range(len(self._way.gaps) - 1, -1, -1):
            before = levels[number + 1][day] - lanes.at(usual_costs(day), lane)
            day = next(
                day - apart
                for apart, _ in self._way.gaps[number]
                if self._so_far(levels[number], number, day - apart, day) == before
            )
            days.append(day)
        return tuple(days[::-1])

    def _so_far(self, level: dict[int, int], number: int, day: int, then: int) -> int | None:
        """What the visits up to the one after `number` cost by way of this day, without what that one's day costs."""
        return level[day] + dict(self._onward(number, day))[then] if day in level else None
