"""Who comes on which day: people arrive, come twice a week, then weekly, then less, and stop."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from ashi.core.scheduling.search import Wish
from ashi.records.models import Patient

GAPS = (3, 4, 3, 4, 7, 7, 7, 7, 14, 14, 14)  # days between the visits of a course, as a protocol would have them
LENGTHS = (1, 4, 6, 8, 8, 10, 12)
MORNINGS = 0.65  # so many would rather come before noon


@dataclass
class Course:
    """One patient's way: with whom, how many visits, whether current is used after the first, and when they were last
    at the desk to book the next one."""

    patient: Patient
    practitioner: int
    length: int
    electro: bool
    mornings: bool
    made: int = 0
    booked_on: datetime | None = None

    @property
    def is_first(self) -> bool:
        return self.made == 0

    def wish(self, morning: int, every: int) -> Wish:
        """`morning`: the cells before noon, of `every` cell of the day; bitsets."""
        return Wish(starts=morning if self.mornings else every & ~morning)


class Season:
    """The clinic's patients day by day. `practitioners` maps each to the first day they work and how many come."""

    def __init__(
        self, patients: Iterator[Patient], practitioners: dict[int, tuple[date, float]], chance: Random
    ) -> None:
        self._patients, self._practitioners, self._chance = patients, practitioners, chance
        self._due: dict[date, list[Course]] = defaultdict(list)

    def comers(self, day: date, arrivals: float) -> list[Course]:
        """Who wants to come on this day: courses that are due, and `arrivals` new people on average."""
        courses = self._due.pop(day, [])
        whole, part = divmod(arrivals, 1)
        for _ in range(int(whole) + (self._chance.random() < part)):
            courses.append(self._newcomer(day))
        self._chance.shuffle(courses)
        return sorted(courses, key=lambda course: course.is_first, reverse=True)

    def went(self, course: Course, day: date) -> None:
        """The visit was made: the next one is due after the course's gap, unless it ends."""
        course.made += 1
        if course.made < course.length:
            gap = GAPS[min(course.made, len(GAPS)) - 1]
            self._due[day + timedelta(days=gap)].append(course)

    def put_off(self, course: Course, day: date) -> None:
        """No time was found, or it was cancelled: they try again on the next day."""
        self._due[day + timedelta(days=1)].append(course)

    def closed(self, day: date) -> None:
        """Everybody due on a day that is closed comes on the next."""
        self._due[day + timedelta(days=1)] += self._due.pop(day, [])

    def _newcomer(self, day: date) -> Course:
        there = {pk: weight for pk, (since, weight) in self._practitioners.items() if since <= day}
        return Course(
            patient=next(self._patients),
            practitioner=self._chance.choices(list(there), list(there.values()))[0],
            length=self._chance.choice(LENGTHS),
            electro=self._chance.random() < 0.3,
            mornings=self._chance.random() < MORNINGS,
        )
