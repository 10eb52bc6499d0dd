"""Taking back what the desk did within the last three minutes."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from ashi.book.actions import cancel_visit, move_visit
from ashi.clinic.actions import keeping
from ashi.clinic.actions.visits import last_event, locked, refuse_while_needles_are_in
from ashi.messaging import outbox
from ashi.messaging.models import MessageKind
from ashi.messaging.outbox import UNDO
from ashi.records import reservations
from ashi.records.audit import record_visit
from ashi.records.by import By
from ashi.records.models import Appointment, AppointmentEvent, AppointmentStatus
from ashi.records.plans import plan_of


class TooLate(Exception):
    """The three minutes are over, or something else has happened to the visit since."""


def may_undo(event: AppointmentEvent, *, by: By, now: datetime) -> bool:
    """Only one's own, only the last thing that happened to the visit, only for three minutes."""
    fresh = event.at > now - UNDO and event.by == str(by) and event.kind in _BACK
    return fresh and last_event(event.appointment).pk == event.pk and _clock_runs(event, now)


def _clock_runs(event: AppointmentEvent, now: datetime) -> bool:
    clock = event.detail.get("clock", "") if event.kind == "cleared" else None
    return clock is None or bool(clock and datetime.fromisoformat(clock) > now)


def undo(*, event: AppointmentEvent, by: By) -> Appointment:
    """Raises TooLate; Taken when the time is gone in spite of all; Unlicensed, Closed."""
    visit = event.appointment
    plan = plan_of(visit, qualification_id=visit.qualification_id, price_cents=visit.price_cents)
    before = keeping.kept(visit.pk, now=event.at)
    resources = {*plan.resources.values(), visit.patient.resource_id}
    if before:
        resources |= set(keeping.plan_back(before, visit).resources.values())
    with transaction.atomic():
        now = reservations.lock(resources)
        visit = locked(visit)
        if not may_undo(event, by=by, now=now):
            raise TooLate
        _BACK[event.kind](visit, event, by, now)
        reservations.touch(resources, location_ids=[visit.location_id])
    return visit


def _status_back(visit: Appointment, event: AppointmentEvent, by: By, now: datetime) -> None:
    refuse_while_needles_are_in(visit)
    visit.status = event.detail["was"]
    visit.save(update_fields=["status"])
    record_visit(visit, at=now, by=by, kind="undone", of=event.kind)


def _came_after_all(visit: Appointment, event: AppointmentEvent, by: By, now: datetime) -> None:
    _take_again(visit, now)
    _status_back(visit, event, by, now)


def _uncancelled(visit: Appointment, event: AppointmentEvent, by: By, now: datetime) -> None:
    if _is_replaced(visit):
        raise TooLate
    waits = visit.clear_by is not None and visit.cleared_at is None
    told_at = visit.sequence
    visit.status = AppointmentStatus.PENDING if waits else AppointmentStatus.BOOKED
    visit.cancelled_at, visit.cancelled_late, visit.cancel_note = None, False, ""
    visit.sequence += 1
    visit.save()
    _take_again(visit, now)
    record_visit(visit, at=now, by=by, kind="undone", of=event.kind)
    untell(visit, told_at, now)


def _is_replaced(visit: Appointment) -> bool:
    """Has its place in a course been booked again since?"""
    stands = Appointment.objects.exclude(status=AppointmentStatus.CANCELLED).exclude(care_plan=None)
    return stands.filter(care_plan=visit.care_plan_id, course_number=visit.course_number).exists()


def _moved_back(visit: Appointment, event: AppointmentEvent, by: By, now: datetime) -> None:
    hold = keeping.kept(visit.pk, now=now)
    if hold is None:
        raise TooLate
    told_at = visit.sequence
    plan = keeping.plan_back(hold, visit)
    keeping.drop(visit.pk)
    # Where it was may have been outside the hours all along; it is no new booking.
    back = move_visit(appointment=visit, plan=plan, by=by, outside_hours=True)
    record_visit(back, at=now, by=by, kind="undone", of=event.kind)
    if untell(back, told_at, now):
        outbox.withdraw(appointment=back, sequence=back.sequence, now=now)


def unbook(visit: Appointment, event: AppointmentEvent, by: By, now: datetime) -> None:
    told_at = visit.sequence
    gone = cancel_visit(appointment=visit, by=by, kind="undone", even_begun=True)
    Appointment.objects.filter(pk=gone.pk).update(cancelled_late=False)  # the desk's slip, not the patient's
    if untell(gone, told_at, now):
        outbox.withdraw(appointment=gone, sequence=gone.sequence, now=now)


def _uncleared(visit: Appointment, event: AppointmentEvent, by: By, now: datetime) -> None:
    """It waits again, and its clock goes on as if nothing had been; once the clock has run out there is no way back.

    The reason goes with it: it may have been written for somebody else.
    """
    told_at = visit.sequence
    visit.status, visit.clear_by = AppointmentStatus.PENDING, datetime.fromisoformat(event.detail["clock"])
    visit.cleared_at, visit.cleared_by, visit.clearing_note = None, "", ""
    visit.sequence += 1
    visit.save()
    record_visit(visit, at=now, by=by, kind="undone", of=event.kind)
    untell(visit, told_at, now)


def _take_again(visit: Appointment, now: datetime) -> None:
    keeping.drop(visit.pk)
    plan = plan_of(visit, qualification_id=visit.qualification_id, price_cents=visit.price_cents)
    stretches = plan.stretches(visit.patient.resource_id, lane=visit.lane)
    reservations.occupy(stretches, now=now, appointment=visit)


def untell(visit: Appointment, sequence: int, now: datetime) -> bool:
    """Nobody has been told. Where somebody has, they are told what is so now."""
    outbox.withdraw(appointment=visit, sequence=sequence, now=now)
    told = visit.messages.filter(sequence=sequence, withdrawn_at=None).exists()
    if told and not visit.messages.filter(sequence=visit.sequence).exists():
        outbox.put(visit, MessageKind.CHANGE, now=now)
    return not told


_BACK: dict[str, Callable[[Appointment, AppointmentEvent, By, datetime], None]] = {
    "arrived": _status_back,
    "fulfilled": _status_back,
    "late": _status_back,
    "noshow": _came_after_all,
    "cancelled": _uncancelled,
    "moved": _moved_back,
    "booked": unbook,
    "cleared": _uncleared,
}
