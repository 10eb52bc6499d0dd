"""The days of one question, ready to be searched: where a visit can be, and what it costs there at least."""

from collections.abc import Mapping
from functools import cached_property

from ashi.core.scheduling.bitset import positions
from ashi.core.scheduling.course.asking import Asked, Ground, Usual
from ashi.core.scheduling.course.cost import ANOTHER_PERSON, BY_REACH, FAR_OFF, REACHES, UNWISHED
from ashi.core.scheduling.course.days import WallDays
from ashi.core.time import CELLS_A_DAY

NEVER = 1 << 40  # points; more than any course costs


class Terrain:
    """Starts by practitioner and day, as wall times. Days of no start are left out."""

    def __init__(self, asked: Asked, ground: Ground) -> None:
        self.asked, self.ground = asked, ground
        self.walls = WallDays(ground.window, ground.zone)
        last = asked.end.toordinal() if asked.end else self.walls.days.stop
        by_midnight = (1 << max(CELLS_A_DAY - ground.length + 1, 0)) - 1
        self.by_person: dict[int, dict[int, int]] = {
            person: {
                day: kept
                for day, times in self.walls.cut(bits).items()
                if day <= last and (kept := times & by_midnight)
            }
            for person, bits in ground.starts.items()
        }
        self.days = sorted({day for found in self.by_person.values() for day in found})

    @cached_property
    def cheapest(self) -> dict[int, int]:
        """By day, the least a visit costs there in wishes that are not met, whatever is usual."""
        wishes = self.asked.wishes
        found: dict[int, int] = {}
        for person, by_day in self.by_person.items():
            unwished = 0 if wishes.suits_person(person) else UNWISHED
            for day, times in by_day.items():
                cost = unwished + (0 if times & wishes.suiting else UNWISHED)
                cost += 0 if wishes.suits_day(day) else UNWISHED
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
        """What could be usual: every time of day at which somebody is ever free, with everybody."""
        if self.asked.usual:
            return [self.asked.usual]
        every = 0
        for by_day in self.by_person.values():
            for times in by_day.values():
                every |= times
        return [Usual(wall, person) for wall in positions(every) for person in self.by_person]

    @cached_property
    def reached(self) -> dict[int, dict[int, tuple[tuple[int, ...], tuple[int, ...]]]]:
        """By practitioner and day: the wall times from which a start is within reach, for each reach, first of the
        starts that suit, then of all."""
        suiting = self.asked.wishes.suiting
        return {
            person: {
                day: (reaches(times & suiting), reaches(times) if times & ~suiting else ())
                for day, times in by_day.items()
            }
            for person, by_day in self.by_person.items()
        }

    def nodes(self, usual: Usual) -> dict[int, int]:
        """By day, what the best visit of that day costs, with this being usual."""
        wishes, wall = self.asked.wishes, usual.wall
        found: dict[int, int] = {}
        people = sorted(self.reached, key=lambda person: person != usual.practitioner)
        for person in people:
            base = 0 if person == usual.practitioner else ANOTHER_PERSON
            base += 0 if wishes.suits_person(person) else UNWISHED
            for day, (suiting, every) in self.reached[person].items():
                known = found.get(day, NEVER)
                if known <= base:
                    continue
                cost = base + _by_reach(suiting, every, wall)
                if cost < known:
                    found[day] = cost
        if wishes.weekdays:
            return {day: cost if wishes.suits_day(day) else cost + UNWISHED for day, cost in found.items()}
        return found

    def floors(self, visits: int) -> Mapping[Usual, int]:
        """By what could be usual, the least that so many visits deviate from it, whichever days they are on."""
        counts = {person: self._counts(person) for person in self.by_person}
        return {usual: _floor(counts[usual.practitioner], usual.wall, visits) for usual in self.usuals}

    def _counts(self, person: int) -> list[list[int]]:
        """For each reach, on how many days a start is within it, as a number for all wall times at once: item n of a
        list has bit n of the counts."""
        planes: list[list[int]] = [[] for _ in (*REACHES, None)]
        for suiting, every in self.reached[person].values():
            for plane, bits in zip(planes, every or suiting, strict=False):
                _count(plane, bits)
            _count(planes[-1], (1 << CELLS_A_DAY) - 1)
        return planes


def reaches(times: int) -> tuple[int, ...]:
    """For each reach the wall times from which one of these is no farther; none of no times."""
    if not times:
        return ()
    found, reached, bits = [], 0, times
    for reach in REACHES:
        while reached < reach:
            step = min(max(reached, 1), reach - reached)
            bits |= bits << step | bits >> step
            reached += step
        found.append(bits)
    return tuple(found)


def _by_reach(suiting: tuple[int, ...], every: tuple[int, ...], wall: int) -> int:
    if suiting:
        for bits, cost in zip(suiting, BY_REACH, strict=True):
            if bits >> wall & 1:
                return cost
        return FAR_OFF  # UNWISHED is more than anything nearer could save
    for bits, cost in zip(every, BY_REACH, strict=True):
        if bits >> wall & 1:
            return UNWISHED + cost
    return UNWISHED + FAR_OFF


def _count(plane: list[int], bits: int) -> None:
    """Add one wherever a bit is set: a ripple of carries, for all positions at once."""
    for number, digit in enumerate(plane):
        plane[number], bits = digit ^ bits, digit & bits
        if not bits:
            return
    if bits:
        plane.append(bits)


def _floor(counts: list[list[int]], wall: int, visits: int) -> int:
    total, placed = 0, 0
    for plane, cost in zip(counts, (*BY_REACH, FAR_OFF), strict=True):
        here = min(sum((digit >> wall & 1) << number for number, digit in enumerate(plane)), visits)
        if here > placed:
            total += cost * (here - placed)
            placed = here
    return total + ANOTHER_PERSON * (visits - placed)
