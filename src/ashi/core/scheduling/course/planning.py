"""The best whole course, by dynamic programming over days.

For one usual time and practitioner each day has one best visit, so the state is (visit, day) and a step is a gap. The
usuals are tried in the order of what they cost at least; a backward pass over what wishes and gaps cost at least cuts
each of them short. Nothing is approximated: reference.py tries every course there is and finds the same cost.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ashi.core.scheduling.course.asking import Asked, Ground, Usual, Wishes
from ashi.core.scheduling.course.cost import A_DAY_LATER, UNWISHED, of_gap
from ashi.core.scheduling.course.terrain import NEVER, Terrain

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
    """The gaps, where to begin and to end, and what visits cost from each on at least."""

    gaps: Steps
    stretch: Stretch
    ahead: list[dict[int, int]]


def best(asked: Asked, ground: Ground) -> Found | None:
    """The cheapest course, None when there is none."""
    if asked.limit and asked.limit.left < asked.template.visits:
        return None
    if asked.wishes != Wishes():
        # Whatever is left unwished costs more than this, so a course without it need not be compared with the others.
        found = _best(Terrain(asked, ground, only_wished=True))
        if found and found.cost < UNWISHED:
            return found
    return _best(Terrain(asked, ground))


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
    floors = terrain.floors(visits)
    order: list[tuple[int, int, Usual, _Way]] = []
    for stretch in stretches:
        way = _Way(gaps, stretch, _ahead(terrain.cheapest, gaps, stretch.last))
        least = min((cost + way.ahead[0].get(day, NEVER) for day, cost in stretch.firsts), default=NEVER)
        if least < NEVER:
            order += [(least + floor[-1], number, usual, way) for number, (usual, floor) in enumerate(floors.items())]
    order.sort(key=lambda one: one[:2])
    found: Found | None = None
    for bound, _, usual, way in order:
        if found and bound >= found.cost:
            break
        better = _forward(_Nodes(terrain, usual), floors[usual], way, found.cost if found else NEVER)
        if better:
            found = Found(better[0], usual, better[1])
    return found


class _Nodes(dict[int, int]):
    """What the best visit of each day costs with something being usual, worked out when it is asked for."""

    def __init__(self, terrain: Terrain, usual: Usual) -> None:
        self._terrain, self._usual = terrain, usual

    def __missing__(self, day: int) -> int:
        cost = self[day] = self._terrain.node(day, self._usual)
        return cost


def _ahead(nodes: dict[int, int], gaps: Steps, last: int) -> list[dict[int, int]]:
    """For each visit, by its day, the least that it and all later ones cost."""
    usable = {day: cost for day, cost in nodes.items() if day <= last}
    level = usable
    levels = [level]
    for gap in reversed(gaps):
        after, level = level.get, {}
        for day, cost in usable.items():
            rest = min([after(day + days, NEVER) + points for days, points in gap])
            if rest < NEVER:
                level[day] = cost + rest
        levels.append(level)
    return levels[::-1]


def _forward(nodes: _Nodes, floor: list[int], way: _Way, limit: int) -> tuple[tuple[int, ...], int] | None:
    """The cheapest course for one usual if it is cheaper than `limit`: its days and its cost."""
    left = len(way.gaps)
    level: dict[int, int] = {}
    for day, points in way.stretch.firsts:
        if points + way.ahead[0].get(day, NEVER) + floor[left + 1] < limit:
            level[day] = points + nodes[day]
    levels = [level]
    for number, gap in enumerate(way.gaps, start=1):
        to_come = way.ahead[number]
        spare = limit - floor[left]
        left -= 1
        reached: dict[int, int] = {}
        for day, cost in level.items():
            for days, points in gap:
                then = day + days
                if then in to_come and cost + points + to_come[then] < spare:
                    total = cost + points + nodes[then]
                    if total < reached.get(then, NEVER):
                        reached[then] = total
        level = reached
        levels.append(level)
    if not level:
        return None
    day = min(level, key=lambda each: (level[each], each))
    cost = level[day]
    return (_back(levels, way.gaps, nodes, day), cost) if cost < limit else None


def _back(levels: list[dict[int, int]], gaps: Steps, nodes: _Nodes, day: int) -> tuple[int, ...]:
    days = [day]
    for level, gap, known in zip(levels[-2::-1], reversed(gaps), levels[:0:-1], strict=True):
        before = known[day] - nodes[day]
        day = next(day - apart for apart, points in gap if level.get(day - apart, NEVER) + points == before)
        days.append(day)
    return tuple(reversed(days))
