"""What the desk says of a visit on its day: here, late, did not come, finished."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from ashi.book.actions import NotExpected
from ashi.clinic.actions.keeping import keep_freed
from ashi.records import reservations
from ashi.records.audit import record_visit
from ashi.records.by import By
from ashi.records.models import (
    Appointment,
    AppointmentEvent,
    AppointmentStatus,
    EncounterStatus,
    NeedleSet,
    ScreenResult,
)
from ashi.records.plans import plan_of

LONGEST_DELAY = 120  # minutes


class NeedlesIn(NotExpected):
    """The patient still has needles in: the visit is not over, whatever the clock says."""


def arrive(*, appointment: Appointment, by: By, now: datetime) -> AppointmentEvent:
    """The patient is here. Raises NotExpected unless the visit is booked: a provisional one has to be cleared first,
    and after an emergency answer there is no visit."""
    if appointment.clearance and appointment.clearance.result == ScreenResult.EMERGENCY:
        raise NotExpected
    return _set_status(appointment, AppointmentStatus.ARRIVED, was=[AppointmentStatus.BOOKED], by=by, now=now)


def finish(*, appointment: Appointment, by: By, now: datetime) -> AppointmentEvent:
    """Needles are out and the patient has gone. Raises NotExpected unless they had arrived."""
    return _set_status(appointment, AppointmentStatus.FULFILLED, was=[AppointmentStatus.ARRIVED], by=by, now=now)


def finish_afterwards(*, appointment: Appointment, by: By, now: datetime) -> AppointmentEvent:
    """It took place and nobody has written so. Raises NotExpected before its end, after an emergency answer, and when
    it has been said already how it ended."""
    emergency = appointment.clearance and appointment.clearance.result == ScreenResult.EMERGENCY
    if appointment.end > now or (emergency and appointment.status != AppointmentStatus.ARRIVED):
        raise NotExpected
    was = [AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED]
    return _set_status(appointment, AppointmentStatus.FULFILLED, was=was, by=by, now=now)


def say_late(*, appointment: Appointment, minutes: int, by: By, now: datetime) -> AppointmentEvent:
    """The patient has called: they will be `minutes` (5 to 120) late. Raises ValueError, NotExpected."""
    if not 5 <= minutes <= LONGEST_DELAY:
        raise ValueError(f"a delay is 5 to {LONGEST_DELAY} minutes, not {minutes}")
    with transaction.atomic():
        visit = locked(appointment)
        if visit.status != AppointmentStatus.BOOKED:
            raise NotExpected
        record_visit(visit, at=now, by=by, kind="late", minutes=minutes, was=visit.status)
        return last_event(visit)


def record_no_show(*, appointment: Appointment, by: By) -> AppointmentEvent:
    """The patient did not come; what is left of their time is given back. Raises NotExpected before the start."""
    plan = plan_of(appointment, qualification_id=appointment.qualification_id, price_cents=appointment.price_cents)
    resources = [*plan.resources.values(), appointment.patient.resource_id]
    with transaction.atomic():
        now = reservations.lock(resources)
        visit = locked(appointment)
        if visit.status != AppointmentStatus.BOOKED or visit.start > now:
            raise NotExpected
        visit.status = AppointmentStatus.NOSHOW
        visit.save(update_fields=["status"])
        reservations.release(appointment=visit)
        keep_freed(visit, plan.stretches(lane=visit.lane), now=now)
        record_visit(visit, at=now, by=by, kind="noshow", was=str(AppointmentStatus.BOOKED))
        reservations.touch(resources, location_ids=[visit.location_id])
        return last_event(visit)


def locked(appointment: Appointment) -> Appointment:
    """The visit as it is now, and nobody else's to change until the transaction ends."""
    return Appointment.objects.select_for_update(no_key=True, of=("self",)).get(pk=appointment.pk)


def refuse_while_needles_are_in(visit: Appointment) -> None:
    """The database refuses it too. Raises NeedlesIn."""
    begun = NeedleSet.objects.filter(encounter__appointment=visit, encounter__status=EncounterStatus.OPEN)
    if begun.filter(started_at__isnull=False, removed_at__isnull=True).exists():
        raise NeedlesIn


def last_event(visit: Appointment) -> AppointmentEvent:
    return visit.events.order_by("pk").reverse()[0]


def _set_status(
    appointment: Appointment, status: AppointmentStatus, *, was: Sequence[str], by: By, now: datetime
) -> AppointmentEvent:
    with transaction.atomic():
        visit = locked(appointment)
        if visit.status not in was:
            raise NotExpected
        refuse_while_needles_are_in(visit)
        before, visit.status = visit.status, status
        visit.save(update_fields=["status"])
        record_visit(visit, at=now, by=by, kind=str(status), was=before)
        return last_event(visit)
