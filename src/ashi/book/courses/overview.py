"""A course that goes on: its visits in order, what has been, what is to come, and what each may still become."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from ashi.records.courses import template_of, visits_left
from ashi.records.models import (
    EXPECTED,
    LIVE,
    Appointment,
    AppointmentStatus,
    CarePlan,
    CarePlanStatus,
    Patient,
)
from ashi.records.tokens import is_live, token_of


@dataclass(frozen=True)
class Step:
    """A place in the course. `visit` None: it is not booked. `far`: the next visit is farther off, or closer, than the
    course allows."""

    number: int
    visit: Appointment | None
    state: str
    reassess: bool
    token: str = ""
    far: bool = False


@dataclass(frozen=True)
class Overview:
    course: CarePlan
    now: datetime

    @property
    def paused(self) -> bool:
        return self.course.status == CarePlanStatus.ON_HOLD

    @property
    def missing(self) -> bool:
        """Are the last visits not booked: because the course is paused, or never were?"""
        return self.course.planned_visits not in self.by_number

    @property
    def left(self) -> int:
        return visits_left(self.course)

    @cached_property
    def by_number(self) -> dict[int, Appointment]:
        rows = self.course.visits.exclude(status=AppointmentStatus.CANCELLED).prefetch_related("links")
        rows = rows.select_related("practitioner", "service", "location__organization", "patient", "qualification")
        return {visit.course_number or 0: visit for visit in rows.order_by("course_number")}

    @property
    def coming(self) -> list[Appointment]:
        return [visit for visit in self.by_number.values() if visit.status in EXPECTED and visit.start > self.now]

    @cached_property
    def steps(self) -> list[Step]:
        return [self._step(number) for number in range(1, self.course.planned_visits + 1)]

    def numbered(self, text: str) -> Appointment | None:
        """The visit with this number, if it is still to come."""
        visit = self.by_number.get(int(text)) if text.isdecimal() and len(text) < 4 else None
        return visit if visit in self.coming else None

    def _step(self, number: int) -> Step:
        visit = self.by_number.get(number)
        reassess = number in self.course.reassess
        if visit is None:
            return Step(number, None, "open", reassess)
        links = [link for link in visit.links.all() if is_live(link, now=self.now)]
        token = token_of(links[-1]) if links else ""
        return Step(number, visit, self._state(visit), reassess, token, self._is_far(number))

    def _state(self, visit: Appointment) -> str:
        if visit.status in EXPECTED and visit.start > self.now:
            return "coming"
        return {"fulfilled": "been", "arrived": "been", "noshow": "missed"}.get(str(visit.status), "been")

    def _is_far(self, number: int) -> bool:
        """Does the gap to the next visit break the course's limits, so that the later ones should follow?"""
        visit, after = self.by_number.get(number), self.by_number.get(number + 1)
        if visit is None or after is None or after not in self.coming:
            return False
        zone = ZoneInfo(self.course.location.zone)
        days = (after.start.astimezone(zone).date() - visit.start.astimezone(zone).date()).days
        gap = template_of(self.course).gaps[number - 1]
        return visit in self.coming and not gap.least <= days <= gap.most


def live_course(patient: Patient) -> CarePlan | None:
    courses = CarePlan.objects.filter(patient=patient, status__in=LIVE)
    return courses.select_related("location__organization", "service", "patient").first()
