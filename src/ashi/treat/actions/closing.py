"""The end of a visit: in order, or in a hurry."""

from datetime import datetime

from django.db import transaction

from ashi.core.treatment import Because
from ashi.records.audit import record, record_visit
from ashi.records.by import By
from ashi.records.models import Appointment, AppointmentStatus, Encounter, EncounterStatus
from ashi.treat.actions.changing import UNCLOSED, NotNow, Why, entity, locked
from ashi.treat.ledgers import ledger_of


def close(*, encounter: Encounter, by: By, now: datetime) -> None:
    """Every needle is out, left in on purpose, or declared missing; the visit is over. Raises NotNow otherwise."""
    with transaction.atomic():
        found = locked(encounter)
        if found.status not in UNCLOSED:
            raise NotNow(Why.CLOSED if found.status == EncounterStatus.CLOSED else Why.NOT_OPEN)
        count = ledger_of(found)
        if reasons := count.why_not_closed:
            left = count.unaccounted if Because.NEEDLES in reasons else 0
            raise NotNow(Why.NEEDLES_LEFT, left)
        if found.ended_at is None:
            found.ended_at, found.ended_by = now, str(by)
        found.status, found.closed_at, found.closed_by = EncounterStatus.CLOSED, now, str(by)
        found.save()
        _visit_is_over(found, by, now)
        record(at=now, by=by, action="close", entity=entity(found), patient_id=found.appointment.patient_id)


def end_in_emergency(*, encounter: Encounter, note: str, by: By, now: datetime) -> None:
    """The patient comes first: all needles were pulled at once. The count is put in order afterwards.

    Fainting under needles is the second most frequent incident that clinics report; a count must never hold it up.
    """
    with transaction.atomic():
        found = locked(encounter)
        if found.status != EncounterStatus.OPEN:
            raise NotNow(Why.NOT_OPEN)
        found.status, found.ended_at, found.ended_by = EncounterStatus.ENDED, now, str(by)
        found.emergency, found.emergency_note = True, note
        found.save()
        for one in found.sets.filter(started_at__isnull=False, removed_at__isnull=True):
            one.inserted_at = one.inserted_at or now
            one.removal_at = one.removal_at or now
            one.save(update_fields=["inserted_at", "removal_at"])
        _visit_is_over(found, by, now)
        record(at=now, by=by, action="emergency", entity=entity(found), patient_id=found.appointment.patient_id)


def _visit_is_over(encounter: Encounter, by: By, now: datetime) -> None:
    visit = Appointment.objects.select_for_update(no_key=True, of=("self",)).get(pk=encounter.appointment_id)
    if visit.status == AppointmentStatus.ARRIVED:
        visit.status = AppointmentStatus.FULFILLED
        visit.save(update_fields=["status"])
        record_visit(visit, at=now, by=by, kind=str(AppointmentStatus.FULFILLED), was=str(AppointmentStatus.ARRIVED))
