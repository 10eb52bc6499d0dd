"""The days of one question, ready to be searched: where a visit can be, and what it costs there at least."""

from functools import cached_property
from itertools import accumulate

from ashi.core.scheduling.bitset import positions
from ashi.core.scheduling.course.asking import Asked, Ground, Usual, Wishes
from ashi.core.scheduling.course.cost import ANOTHER_PERSON, BY_REACH, FAR_OFF, REACHES, UNWISHED
from ashi.core.scheduling.course.days import WallDays
from ashi.core.time import CELLS_A_DAY

NEVER = 1 << 40  # points; more than any course costs


class Terrain:
    """Starts by practitioner and day, as wall times. Days of no start are left out.

    `only_wished`: without the days, times and practitioners that were not named.
    """

    def __init__(self, asked: Asked, ground: Ground, *, only_wished: bool = False) -> None:
        self.asked, self.ground = asked, ground
        self.walls = WallDays(ground.window, ground.zone)
        end = asked.end.toordinal() if asked.end else self.walls.days.stop
        last = min(_latest(asked), end)
        usable = (1 << max(CELLS_A_DAY - ground.length + 1, 0)) - 1
        cut = {person: self.walls.cut(bits) for person, bits in ground.starts.items()}
        self._ever = 0  # wall times at which anybody is ever free, wished for or not
        for by_day in cut.values():
            for day, times in by_day.items():
                self._ever |= times & usable if day <= end else 0
        wishes = asked.wishes if only_wished else Wishes()
        usable &= wishes.suiting
        self.by_person: dict[int, dict[int, int]] = {
            person: {
                day: times & usable
                for day, times in by_day.items()
                if times & usable and day <= last and wishes.suits_day(day)
            }
            for person, by_day in cut.items()
            if wishes.suits_person(person)
        }
        self.days = sorted({day for found in self.by_person.values() for day in found})

    @cached_property
    def cheapest(self) -> dict[int, int]:
        """By day, the least a visit costs there in wishes that are not met, whatever is usual."""
        found: dict[int, int] = {}
        for person, by_day in self.by_person.items():
            for day, times in by_day.items():
                cost = self._unwished(person, day, times)
                if cost < found.get(day, NEVER):
                    found[day] = cost
        return found

    @cached_property
    def opened(self) -> dict[int, int]:
        """By day, when the location is open."""
        return self.walls.cut(self.ground.opened or 0)

    @cached_property
    def anyway(self) -> dict[int, int]:
        """By day, the starts there were if the patient had no appointments of their own."""
        return self.walls.cut(self.ground.anyway)

    @cached_property
    def usuals(self) -> list[Usual]:
        """What could be usual: every time of day at which somebody is ever free, with everybody. A time between two
        that were wished for may be the usual one, whoever is free then."""
        if self.asked.usual:
            return [self.asked.usual]
        return [Usual(wall, person) for wall in positions(self._ever) for person in self.by_person]

    @cached_property
    def reached(self) -> dict[int, dict[int, tuple[int, ...]]]:
        """By practitioner and day: for each reach the wall times from which a start is within it. Of the starts that
        suit where there are any, because one that does not suit costs more than any way to another time."""
        suiting = self.asked.wishes.suiting
        return {
            person: {day: reaches(times & suiting or times) for day, times in by_day.items()}
            for person, by_day in self.by_person.items()
        }

    @cached_property
    def _by_day(self) -> dict[int, list[tuple[int, int, tuple[int, ...]]]]:
        """By day, for each practitioner: what their best start leaves unwished, who they are, how far it reaches."""
        found: dict[int, list[tuple[int, int, tuple[int, ...]]]] = {day: [] for day in self.days}
        for person, by_day in self.by_person.items():
            for day, times in by_day.items():
                found[day].append((self._unwished(person, day, times), person, self.reached[person][day]))
        return found

    def node(self, day: int, usual: Usual) -> int:
        """What the best visit of a day costs, with this being usual."""
        least, wall = NEVER, usual.wall
        for unwished, person, bits in self._by_day[day]:
            cost = unwished if person == usual.practitioner else unwished + ANOTHER_PERSON
            if cost >= least:
                continue
            for reach, points in zip(bits, BY_REACH, strict=True):
                if reach >> wall & 1:
                    cost += points
                    break
            else:
                cost += FAR_OFF
            least = min(least, cost)
        return least

    def floors(self, visits: int) -> dict[Usual, list[int]]:
        """By what could be usual, the least that one, two, three, … visits cost above `cheapest`, on whichever days."""
        counts = {person: self._counts(person) for person in self.by_person}
        nobody = self._counts(None)
        return {usual: _floor(counts.get(usual.practitioner, nobody), usual.wall, visits) for usual in self.usuals}

    def _counts(self, person: int | None) -> list[list[int]]:
        """For each reach, on how many days this practitioner's best start is within it and no other leaves less
        unwished: a number for every wall time at once, item n of a list holding bit n of all of them."""
        planes: list[list[int]] = [[] for _ in (*REACHES, None)]
        for day, bits in self.reached.get(person or 0, {}).items():
            if person and self._unwished(person, day, self.by_person[person][day]) == self.cheapest[day]:
                for plane, reach in zip(planes, (*bits, (1 << CELLS_A_DAY) - 1), strict=True):
                    _count(plane, reach)
        return planes

    def _unwished(self, person: int, day: int, times: int) -> int:
        wishes = self.asked.wishes
        missed = (not wishes.suits_person(person)) + (not wishes.suits_day(day)) + (not times & wishes.suiting)
        return UNWISHED * missed


def _latest(asked: Asked) -> int:
    """The last day that any visit could have."""
    if asked.before:
        return asked.before.day.toordinal() + asked.before.gap.most + asked.template.most_days
    return asked.first.toordinal() + asked.wait + asked.template.most_days


def reaches(times: int) -> tuple[int, ...]:
    """For each reach the wall times from which one of these (at least one) is no farther."""
    found, reached, bits = [], 0, times
    for reach in REACHES:
        while reached < reach:
            step = min(max(reached, 1), reach - reached)
            bits |= bits << step | bits >> step
            reached += step
        found.append(bits)
    return tuple(found)


def _count(plane: list[int], bits: int) -> None:
    """Add one wherever a bit is set: a ripple of carries, for all positions at once."""
    for number, digit in enumerate(plane):
        plane[number], bits = digit ^ bits, digit & bits
        if not bits:
            return
    if bits:
        plane.append(bits)


def _floor(counts: list[list[int]], wall: int, visits: int) -> list[int]:
    """The cheapest first: the sums of the least one, two, three, … deviations; item 0 is 0."""
    costs: list[int] = []
    for plane, cost in zip(counts, (*BY_REACH, FAR_OFF), strict=True):
        here = sum((digit >> wall & 1) << number for number, digit in enumerate(plane))
        costs += [cost] * (min(here, visits) - len(costs))
    costs += [ANOTHER_PERSON] * (visits - len(costs))
    return [0, *accumulate(costs)]
