"""Who is booked: what somebody typed, and the record made of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ashi.records import statements
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Consent, Keeps, Patient, PatientIdentifier, Resource, ResourceKind


@dataclass(frozen=True)
class Identifier:
    """What a program calls this person."""

    machine_key_id: int
    system: str
    value: str


@dataclass(frozen=True)
class Person:
    """What somebody typed to be booked. `phone` as E.164; one of phone and email may be empty."""

    name: str
    phone: str = ""
    email: str = ""
    language: str = "en"
    birth_date: date | None = None
    guardian_name: str = ""
    guardian_phone: str = ""
    invented: bool = False
    identifiers: tuple[Identifier, ...] = ()


def say_keeps(*, patient: Patient, keeps: Keeps, by: By, now: datetime) -> None:
    """What they would rather keep when a visit cannot be as it was booked. The audit keeps that, not what, was said."""
    with transaction.atomic():
        Patient.objects.filter(pk=patient.pk).update(keeps=keeps)
        record(
            at=now, by=by, action="correct", entity=f"Patient/{patient.pk}", patient_id=patient.pk, changed=["keeps"]
        )


def new_patient(person: Person, consents: Iterable[tuple[str, str]], *, source: str, now: datetime) -> Patient:
    """An unverified record of its own, whoever else has the same name or number: matching is the desk's."""
    patient = Patient(
        resource=statements.insert(Resource(kind=ResourceKind.PATIENT)),
        name=person.name,
        birth_date=person.birth_date,
        phone=person.phone,
        email=person.email,
        language=person.language,
        guardian_name=person.guardian_name,
        guardian_phone=person.guardian_phone,
        invented=person.invented,
        created_at=now,
    )
    statements.insert(patient)
    for kind, text_version in consents:
        Consent.objects.create(patient=patient, kind=kind, text_version=text_version, source=source, given_at=now)
    for known in person.identifiers:
        PatientIdentifier.objects.create(
            patient=patient, machine_key_id=known.machine_key_id, system=known.system, value=known.value
        )
    return patient
