"""Eighteen months of visits and six weeks of bookings, day by day: who came, who is expected."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from ashi.core.time import cells_at
from ashi.project.demo.days import Day, days_of
from ashi.project.demo.fates import fate_of
from ashi.project.demo.founding import NEW_YORK
from ashi.project.demo.miami import House
from ashi.project.demo.seasons import Course, Season
from ashi.project.demo.writing import Visit, plan_of_offer
from ashi.records.models import AppointmentStatus, Patient
from ashi.records.plans import Plan

BACK, AHEAD = 546, 42  # days
FULL_DAY = 46  # minutes of an acupuncturist's day for each visit, at most so full
DAYS_AHEAD = 64  # the same for days to come: there is time left to be booked
BOOKS_AHEAD = 0.9  # how many have their next visit booked, and the one after it, and so on
NEW_PEOPLE = 2.5  # a day, today


@dataclass
class Story:
    """What is needed to tell one day after the other."""

    house: House
    season: Season
    today: date
    now: datetime
    chance: Random

    @property
    def midnight(self) -> datetime:
        return datetime.combine(self.today, time(), tzinfo=NEW_YORK)

    def day(self, free: Day) -> Iterator[Visit]:
        for course in self.season.comers(free.day, _newcomers((free.day - self.today).days)):
            if visit := self._visit(course, free.day, free):
                yield visit

    def _visit(self, course: Course, day: date, free: Day) -> Visit | None:
        if day > self.today and not course.is_first and self.chance.random() > BOOKS_AHEAD:
            return None  # will telephone
        service = free.facts.services[self._kind(course, free)]
        each = FULL_DAY if day <= self.today else DAYS_AHEAD
        wish = course.wish(_morning(free), free.window.every)
        fits = free.has_room_for(course.practitioner, minutes_each=each)
        rooms = self.house.rooms_of(course.practitioner)
        place = partial(free.place, service, course.practitioner, self.chance, wishes=(wish,), rooms=rooms)
        offer = place() if fits else None
        if offer is None:
            self.season.put_off(course, day)
            return None
        plan = plan_of_offer(offer, service, free.facts)
        return self._told(Visit(plan, course.patient, self._since(course, plan)), course, day)

    def _since(self, course: Course, plan: Plan) -> datetime:
        """When it was booked: while they were here the last time, or some days before a first visit."""
        ago = timedelta(days=self.chance.randrange(1, 9), minutes=self.chance.randrange(600))
        return course.booked_on or min(plan.starts_at, self.midnight) - ago

    def _kind(self, course: Course, free: Day) -> int:
        kinds = self.house.kinds
        if course.is_first:
            return kinds.first.pk
        electro = course.electro and kinds.electro.pk in free.facts.practitioners[course.practitioner].services
        return kinds.electro.pk if electro else kinds.again.pk

    def _told(self, visit: Visit, course: Course, day: date) -> Visit:
        """What became of the visit, and when its patient comes again."""
        visit = fate_of(visit, midnight=self.midnight, now=self.now, chance=self.chance)
        if visit.status == AppointmentStatus.CANCELLED:
            course.booked_on = visit.events[-1].at
            self.season.put_off(course, day)
            return visit
        self.season.went(course, day)
        if day < self.today:
            course.booked_on = visit.plan.ends_at
        elif course.booked_on is None:
            course.booked_on = visit.since  # several at once
        return visit


def visits(house: House, patients: Iterator[Patient], *, today: date, now: datetime, chance: Random) -> list[Visit]:
    long_ago = today - timedelta(days=BACK)
    began = {
        house.marisol.pk: (long_ago, 3.0),
        house.tobias.pk: (long_ago + timedelta(days=60), 2.6),
        house.nadege.pk: (today - timedelta(days=55), 2.4),
    }
    story = Story(house, Season(patients, began, chance), today, now, chance)
    told: list[Visit] = []
    next_day = long_ago
    for free in days_of(house.location, long_ago, BACK + AHEAD + 1):
        for closed in range((free.day - next_day).days):
            story.season.closed(next_day + timedelta(days=closed))
        next_day = free.day + timedelta(days=1)
        told += story.day(free)
    return told


def _newcomers(ahead: int) -> float:
    """New people a day: a clinic that grows; of the days to come fewer and fewer are booked by new people."""
    if ahead > 0:
        return max(0.2, NEW_PEOPLE * (1 - ahead / 12))
    return NEW_PEOPLE * (1 + 0.6 * ahead / BACK)


def _morning(free: Day) -> int:
    """The cells before noon, as a bitset."""
    noon = cells_at(free.day, time(12), free.facts.zone)[0]
    return (1 << noon - free.window.start) - 1
