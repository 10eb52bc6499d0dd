"""Finding a course for a patient: the best whole one, what else each visit could be, and one that was picked."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ashi.book.courses.actions import Agreed
from ashi.core.scheduling.course.asking import Asked, Before, Limit, Usual
from ashi.core.scheduling.course.courses import Course, NoCourse, Pick
from ashi.core.scheduling.course.templates import Template
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.calendar.courses import CourseSearch
from ashi.records.courses import Spans, coming_visits, kept_wishes, limit_of, template_of, usual_of, wishes_of
from ashi.records.models import Appointment, AppointmentStatus, CarePlan, Location, Patient

PATIENT_WAITS = 14  # days at most until the first visit


@dataclass(frozen=True)
class Wished:
    """What the patient wishes for: which course, from when, on which days and times, with whom, paid by what limit."""

    template: Template
    first: date
    weekdays: frozenset[int] = frozenset()
    spans: Spans = ()
    practitioners: frozenset[int] = frozenset()
    limit: Limit | None = None

    @property
    def kept(self) -> dict[str, object]:
        return kept_wishes(weekdays=self.weekdays, spans=self.spans, practitioners=self.practitioners)

    @property
    def asked(self) -> Asked:
        return Asked(self.template, self.first, wishes_of(self.kept), self.limit, wait=PATIENT_WAITS)

    def agreed(self, usual: Usual) -> Agreed:
        return Agreed(self.template, self.kept, self.limit, usual)


def propose_course(
    *,
    patient: Patient,
    location: Location,
    service_id: int,
    wished: Wished,
    by: By,
    now: datetime,
    by_desk: bool = False,
) -> tuple[CourseSearch, Course | NoCourse]:
    """The best whole course, or what stands in the way of any; and the search, for alternatives and plans."""
    search = CourseSearch(location, service_id, patient, wished.asked, now=now, by_desk=by_desk)
    found = search.best()
    visits = len(found.visits) if isinstance(found, Course) else 0
    record(
        at=now,
        by=by,
        action="propose-course",
        entity=f"Patient/{patient.pk}",
        patient_id=patient.pk,
        template=wished.template.slug,
        visits=visits,
    )
    return search, found


def picked_course(search: CourseSearch, picks: list[Pick]) -> Course:
    """The course of visits that were picked one by one. Raises Impossible."""
    return search.courses.of(picks)


def rest_of(course: CarePlan, *, now: datetime, by_desk: bool, moved: Appointment | None = None) -> CourseSearch | None:
    """The search for what is left of a course: after its last visit that stands, or after the one that is moved, which
    has its new time already. None when nothing is left."""
    stands = course.visits.exclude(status=AppointmentStatus.CANCELLED).order_by("course_number")
    later = tuple(coming_visits(course).filter(course_number__gt=moved.course_number)) if moved else ()
    last = moved or stands.last()
    number = (last.course_number or 0) if last else 0
    template = template_of(course)
    if number >= template.visits:
        return None
    zone = ZoneInfo(course.location.zone)
    today = now.astimezone(zone).date()
    if last is None:
        asked = _asked(course, template, today)
    else:
        day = last.start.astimezone(zone).date()
        gap = template.gaps[number - 1]
        overdue = (today - day).days + 1 > gap.most
        # After a pause the course begins where it stopped; the gap before it is what the pause made it.
        before = None if overdue else Before(day, gap)
        asked = _asked(course, template.after(number), today, before=before, number=number + 1)
    search = CourseSearch(course.location, course.service_id, course.patient, asked, now, by_desk, later)
    if moved is None and asked.before and isinstance(search.best(), NoCourse):
        # Nothing is free so soon after the last visit: better later than not at all.
        return search.asking(replace(asked, before=None))
    return search


def _asked(
    course: CarePlan, template: Template, first: date, *, before: Before | None = None, number: int = 1
) -> Asked:
    limit = limit_of(course.limit)
    return Asked(
        template,
        first,
        wishes_of(course.wishes),
        limit=_left(limit, course, number - 1) if limit else None,
        wait=PATIENT_WAITS,
        before=before,
        usual=usual_of(course.usual),
        numbered=number,
    )


def _left(limit: Limit, course: CarePlan, used: int) -> Limit:
    """What the payer's limit leaves when the course has begun: its days then count from the first visit."""
    since = limit.since
    first = course.visits.exclude(status=AppointmentStatus.CANCELLED).order_by("start").first()
    if since is None and first is not None and used:
        since = first.start.astimezone(ZoneInfo(course.location.zone)).date()
    return Limit(limit.visits, limit.days, since, limit.used + used)


def soonest(now: datetime, zone: str, *, by_desk: bool) -> date:
    """The first day a course may begin: the desk's patients stand there today, others begin tomorrow."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return today if by_desk else today + timedelta(days=1)
