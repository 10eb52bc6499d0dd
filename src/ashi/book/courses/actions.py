"""Booking, moving, pausing and ending a course: each in one transaction, all of it or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction

from ashi.book.actions import (
    Changed,
    NotCleared,
    Terms,
    expected,
    refuse_uncleared,
    write_cancelled,
    write_moved,
    write_visit,
)
from ashi.book.once import Once, do_once
from ashi.book.taking import Seat, take_all
from ashi.core.scheduling.course.asking import Limit, Usual
from ashi.core.scheduling.course.templates import Template
from ashi.messaging import outbox
from ashi.records import reservations
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.courses import coming_visits, kept_limit, kept_usual, rows_of
from ashi.records.models import (
    EXPECTED,
    LIVE,
    Appointment,
    AppointmentStatus,
    CarePlan,
    CarePlanStatus,
    Patient,
    ScreenResult,
)
from ashi.records.plans import Plan, plan_of
from ashi.records.tokens import new_reference


class AlreadyInCourse(Exception):
    """The patient has a course that goes on. One at a time: change that one, or end it."""


class NotLive(Exception):
    """The course is not in a state in which this can be done: it has ended, is paused, or is not."""


@dataclass(frozen=True)
class Agreed:
    """What was agreed with the patient, kept with the course so that it can be planned again."""

    template: Template
    wishes: Mapping[str, Any]
    limit: Limit | None = None
    usual: Usual | None = None


def book_course(
    *, patient: Patient, agreed: Agreed, plans: Sequence[Plan], terms: Terms, by: By, once: Once | None = None
) -> CarePlan:
    """Book every visit of a course, the plans in order, and tell the patient once.

    Raises ValueError for another number of plans than the template has visits; Clashes, which names every visit that
    cannot be had; AlreadyInCourse; NotCleared for a safety check that a doctor or a licensed person comes after;
    Unlicensed. Nothing is half booked.
    """
    if len(plans) != agreed.template.visits or any(b.start <= a.start for a, b in pairwise(plans)):
        raise ValueError("a course has a plan for each visit, in order")
    _refuse_uncleared(terms)

    def write(now: datetime) -> Appointment:
        if CarePlan.objects.filter(patient=patient, status__in=LIVE).exists():
            raise AlreadyInCourse
        course = CarePlan.objects.create(
            **rows_of(agreed.template),
            reference=new_reference(),
            status=CarePlanStatus.ACTIVE,
            patient=patient,
            location_id=plans[0].location_id,
            service_id=plans[0].service_id,
            wishes=dict(agreed.wishes),
            limit=kept_limit(agreed.limit),
            usual=kept_usual(agreed.usual),
            source=terms.source,
            created_at=now,
            changed_at=now,
        )
        visits = _write(course, dict(enumerate(plans, start=1)), terms, by=by, now=now, once=once)
        _record(course, "booked", visits, at=now, by=by)
        outbox.put_course(visits, event="booked", planned=course.planned_visits, now=now)
        return visits[0]

    def book() -> Appointment:
        return take_all([Seat(plan, patient.resource_id) for plan in plans], write)

    first = do_once(once, book)
    return CarePlan.objects.get(visits=first.pk)


def pause_course(*, course: CarePlan, by: By, send_after: timedelta = timedelta(0)) -> CarePlan:
    """Give back every visit to come; the course waits until it is resumed. Raises NotLive, Changed."""
    return _give_back(course, CarePlanStatus.ON_HOLD, "paused", by=by, send_after=send_after)


def end_course(*, course: CarePlan, by: By, send_after: timedelta = timedelta(0)) -> CarePlan:
    """End it early: every visit to come is given back. Raises NotLive, Changed."""
    return _give_back(course, CarePlanStatus.REVOKED, "ended", by=by, send_after=send_after)


def resume_course(*, course: CarePlan, plans: Mapping[int, Plan], terms: Terms, by: By) -> CarePlan:
    """Book visits of a course by their numbers: all that are missing of a paused one, or one that was cancelled.

    Raises Clashes (numbered as in `plans`), NotLive, NotCleared, Unlicensed; ValueError without a plan.
    """
    if not plans:
        raise ValueError("nothing to book")
    _refuse_uncleared(terms)
    numbered = dict(sorted(plans.items()))

    def write(now: datetime) -> CarePlan:
        fresh = _live(course)
        if fresh.visits.exclude(status=AppointmentStatus.CANCELLED).filter(course_number__in=numbered).exists():
            raise Changed
        visits = _write(fresh, numbered, terms, by=by, now=now)
        _set_status(fresh, CarePlanStatus.ACTIVE, now)
        _record(fresh, "resumed", visits, at=now, by=by)
        outbox.put_course(visits, event="resumed", planned=fresh.planned_visits, now=now)
        return fresh

    return take_all([Seat(plan, course.patient.resource_id) for plan in numbered.values()], write)


def move_visits(
    *, course: CarePlan, moves: Sequence[tuple[Appointment, Plan]], by: By, send_after: timedelta = timedelta(0)
) -> CarePlan:
    """Move one visit and those that follow it, together. Raises Clashes, NotLive, NotExpected,
    Changed, Unlicensed."""
    before = [_plan_now(visit) for visit, _ in moves]
    patient = course.patient.resource_id
    fresh: list[Appointment] = []

    def free(now: datetime) -> None:
        fresh.extend(expected(visit, now) for visit, _ in moves)
        for visit in fresh:
            reservations.release(appointment=visit)

    def write(now: datetime) -> CarePlan:
        kept = _live(course)
        for visit, (_, plan) in zip(fresh, moves, strict=True):
            write_moved(visit, plan, by=by, now=now)
        _record(kept, "moved", fresh, at=now, by=by)
        outbox.put_course(fresh, event="moved", planned=kept.planned_visits, now=now, send_after=now + send_after)
        return kept

    return take_all(
        [Seat(plan, patient, visit.lane) for visit, plan in moves],
        write,
        free=free,
        also_lock=[pk for plan in before for pk in plan.resources.values()],
        also_locations=[plan.location_id for plan in before],
    )


def complete_courses(*, now: datetime, by: By) -> int:
    """Courses of which every visit has been are completed; how many were."""
    done = 0
    for course in CarePlan.objects.filter(status=CarePlanStatus.ACTIVE, visits__course_number__gte=1).distinct():
        stands = course.visits.exclude(status=AppointmentStatus.CANCELLED)
        open_ones = stands.filter(status__in=(*EXPECTED, AppointmentStatus.ARRIVED)).exists()
        if open_ones or stands.count() < course.planned_visits:
            continue
        with transaction.atomic():
            if CarePlan.objects.filter(pk=course.pk, status=CarePlanStatus.ACTIVE).update(
                status=CarePlanStatus.COMPLETED, changed_at=now
            ):
                _record(course, "completed", [], at=now, by=by)
                done += 1
    return done


def _give_back(course: CarePlan, status: CarePlanStatus, event: str, *, by: By, send_after: timedelta) -> CarePlan:
    coming = [visit for visit in _everything(course) if visit.status in EXPECTED]
    plans = [_plan_now(visit) for visit in coming]
    resources = {course.patient.resource_id, *(pk for plan in plans for pk in plan.resources.values())}
    with transaction.atomic():
        now = reservations.lock(resources)
        fresh = _live(course)
        if status == CarePlanStatus.ON_HOLD and fresh.status == CarePlanStatus.ON_HOLD:
            raise NotLive
        freed = []
        for visit in coming:
            if visit.start <= now:
                continue  # it has begun: what becomes of it is said by itself
            freed.append(expected(visit, now))
            write_cancelled(freed[-1], by=by, now=now)
        if set(coming_visits(fresh).filter(start__gt=now).values_list("pk", flat=True)):
            raise Changed  # one was booked in the meantime: its resources are not locked
        _set_status(fresh, status, now)
        _record(fresh, event, freed, at=now, by=by)
        if freed:
            outbox.put_course(freed, event=event, planned=fresh.planned_visits, now=now, send_after=now + send_after)
        reservations.touch(resources, location_ids={plan.location_id for plan in plans} or {fresh.location_id})
    return fresh


def _write(
    course: CarePlan, plans: Mapping[int, Plan], terms: Terms, *, by: By, now: datetime, once: Once | None = None
) -> list[Appointment]:
    """The visits by their numbers; the key is remembered with the first."""
    keys = [once, *[None] * (len(plans) - 1)]
    return [
        write_visit(plan, course.patient, terms, by=by, now=now, once=key, of_course=(course, number))
        for (number, plan), key in zip(plans.items(), keys, strict=True)
    ]


def _refuse_uncleared(terms: Terms) -> None:
    """A whole course is never provisional: after an urgent answer a person clears one visit, and then the course."""
    if terms.clearance is None:
        return
    refuse_uncleared(terms.clearance)
    if terms.clearance.result == ScreenResult.URGENT:
        raise NotCleared


def _live(course: CarePlan) -> CarePlan:
    """The course as it is now, and nobody else's to change until the transaction ends. Raises NotLive."""
    fresh = CarePlan.objects.select_for_update(no_key=True, of=("self",)).get(pk=course.pk)
    if fresh.status not in LIVE:
        raise NotLive
    return fresh


def _set_status(course: CarePlan, status: CarePlanStatus, now: datetime) -> None:
    course.status, course.changed_at = status, now
    course.save(update_fields=["status", "changed_at"])


def _record(course: CarePlan, what: str, visits: Iterable[Appointment], *, at: datetime, by: By) -> None:
    numbers = [visit.course_number for visit in visits]
    record(
        at=at,
        by=by,
        action=f"course.{what}",
        entity=f"CarePlan/{course.pk}",
        patient_id=course.patient_id,
        visits=numbers,
    )


def _plan_now(visit: Appointment) -> Plan:
    return plan_of(visit, qualification_id=visit.qualification_id, price_cents=visit.price_cents)


def _everything(course: CarePlan) -> Iterable[Appointment]:
    rows = course.visits.exclude(status=AppointmentStatus.CANCELLED).order_by("course_number")
    return rows.select_related("patient", "practitioner", "room", "device", "location", "qualification")
