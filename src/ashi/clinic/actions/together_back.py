"""Taking back, within three minutes, what was booked for several people at once: all of their visits, or none."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from ashi.book.actions import NotExpected
from ashi.book.together import TOGETHER
from ashi.clinic.actions.undo import TooLate, may_undo, unbook
from ashi.clinic.actions.visits import last_event, locked
from ashi.records import reservations
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Appointment, AppointmentEvent, AuditEvent
from ashi.records.plans import plan_of


def noted_of(visits: Sequence[Appointment]) -> AuditEvent:
    """What the audit notes of these visits, in the order in which they were booked; by it all of them are undone."""
    return AuditEvent.objects.get(action=TOGETHER, entity=f"Appointment/{visits[0].pk}")


def may_undo_together(noted: AuditEvent, *, by: By, now: datetime) -> bool:
    """Only one's own, only for three minutes, only while nothing else has happened to any of the visits."""
    return noted.action == TOGETHER and all(
        _may_unbook(last_event(visit), by=by, now=now) for visit in booked_by(noted)
    )


def undo_together(*, noted: AuditEvent, by: By) -> None:
    """Raises TooLate; nothing is done then."""
    visits = booked_by(noted)
    resources = {pk for visit in visits for pk in _resources(visit)}
    try:
        with transaction.atomic():
            now = reservations.lock(resources)
            fresh = [locked(visit) for visit in visits]
            if not may_undo_together(noted, by=by, now=now):
                raise TooLate
            for visit in fresh:
                unbook(visit, last_event(visit), by, now)
            ids = [visit.pk for visit in fresh]
            record(at=now, by=by, action="together.undone", entity=noted.entity, of=noted.pk, visits=ids)
            reservations.touch(resources, location_ids={visit.location_id for visit in fresh})
    except NotExpected as error:
        raise TooLate from error


def booked_by(noted: AuditEvent) -> list[Appointment]:
    rows = Appointment.objects.filter(pk__in=noted.detail["visits"]).order_by("pk")
    return list(rows.select_related("patient", "practitioner", "room", "device", "location"))


def _may_unbook(event: AppointmentEvent, *, by: By, now: datetime) -> bool:
    return event.kind == "booked" and may_undo(event, by=by, now=now)


def _resources(visit: Appointment) -> list[int]:
    plan = plan_of(visit, qualification_id=visit.qualification_id, price_cents=visit.price_cents)
    return [*plan.resources.values(), visit.patient.resource_id]
