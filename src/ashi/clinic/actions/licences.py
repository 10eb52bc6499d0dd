"""What a board says of a licence, written down; and the visits that stand in its way."""

from datetime import datetime

from django.db import transaction

from ashi.clinic.queries.licences import touched_by
from ashi.core.licences import permits_practice
from ashi.records import reservations
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Appointment, Qualification


def write_status(
    *, licence: Qualification, status: str, source: str, by: By, now: datetime, expires_at: datetime | None = None
) -> list[Appointment]:
    """Record a status as published, and where it was read. Returns the visits to come that it no longer permits.

    Waits for bookings under way with this licence; none is possible afterwards unless the status permits it. The visits
    returned stay as they are: the desk calls these people. Raises ValueError when status or source is empty.
    """
    if not status.strip() or not source.strip():
        raise ValueError("a licence's status takes the board's own word and where it was read")
    with transaction.atomic():
        row = Qualification.objects.select_for_update(no_key=True).get(pk=licence.pk)
        row.status, row.permits_practice = status.strip(), permits_practice(status)
        row.verified_at, row.verified_source = now, source.strip()
        row.expires_at = expires_at or row.expires_at
        row.save()
        record(at=now, by=by, action="licence-status", entity=f"Qualification/{row.pk}", permits=row.permits_practice)
        for pk in sorted(row.practitioner.roles.values_list("location", flat=True)):
            reservations.touch_facts(pk)
    return touched_by(row, now=now)
