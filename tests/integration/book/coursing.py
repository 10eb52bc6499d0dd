"""Courses proposed and booked, as the pages do it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from ashi.book.actions import Terms
from ashi.book.courses.actions import book_course
from ashi.book.courses.proposing import Wished, propose_course
from ashi.book.once import Once
from ashi.core.scheduling.course.asking import Limit, Usual
from ashi.core.scheduling.course.courses import Course
from ashi.core.scheduling.course.templates import TEMPLATES, Gap, Template
from ashi.records.by import By
from ashi.records.calendar.courses import CourseSearch
from ashi.records.models import Appointment, CarePlan, Location, Patient
from tests import cast

DESK = By("user", 1)
BY_DESK = Terms(source="desk", screened=True)


def proposed(
    clinic: cast.Clinic, patient: Patient, template: Template | str = "six", *, first: date | None = None, **wished
) -> tuple[CourseSearch, Course]:
    now = datetime.now(UTC)
    location = Location.objects.get(pk=clinic.location.pk)
    first = first or now.astimezone(ZoneInfo(location.zone)).date() + timedelta(days=1)
    template = TEMPLATES[template] if isinstance(template, str) else template
    search, found = propose_course(
        patient=patient,
        location=location,
        service_id=clinic.again.pk,
        wished=Wished(template, first, **wished),
        by=DESK,
        now=now,
    )
    assert isinstance(found, Course), found
    return search, found


def booked_course(
    clinic: cast.Clinic,
    patient: Patient,
    template: Template | str = "six",
    *,
    terms: Terms = BY_DESK,
    once: Once | None = None,
    **wished,
) -> CarePlan:
    search, found = proposed(clinic, patient, template, **wished)
    template = TEMPLATES[template] if isinstance(template, str) else template
    agreed = Wished(template, date.today(), **{k: v for k, v in wished.items() if k != "first"}).agreed(found.usual)
    return book_course(patient=patient, agreed=agreed, plans=search.plans(found), terms=terms, by=DESK, once=once)


def course_at(
    clinic: cast.Clinic, patient: Patient, starts: Sequence[datetime], gap: Gap, limit: Limit | None = None
) -> CarePlan:
    """A course of visits at these times, the same gap between each two."""
    template = Template("invented", (gap,) * (len(starts) - 1))
    agreed = Wished(template, date.today(), limit=limit).agreed(Usual(120, clinic.bao.pk))
    plans = [clinic.plan(start, now=datetime.now(UTC)) for start in starts]
    return book_course(patient=patient, agreed=agreed, plans=plans, terms=BY_DESK, by=DESK)


def visits(course: CarePlan) -> list[Appointment]:
    return list(course.visits.order_by("course_number", "pk"))


def days(course: CarePlan, zone: str = "America/New_York") -> list[date]:
    return [visit.start.astimezone(ZoneInfo(zone)).date() for visit in visits(course)]
