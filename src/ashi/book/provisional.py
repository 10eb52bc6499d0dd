"""Visits that wait for a licensed person's word, and their clock."""

from datetime import datetime, timedelta

from django.db import transaction

from ashi.book.actions import Changed, NotExpected, cancel_visit
from ashi.messaging import outbox
from ashi.messaging.models import MessageKind
from ashi.records.audit import record_visit
from ashi.records.by import By
from ashi.records.models import Appointment, AppointmentStatus


def clear_visit(
    *,
    appointment: Appointment,
    note: str,
    licence: str,
    by: By,
    now: datetime,
    send_after: timedelta = timedelta(0),
) -> Appointment:
    """A licensed person lets a provisional visit stand. `note`: the doctor's advice or their own reason.

    Raises ValueError when note or licence is empty, NotExpected when the visit no longer waits.
    """
    if not note.strip() or not licence.strip():
        raise ValueError("clearing a visit takes a reason and the licence of who clears it")
    with transaction.atomic():
        visit = Appointment.objects.select_for_update(no_key=True, of=("self",)).get(pk=appointment.pk)
        if visit.status != AppointmentStatus.PENDING or (visit.clear_by and visit.clear_by <= now):
            raise NotExpected
        clock = visit.clear_by and visit.clear_by.isoformat()
        visit.status, visit.clear_by = AppointmentStatus.BOOKED, None
        visit.cleared_at, visit.cleared_by, visit.clearing_note = now, f"{by} {licence}", note
        visit.sequence += 1
        visit.save()
        record_visit(visit, at=now, by=by, kind="cleared", clock=clock)
        outbox.put(visit, MessageKind.CHANGE, now=now, send_after=now + send_after)
    return visit


def release_uncleared(*, now: datetime, by: By) -> int:
    """Give back the time of every visit that nobody cleared in time, and tell its patient. How many there were."""
    late = Appointment.objects.filter(status=AppointmentStatus.PENDING, clear_by__lte=now)
    released = 0
    for visit in late.select_related("patient", "practitioner", "room", "device", "location"):
        try:
            cancel_visit(appointment=visit, by=by, kind="released", even_begun=True)
            released += 1
        except (Changed, NotExpected):
            continue  # cleared, moved or cancelled a moment ago
    return released
