"""Putting right what is known of a person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from ashi.book.people import Person, new_patient
from ashi.clinic.queries.duplicates import APART
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Patient

CORRECTED = ("name", "phone", "email", "birth_date", "language", "keeps", "guardian_name", "guardian_phone")


def correct(*, patient: Patient, values: Mapping[str, Any], verified: bool, by: By, now: datetime) -> None:
    """`values`: any of CORRECTED; the audit keeps which changed, not what to. `verified`: an identity was shown."""
    with transaction.atomic():
        row = Patient.objects.select_for_update().get(pk=patient.pk)
        changed = [name for name in CORRECTED if name in values and getattr(row, name) != values[name]]
        for name in changed:
            setattr(row, name, values[name])
        if verified != bool(row.verified_at):
            row.verified_at = now if verified else None
            changed.append("verified_at")
        row.save(update_fields=changed)
        record(at=now, by=by, action="correct", entity=f"Patient/{row.pk}", patient_id=row.pk, changed=changed)


def write_down(*, person: Person, by: By, now: datetime) -> Patient:
    """A record for somebody who comes along with somebody else; unverified, like those of public booking."""
    with transaction.atomic():
        patient = new_patient(person, (), source="desk", now=now)
        record(at=now, by=by, action="write-down", entity=f"Patient/{patient.pk}", patient_id=patient.pk)
    return patient


def keep_apart(*, one: Patient, other: Patient, by: By, now: datetime) -> None:
    """They are two people; they are not brought up again."""
    older, newer = sorted((one.pk, other.pk))
    record(at=now, by=by, action=APART, entity=f"Patient/{older}", patient_id=older, other=newer)
