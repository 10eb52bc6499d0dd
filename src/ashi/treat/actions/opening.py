"""A chart begins: prepared before the patient comes, opened when they are here."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from ashi.core.treatment import Area
from ashi.records.audit import record, record_visit
from ashi.records.by import By
from ashi.records.models import Appointment, AppointmentStatus, Encounter, EncounterStatus, Practitioner
from ashi.treat.actions.changing import NotNow, Why, entity, locked
from ashi.treat.past import last_encounter

HERE = (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED, AppointmentStatus.FULFILLED)


def prepare(*, appointment: Appointment, practitioner: Practitioner, by: By, now: datetime) -> Encounter:
    """The visit's chart, planned if there is none yet; where a condition lies is known from last time."""
    with transaction.atomic():
        visit = _locked(appointment)
        found = Encounter.objects.filter(appointment=visit).first()
        if found:
            return found
        if visit.status in (AppointmentStatus.CANCELLED, AppointmentStatus.NOSHOW):
            raise NotNow(Why.NOT_HERE)
        last = last_encounter(visit)
        encounter = Encounter.objects.create(
            appointment=visit, practitioner=practitioner, precautions=last.precautions if last else {}
        )
        record(at=now, by=by, action="plan", entity=entity(encounter), patient_id=visit.patient_id)
        return encounter


def open_encounter(*, appointment: Appointment, practitioner: Practitioner, by: By, now: datetime) -> Encounter:
    """The patient is in the room. Last visit's prescription is copied if nothing was planned; the page shows both.

    Raises NotNow when the visit is provisional, cancelled, or its chart was opened before.
    """
    with transaction.atomic():
        visit = _locked(appointment)
        if visit.status not in HERE:
            raise NotNow(Why.NOT_HERE)
        encounter = locked(prepare(appointment=visit, practitioner=practitioner, by=by, now=now))
        if encounter.status != EncounterStatus.PLANNED:
            raise NotNow(Why.STARTED)
        last = last_encounter(visit)
        if not encounter.prescription and last:
            encounter.prescription, encounter.copied_from = last.prescription, last
        encounter.practitioner = practitioner
        encounter.status, encounter.opened_at, encounter.opened_by = EncounterStatus.OPEN, now, str(by)
        encounter.save()
        if visit.status == AppointmentStatus.BOOKED:
            visit.status = AppointmentStatus.ARRIVED
            visit.save(update_fields=["status"])
            record_visit(visit, at=now, by=by, kind="arrived", was=str(AppointmentStatus.BOOKED))
        record(at=now, by=by, action="open", entity=entity(encounter), patient_id=visit.patient_id)
        return encounter


def write_down(
    *, encounter: Encounter, reason: str, pain: int | None, findings: str, advice: str, by: By, now: datetime
) -> None:
    """Why they came, how it is, what was found and said. Raises NotNow once the chart is closed."""
    with transaction.atomic():
        found = locked(encounter)
        if found.status == EncounterStatus.CLOSED:
            raise NotNow(Why.CLOSED)
        found.reason, found.pain, found.findings, found.advice = reason, pain, findings, advice
        found.save(update_fields=["reason", "pain", "findings", "advice"])
        record(at=now, by=by, action="write", entity=entity(found), patient_id=found.appointment.patient_id)


def tell_condition(*, encounter: Encounter, condition: str, areas: Sequence[Area], by: By, now: datetime) -> None:
    """The patient has it, and there. It holds for this visit, and is the beginning of the next one's."""
    with transaction.atomic():
        found = locked(encounter)
        if found.status == EncounterStatus.CLOSED:
            raise NotNow(Why.CLOSED)
        found.precautions = {**found.precautions, condition: [area.key for area in areas]}
        found.save(update_fields=["precautions"])
        record(
            at=now,
            by=by,
            action="tell-condition",
            entity=entity(found),
            patient_id=found.appointment.patient_id,
            condition=condition,
        )


def _locked(appointment: Appointment) -> Appointment:
    return Appointment.objects.select_for_update(no_key=True, of=("self",)).get(pk=appointment.pk)
