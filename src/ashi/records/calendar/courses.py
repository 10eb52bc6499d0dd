"""The ground a course is planned on: a location's diary as far ahead as the course reaches, and the patient's own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property, reduce
from operator import or_

from ashi.core.scheduling.availability import bits_of_pairs, possible
from ashi.core.scheduling.bitset import Stretches
from ashi.core.scheduling.course.asking import Asked, Ground
from ashi.core.scheduling.course.courses import Course, Courses, NoCourse, Visit
from ashi.core.scheduling.phases import Actor, CompiledVisit
from ashi.core.time import ceil_cell
from ashi.records.calendar.diary import LocationDiary, diary_until
from ashi.records.calendar.facts import ServiceFacts
from ashi.records.calendar.offers import plan_behind
from ashi.records.models import Appointment, Location, Occupancy, Patient
from ashi.records.plans import Plan, plan_of


@dataclass(frozen=True)
class CourseSearch:
    """A question for a course at a location. `instead_of`: visits that are planned anew and do not stand in the way.

    The first visit keeps a patient's notice; later ones may lie beyond the horizon for single visits, because a course
    is longer than that. The desk keeps no notice.
    """

    location: Location
    service_id: int
    patient: Patient
    asked: Asked
    now: datetime
    by_desk: bool = False
    instead_of: tuple[Appointment, ...] = ()

    @cached_property
    def diary(self) -> LocationDiary:
        diary = diary_until(self.location, self._last(), now=self.now)
        for visit in self.instead_of:
            plan = plan_of(visit, qualification_id=visit.qualification_id, price_cents=visit.price_cents)
            diary = diary.without(plan)
        return diary

    @property
    def service(self) -> ServiceFacts:
        return self.diary.facts.services[self.service_id]

    @cached_property
    def courses(self) -> Courses:
        return Courses(self.asked, self.ground)

    def best(self) -> Course | NoCourse:
        return self.courses.best()

    @cached_property
    def ground(self) -> Ground:
        facts = self.diary.facts
        able = self._starts_by_variant
        return Ground(
            window=facts.window,
            zone=facts.zone,
            starts={
                person: reduce(or_, (bits & self._allowed[n] for n, bits in enumerate(bitsets)), 0)
                for person, bitsets in able.items()
            },
            length=max(visit.length for visit in self.service.variants),
            opened=facts.open_bits,
            working={person: facts.practitioners[person].open_bits for person in able},
            anyway=reduce(or_, (bits & self._bounds for bitsets in able.values() for bits in bitsets), 0),
        )

    def plans(self, course: Course) -> list[Plan]:
        """A room and a device for each visit. Raises LookupError when a time went in the meantime."""
        return [self.plan(visit) for visit in course.visits]

    def plan(self, visit: Visit) -> Plan:
        position = 1 << visit.start - self.diary.facts.window.start
        ranking = self.diary.ranking(self.service)
        for offer in ranking.offers((), position, (visit.practitioner,)):
            number = self.service.variants.index(offer.compiled)
            plan = plan_behind(offer, self.service, self.diary.facts)
            if plan and position & self._allowed[number]:
                return plan
        raise LookupError("the time is gone")

    @cached_property
    def _starts_by_variant(self) -> Mapping[int, tuple[int, ...]]:
        facts, found = self.diary.facts, self.diary.starts(self.service)
        return {
            person: bitsets
            for person, bitsets in found.items()
            if facts.practitioners[person].qualification_id is not None
        }

    @cached_property
    def _allowed(self) -> list[int]:
        """For each variant the starts that bounds and the patient's own appointments leave."""
        return [self._bounds & self._free_for(visit) for visit in self.service.variants]

    def _free_for(self, visit: CompiledVisit) -> int:
        return possible(visit, Actor.PATIENT, (self._patient_free,))

    @cached_property
    def _patient_free(self) -> Stretches:
        window = self.diary.facts.window
        rows = Occupancy.objects.filter(
            resource=self.patient.resource_id, start__lt=window.end, end__gt=window.start
        ).exclude(appointment__in=self.instead_of)
        return Stretches(window.every & ~bits_of_pairs(rows.values_list("start", "end"), window))

    @cached_property
    def _bounds(self) -> int:
        window = self.diary.facts.window
        notice = timedelta(0) if self.by_desk else timedelta(minutes=self.diary.facts.lead_minutes)
        return window.between(ceil_cell(self.now + notice), window.end)

    def _last(self) -> date:
        asked = self.asked
        if asked.before:
            days = asked.before.gap.most + asked.template.most_days
            return asked.before.day + timedelta(days=days)
        return asked.first + timedelta(days=asked.wait + asked.template.most_days)

    def asking(self, asked: Asked) -> "CourseSearch":
        """The same search with another question."""
        return replace(self, asked=asked)
