"""Moving, cancelling and booking at the desk: as the patient's own, but nobody is told for three minutes."""

from collections.abc import Iterable

from django.db import transaction

from ashi.book.actions import Terms, book_new_patient, book_visit, cancel_visit, move_visit
from ashi.book.people import Person
from ashi.clinic.actions.keeping import drop, keep_freed, without
from ashi.clinic.actions.visits import last_event
from ashi.messaging.models import WAITING
from ashi.messaging.outbox import UNDO
from ashi.records import reservations
from ashi.records.by import By
from ashi.records.models import Appointment, AppointmentEvent, Patient
from ashi.records.plans import Plan, plan_of


def cancel(*, appointment: Appointment, note: str, by: By, even_begun: bool = False) -> AppointmentEvent:
    """Raises NotExpected, Changed."""
    was = _plan(appointment)
    with transaction.atomic():
        now = reservations.lock(_resources(appointment, was))
        visit = cancel_visit(appointment=appointment, by=by, note=note, send_after=UNDO, even_begun=even_begun)
        event = last_event(visit)
        keep_freed(appointment, was.stretches(lane=appointment.lane), now=now)
        _touch(appointment, was)
    return event


def move(*, appointment: Appointment, plan: Plan, by: By, outside_hours: bool = False) -> AppointmentEvent:
    """Raises NotExpected, Changed, Taken, Closed, Unlicensed."""
    was = _plan(appointment)
    with transaction.atomic():
        now = reservations.lock([*_resources(appointment, was), *plan.resources.values()])
        drop(appointment.pk)
        visit = move_visit(appointment=appointment, plan=plan, by=by, send_after=UNDO, outside_hours=outside_hours)
        event = last_event(visit)
        lane = appointment.lane
        keep_freed(appointment, without(was.stretches(lane=lane), plan.stretches(lane=lane)), now=now)
        _touch(appointment, was)
    return event


def book(
    *, plan: Plan, who: Patient | Person, terms: Terms, by: By, outside_hours: bool = False
) -> tuple[Appointment, AppointmentEvent]:
    """For somebody on record or somebody new. Raises Taken, Closed, Unlicensed."""
    with transaction.atomic():
        if isinstance(who, Patient):
            visit = book_visit(plan=plan, patient=who, terms=terms, by=by, outside_hours=outside_hours)
        else:
            visit = book_new_patient(plan=plan, person=who, terms=terms, by=by)
        for message in visit.messages.filter(WAITING):
            message.send_after = message.created_at + UNDO
            message.save(update_fields=["send_after"])
        return visit, last_event(visit)


def _plan(appointment: Appointment) -> Plan:
    return plan_of(appointment, qualification_id=appointment.qualification_id, price_cents=appointment.price_cents)


def _resources(appointment: Appointment, plan: Plan) -> Iterable[int]:
    return [*plan.resources.values(), appointment.patient.resource_id]


def _touch(appointment: Appointment, plan: Plan) -> None:
    reservations.touch(_resources(appointment, plan), location_ids=[appointment.location_id])
