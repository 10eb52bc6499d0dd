"""What visits cost with each time and practitioner that could be usual: all of them side by side, in lanes."""

from functools import reduce
from itertools import pairwise

from ashi.core.scheduling.course.asking import Usual
from ashi.core.scheduling.course.cost import ANOTHER_PERSON, BY_REACH, FAR_OFF, REACHES
from ashi.core.scheduling.course.lanes import Lanes
from ashi.core.scheduling.course.terrain import Terrain

MOST = FAR_OFF + ANOTHER_PERSON  # points; no best visit of a day costs more above `Terrain.cheapest`
# For each reach, what it saves to be within it and not only within the next.
_SAVED = tuple(zip(REACHES, (b - a for a, b in pairwise((*BY_REACH, FAR_OFF))), strict=True))


class Usuals:
    """Everything that could be usual in a course: for each practitioner a block of lanes, one for each wall time.

    `most`: points; nobody makes a greater sum of these lanes. Needs a terrain that has days.
    """

    def __init__(self, terrain: Terrain, most: int) -> None:
        self._terrain = terrain
        could = terrain.usuals
        walls = terrain.ever | 1 << could[0].wall
        self._first = (walls & -walls).bit_length() - 1
        span = walls.bit_length() - self._first
        self._people = tuple(dict.fromkeys(usual.practitioner for usual in could))
        block = {person: number * span - self._first for number, person in enumerate(self._people)}
        self._could = [(usual, block[usual.practitioner] + usual.wall) for usual in could]
        self._block, self.lanes = Lanes(span, most), Lanes(span * len(self._people), most)
        self._days: dict[int, int] = {}

    def day(self, day: int) -> int:
        """What the best visit of a day costs above `Terrain.cheapest`, at most MOST, in the lane of each usual."""
        if day not in self._days:
            self._days[day] = self._best_of(day)
        return self._days[day]

    def cheapest(self, costs: int) -> tuple[int, int, Usual]:
        """The least of these costs, its lane, and what is usual there: the earliest time of day of equals."""
        cost, place = min((self.lanes.at(costs, lane), place) for place, (_, lane) in enumerate(self._could))
        usual, lane = self._could[place]
        return cost, lane, usual

    def _best_of(self, day: int) -> int:
        """Only of those who leave the least unwished: to leave more costs more than MOST."""
        terrain, away = self._terrain, {}
        for person, by_day in terrain.by_person.items():
            if day in by_day and terrain.unwished(person, day, by_day[day]) == terrain.cheapest[day]:
                away[person] = self._away(by_day[day])
        least = self._block.least
        anybody = reduce(least, away.values()) + ANOTHER_PERSON * self._block.ones
        found, width = 0, self._block.count * self.lanes.width
        for person in reversed(self._people):
            found = found << width | (least(away[person], anybody) if person in away else anybody)
        return found

    def _away(self, times: int) -> int:
        """For each usual wall time what the nearest of these (bits of one day, at least one) costs. Of those that suit
        where any does, because one that does not suit costs more than any way to another time."""
        ones = self._block.ones
        within = self._block.spread((times & self._terrain.asked.wishes.suiting or times) >> self._first)
        costs, reached = FAR_OFF * ones, 0
        for reach, saved in _SAVED:
            while reached < reach:
                step = min(max(reached, 1), reach - reached)
                shift = step * self._block.width
                within = (within | within << shift | within >> shift) & ones
                reached += step
            costs -= saved * within
        return costs
