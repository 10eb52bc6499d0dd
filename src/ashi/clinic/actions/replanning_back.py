"""Taking back, within three minutes, what was planned again: every visit where it was, or none of them."""

from datetime import datetime

from django.db import transaction

from ashi.book.actions import NotExpected, expected, write_moved
from ashi.clinic.actions import keeping
from ashi.clinic.actions.replanning import REPLAN
from ashi.clinic.actions.undo import TooLate, may_undo, untell
from ashi.messaging.models import WAITING, OutboxMessage
from ashi.messaging.outbox import UNDO
from ashi.records import reservations
from ashi.records.audit import record, record_visit
from ashi.records.by import By
from ashi.records.models import Appointment, AppointmentEvent, AuditEvent
from ashi.records.plans import Plan, plan_of

Back = tuple[Appointment, Plan]


def may_undo_replan(noted: AuditEvent, *, by: By, now: datetime) -> bool:
    """Only one's own, only for three minutes, only while nothing else has happened to any of the visits."""
    if noted.action != REPLAN or noted.by != str(by) or noted.at <= now - UNDO or "events" not in noted.detail:
        return False
    return all(may_undo(event, by=by, now=now) for event in _events(noted))


def undo_replan(*, noted: AuditEvent, by: By) -> None:
    """Raises TooLate, also when somebody was squeezed into a time that has to be given back."""
    back = [_where_it_was(event, noted.at) for event in _events(noted)]
    resources = {pk for visit, plan in back for pk in (*_now(visit).resources.values(), *plan.resources.values())}
    resources |= {visit.patient.resource_id for visit, _ in back}
    try:
        with transaction.atomic():
            now = reservations.lock(resources)
            if not may_undo_replan(noted, by=by, now=now):
                raise TooLate
            fresh = [(expected(visit, now), plan) for visit, plan in back]
            _move_back(fresh, by=by, now=now)
            calls = OutboxMessage.objects.filter(WAITING, pk__in=noted.detail["calls"], called_at=None)
            calls.update(withdrawn_at=now)
            record(at=now, by=by, action="replan.undone", entity=noted.entity, of=noted.pk)
            reservations.touch(resources, location_ids={visit.location_id for visit, _ in fresh})
    except (NotExpected, reservations.Taken) as error:
        raise TooLate from error


def _move_back(back: list[Back], *, by: By, now: datetime) -> None:
    """All time is given back before any is taken: one may stand where another was."""
    for visit, _ in back:
        keeping.drop(visit.pk)
        reservations.release(appointment=visit)
    for visit, plan in back:
        told_at = visit.sequence
        write_moved(visit, plan, by=by, now=now)
        record_visit(visit, at=now, by=by, kind="undone", of="moved")
        untell(visit, told_at, now)


def _events(noted: AuditEvent) -> list[AppointmentEvent]:
    rows = AppointmentEvent.objects.filter(pk__in=noted.detail["events"])
    return list(
        rows.select_related(
            "appointment__patient",
            "appointment__practitioner",
            "appointment__room",
            "appointment__device",
            "appointment__location",
        ).order_by("pk")
    )


def _where_it_was(event: AppointmentEvent, at: datetime) -> Back:
    hold = keeping.kept(event.appointment_id, now=at)
    if hold is None:
        raise TooLate
    return event.appointment, keeping.plan_back(hold, event.appointment)


def _now(visit: Appointment) -> Plan:
    return plan_of(visit, qualification_id=visit.qualification_id, price_cents=visit.price_cents)
