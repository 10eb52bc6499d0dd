"""A course found, said in visits: what had to be bent and why, what else each visit could be, or why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from ashi.core.scheduling.bitset import positions
from ashi.core.scheduling.course import cost, planning
from ashi.core.scheduling.course.asking import Asked, Ground, Usual
from ashi.core.scheduling.course.obstacles import Obstacle, obstacles
from ashi.core.scheduling.course.templates import Gap
from ashi.core.scheduling.course.terrain import Terrain


class Bend(StrEnum):
    """What is not as it was wished for."""

    EARLIER = "earlier"  # sooner after the visit before it
    LATER = "later"
    BEGINS_LATER = "begins-later"
    WEEKDAY = "weekday"  # not a day that was named
    TIME = "time"  # not a time that was named
    PERSON = "person"  # not somebody who was named
    OTHER_TIME = "other-time"  # named or not, not the course's usual time
    OTHER_PERSON = "other-person"


class Why(StrEnum):
    """What stood in the way of the wish."""

    CLOSED = "closed"  # the clinic is
    FULL = "full"  # nothing is free then
    OWN = "own"  # an appointment of the patient's own
    AWAY = "away"  # the practitioner does not work then
    TAKEN = "taken"  # the practitioner has no such time left that day
    YOUR_DAYS = "your-days"  # it falls on a day of the week that was not named
    YOUR_TIMES = "your-times"  # nothing is free that day at a time that was named
    THE_WHOLE = "the-whole"  # it could be, but the other visits would suit less, or the payer's days would not do


@dataclass(frozen=True)
class Bent:
    """One wish bent. `by`: days for gaps, minutes for times, else 0."""

    kind: Bend
    why: Why
    by: int = 0


@dataclass(frozen=True)
class Visit:
    """One visit of a course. `number` from 1; `start` in cells; `wall` in cells since local midnight."""

    number: int
    day: date
    wall: int
    start: int
    practitioner: int
    reassess: bool = False
    bent: tuple[Bent, ...] = ()


@dataclass(frozen=True)
class Course:
    """Visits in order, what is usual in them, and the points they cost (see cost.py)."""

    visits: tuple[Visit, ...]
    usual: Usual
    cost: int

    @property
    def last(self) -> Visit:
        return self.visits[-1]


@dataclass(frozen=True)
class NoCourse:
    """There is none. `obstacles` says what stands in the way, the first of them first."""

    obstacles: tuple[Obstacle, ...]


class Impossible(ValueError):
    """These visits are no course: too close, too far apart, not free, or more than the payer's days hold."""


Pick = tuple[int, int]  # the start (a cell) and the practitioner


class Courses:
    """The answers to one question, on one ground."""

    def __init__(self, asked: Asked, ground: Ground) -> None:
        self.asked, self.ground = asked, ground
        self._terrain = Terrain(asked, ground)
        self._worked: dict[int, dict[int, int]] = {}

    def best(self) -> Course | NoCourse:
        found = planning.best(self._terrain)
        if found is None:
            return NoCourse(obstacles(self._terrain))
        visits = [self._nearest(day, found.usual) for day in found.days]
        return self._said(visits, found.usual, found.cost)

    def of(self, picks: Sequence[Pick], usual: Usual | None = None) -> Course:
        """The course of these visits, judged like any other. Raises Impossible."""
        visits = [self._placed(start, person) for start, person in picks]
        if len(visits) != self.asked.template.visits:
            raise Impossible("another number of visits")
        gaps = self._gaps(visits)
        if gaps is None or not self._within_limit([day for day, *_ in visits]):
            raise Impossible("days apart that the course does not have")
        if usual is None:
            usual = min(self._terrain.usuals, key=lambda one: self._deviation(visits, one))
        return self._said(visits, usual, gaps + self._deviation(visits, usual))

    def alternatives(self, course: Course, number: int, count: int = 6) -> tuple[Course, ...]:
        """The course with one visit (`number`) changed and all others as they are; the cheapest first, each on
        another day or in another half of it."""
        place = number - course.visits[0].number
        known = [(visit.start, visit.practitioner) for visit in course.visits]
        seen = {_half(course.visits[place].day.toordinal(), course.visits[place].wall)}
        found: list[Course] = []
        for _, day, wall, person in sorted(self._around(course, place)):
            if _half(day, wall) in seen or len(found) == count:
                continue
            start = self._terrain.walls.cell(day, wall, self.ground.starts[person])
            try:
                found.append(self.of([*known[:place], (start, person), *known[place + 1 :]], course.usual))
            except Impossible:
                continue
            seen.add(_half(day, wall))
        return tuple(found)

    def _around(self, course: Course, place: int) -> list[tuple[int, int, int, int]]:
        """(cost, day, wall, practitioner) of every start between the visits before and after this one."""
        days = [visit.day.toordinal() for visit in course.visits]
        between = self._between(days, place)
        found = []
        for person, by_day in self._terrain.by_person.items():
            for day in between:
                gaps = self._gap_cost([*days[:place], day, *days[place + 1 :]])
                for wall in positions(by_day.get(day, 0)) if gaps is not None else ():
                    here = cost.of_visit(day, wall, person, wishes=self.asked.wishes, usual=course.usual)
                    found.append((here + (gaps or 0), day, wall, person))
        return found

    def _between(self, days: Sequence[int], place: int) -> list[int]:
        if place == 0:
            return [day for day, _ in planning.firsts(self._terrain)]
        gap = self.asked.template.gaps[place - 1]
        return [days[place - 1] + apart for apart in range(gap.least, gap.most + 1)]

    def _placed(self, start: int, person: int) -> tuple[int, int, int, int]:
        """Day, wall, cell, practitioner of a start that has to be free."""
        try:
            day, wall = self._terrain.walls.place(start)
        except ValueError:
            raise Impossible("outside the time that is known") from None
        free = self._terrain.by_person.get(person, {}).get(day, 0) >> wall & 1
        if not free or not self.ground.starts[person] >> start - self.ground.window.start & 1:
            raise Impossible("not free")
        return day, wall, start, person

    def _nearest(self, day: int, usual: Usual) -> tuple[int, int, int, int]:
        """The best visit of a day: the cheapest, then nearest to the usual time, the earlier one. A time that suits is
        always cheaper than one that does not, and a nearer one never dearer."""
        wishes = self.asked.wishes
        _, _, wall, person = min(
            (cost.of_visit(day, wall, person, wishes=wishes, usual=usual), abs(wall - usual.wall), wall, person)
            for person, by_day in self._terrain.by_person.items()
            if day in by_day
            for wall in _beside(usual.wall, by_day[day] & wishes.suiting or by_day[day])
        )
        return day, wall, self._terrain.walls.cell(day, wall, self.ground.starts[person]), person

    def _gaps(self, visits: Sequence[tuple[int, int, int, int]]) -> int | None:
        return self._gap_cost([day for day, *_ in visits])

    def _gap_cost(self, days: Sequence[int]) -> int | None:
        """Of the days between the visits, and of when the first one is; None where that cannot be."""
        total = dict(planning.firsts(self._terrain)).get(days[0])
        for gap, (before, after) in zip(self.asked.template.gaps, pairwise(days), strict=True):
            if total is None or not gap.least <= after - before <= gap.most:
                return None
            total += cost.of_gap(gap, after - before)
        return total

    def _within_limit(self, days: Sequence[int]) -> bool:
        span = self.asked.span
        return days[-1] <= planning.last_day(self._terrain) and (span is None or days[-1] - days[0] < span)

    def _deviation(self, visits: Sequence[tuple[int, int, int, int]], usual: Usual) -> int:
        wishes = self.asked.wishes
        return sum(cost.of_visit(day, wall, person, wishes=wishes, usual=usual) for day, wall, _, person in visits)

    def _said(self, visits: Sequence[tuple[int, int, int, int]], usual: Usual, points: int) -> Course:
        numbers = self.asked.numbers
        before: int | None = self.asked.before.day.toordinal() if self.asked.before else None
        said = []
        for number, (day, wall, start, person) in zip(numbers, visits, strict=True):
            bent = (*self._bent_gap(before, number, day), *self._bent_visit(day, wall, person, usual))
            reassess = number - numbers.start + 1 in self.asked.template.reassess
            said.append(Visit(number, date.fromordinal(day), wall, start, person, reassess, bent))
            before = day
        return Course(tuple(said), usual, points)

    def _bent_gap(self, before: int | None, number: int, day: int) -> list[Bent]:
        if before is None:
            first = self.asked.first.toordinal()
            return [Bent(Bend.BEGINS_LATER, self._why_not(first), day - first)] if day > first else []
        gap = self._gap_before(number)
        late = day - before - gap.wished
        if not late:
            return []
        return [Bent(Bend.LATER if late > 0 else Bend.EARLIER, self._why_not(before + gap.wished), abs(late))]

    def _gap_before(self, number: int) -> Gap:
        place = number - self.asked.numbered
        if place == 0 and self.asked.before:
            return self.asked.before.gap
        return self.asked.template.gaps[place - 1]

    def _why_not(self, day: int) -> Why:
        """Why a visit is not on this day."""
        if not self.asked.wishes.suits_day(day):
            return Why.YOUR_DAYS
        if self.ground.opened is not None and day not in self._terrain.opened:
            return Why.CLOSED
        free = [by_day[day] for by_day in self._terrain.by_person.values() if day in by_day]
        if not free:
            return Why.OWN if day in self._terrain.anyway else Why.FULL
        if not any(times & self.asked.wishes.suiting for times in free):
            return Why.YOUR_TIMES
        return Why.THE_WHOLE

    def _bent_visit(self, day: int, wall: int, person: int, usual: Usual) -> list[Bent]:
        wishes, found = self.asked.wishes, []
        if not wishes.suits_day(day):
            found.append(Bent(Bend.WEEKDAY, Why.FULL))
        if not wishes.suiting >> wall & 1:
            found.append(Bent(Bend.TIME, self._why_time(day, wishes.suiting, person)))
        if not wishes.suits_person(person):
            found.append(Bent(Bend.PERSON, self._why_person(day, next(iter(wishes.practitioners)))))
        elif person != usual.practitioner:
            found.append(Bent(Bend.OTHER_PERSON, self._why_person(day, usual.practitioner)))
        if cost.of_time(wall, usual.wall):
            found.append(
                Bent(Bend.OTHER_TIME, self._why_time(day, 1 << usual.wall, person), abs(wall - usual.wall) * 5)
            )
        return found

    def _why_time(self, day: int, wished: int, person: int) -> Why:
        """Why a visit of this day with this practitioner is at none of the wished-for wall times."""
        if person in self.ground.working and not self._working(person).get(day, 0) & wished:
            return Why.AWAY
        return Why.OWN if self._terrain.anyway.get(day, 0) & ~self._union(day) else Why.TAKEN

    def _why_person(self, day: int, wished: int) -> Why:
        return Why.AWAY if wished in self.ground.working and day not in self._working(wished) else Why.TAKEN

    def _working(self, person: int) -> dict[int, int]:
        if person not in self._worked:
            self._worked[person] = self._terrain.walls.cut(self.ground.working[person])
        return self._worked[person]

    def _union(self, day: int) -> int:
        union = 0
        for by_day in self._terrain.by_person.values():
            union |= by_day.get(day, 0)
        return union


def _beside(wall: int, times: int) -> list[int]:
    """Of these wall times (bits of one day) the last up to this one and the first from it on."""
    before, after = times & (2 << wall) - 1, times >> wall
    found = [before.bit_length() - 1] if before else []
    if after:
        found.append(wall + (after & -after).bit_length() - 1)
    return found


def _half(day: int, wall: int) -> tuple[int, bool]:
    return day, wall >= 144


def best_course(asked: Asked, ground: Ground) -> Course | NoCourse:
    """The cheapest course there is, or what stands in the way of any."""
    return Courses(asked, ground).best()
