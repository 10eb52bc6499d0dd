"""A care plan's rows as the planner's values, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from ashi.core.scheduling.course.asking import Limit, Usual, Wishes, times_between
from ashi.core.scheduling.course.one import Days, days_for
from ashi.core.scheduling.course.templates import Gap, Template
from ashi.records.models import EXPECTED, Appointment, AppointmentStatus, CarePlan

CAME = (AppointmentStatus.ARRIVED, AppointmentStatus.FULFILLED)
Spans = tuple[tuple[time, time], ...]


def template_of(plan: CarePlan) -> Template:
    gaps = tuple(Gap(*gap) for gap in plan.gaps)
    return Template(plan.template, gaps, frozenset(plan.reassess))


def rows_of(template: Template) -> dict[str, Any]:
    """As columns of a care plan."""
    return {
        "template": template.slug,
        "gaps": [[gap.wished, gap.least, gap.most] for gap in template.gaps],
        "reassess": sorted(template.reassess),
    }


def wishes_of(kept: Mapping[str, Any]) -> Wishes:
    spans = [(time.fromisoformat(begins), time.fromisoformat(ends)) for begins, ends in kept.get("spans", [])]
    return Wishes(
        weekdays=frozenset(kept.get("weekdays", [])),
        times=times_between(spans),
        practitioners=frozenset(kept.get("practitioners", [])),
    )


def kept_wishes(*, weekdays: frozenset[int], spans: Spans, practitioners: frozenset[int]) -> dict[str, Any]:
    return {
        "weekdays": sorted(weekdays),
        "spans": [[begins.isoformat("minutes"), ends.isoformat("minutes")] for begins, ends in spans],
        "practitioners": sorted(practitioners),
    }


def limit_of(kept: Mapping[str, Any] | None) -> Limit | None:
    if kept is None:
        return None
    since = date.fromisoformat(kept["since"]) if kept.get("since") else None
    return Limit(kept["visits"], kept["days"], since, kept.get("used", 0))


def kept_limit(limit: Limit | None) -> dict[str, Any] | None:
    if limit is None:
        return None
    since = limit.since.isoformat() if limit.since else None
    return {"visits": limit.visits, "days": limit.days, "since": since, "used": limit.used}


def usual_of(kept: Mapping[str, Any] | None) -> Usual | None:
    return Usual(kept["wall"], kept["practitioner"]) if kept else None


def kept_usual(usual: Usual | None) -> dict[str, int] | None:
    return {"wall": usual.wall, "practitioner": usual.practitioner} if usual else None


def visits_of(plan: CarePlan) -> QuerySet[Appointment]:
    """The visits that stand or have been, in order; those cancelled are left out."""
    return plan.visits.exclude(status=AppointmentStatus.CANCELLED).order_by("course_number")


def visits_left(plan: CarePlan) -> int:
    """How many visits of the course have not been yet, be they booked or not: for the chart."""
    gone = plan.visits.filter(status__in=[*CAME, AppointmentStatus.NOSHOW]).count()
    return max(plan.planned_visits - gone, 0)


@dataclass(frozen=True)
class Standing:
    """Visit `number` of `planned`; `left` have not been yet. `reassess`: progress is measured at this one."""

    number: int
    planned: int
    left: int
    reassess: bool


def standing_of(visit: Appointment) -> Standing | None:
    """Where a visit stands in its course, for whoever treats; None for a visit by itself."""
    plan, number = visit.care_plan, visit.course_number
    if plan is None or number is None:
        return None
    return Standing(number, plan.planned_visits, visits_left(plan), number in plan.reassess)


def days_while_others_stay(visit: Appointment) -> Days | None:
    """The days on which its course still holds with this visit, which stands, moved there; None for one by itself."""
    plan, number = visit.care_plan, visit.course_number
    if plan is None or number is None:
        return None
    zone = ZoneInfo(visit.location.zone)
    starts = visits_of(plan).values_list("course_number", "start")
    days = {at: start.astimezone(zone).date() for at, start in starts if at is not None}
    days[number] = visit.start.astimezone(zone).date()
    return days_for(number, days, template_of(plan).gaps, limit_of(plan.limit))


def coming_visits(plan: CarePlan) -> QuerySet[Appointment]:
    return visits_of(plan).filter(status__in=EXPECTED)
