"""A patient agrees, technique by technique, and may take it back; without it nothing goes in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from ashi.core.treatment import Placed, Signer, Technique, good_until, techniques_of
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import (
    Appointment,
    ConsentText,
    ConsentWay,
    Encounter,
    Patient,
    Practitioner,
    TreatmentConsent,
)
from ashi.treat.actions.changing import NotNow, Why
from ashi.treat.consents import born_on, consents_of


class NoConsent(NotNow):
    """Nobody has agreed to these, or what was agreed is not in force; `techniques` in the order of the enum."""

    def __init__(self, techniques: tuple[Technique, ...]) -> None:
        self.techniques = techniques
        super().__init__(Why.NO_CONSENT, len(techniques))


@dataclass(frozen=True)
class Signature:
    """Who agreed, and how: `relation` of a guardian, `witness` where it was said aloud or signed on paper."""

    name: str
    language: str
    signer: Signer = Signer.PATIENT
    relation: str = ""
    way: ConsentWay = ConsentWay.READ
    witness: str = ""


def sign(
    *,
    appointment: Appointment,
    techniques: Sequence[Technique],
    signature: Signature,
    practitioner: Practitioner,
    by: By,
    now: datetime,
) -> list[TreatmentConsent]:
    """One consent a technique, to the words in force. Raises NotNow: nothing chosen, a minor, or a witness who is
    nobody else."""
    if not techniques:
        raise NotNow(Why.NOTHING_AGREED)
    if signature.witness and signature.witness.casefold().strip() == practitioner.name.casefold().strip():
        raise NotNow(Why.ALONE)
    with transaction.atomic():
        Patient.objects.select_for_update(no_key=True, of=("self",)).get(pk=appointment.patient_id)
        if consents_of(appointment, now=now).by_guardian and signature.signer is not Signer.GUARDIAN:
            raise NotNow(Why.MINOR)
        texts = ConsentText.objects.filter(in_force=True, technique__in=techniques)
        rows = [_row(appointment, text, signature, practitioner, by, now) for text in texts.order_by("pk")]
        TreatmentConsent.objects.bulk_create(rows)
        _note(
            appointment, "consent", by, now, techniques=sorted(techniques), signer=signature.signer, way=signature.way
        )
        return rows


def withdraw(*, consent: TreatmentConsent, appointment: Appointment, why: str, by: By, now: datetime) -> None:
    """The patient takes it back, at this visit. What is in has to come out by hand; no other one goes in."""
    with transaction.atomic():
        found = TreatmentConsent.objects.select_for_update(no_key=True, of=("self",)).get(pk=consent.pk)
        same = TreatmentConsent.objects.filter(
            patient=found.patient_id, text__technique=found.text.technique, withdrawn_at=None
        )
        if not same.update(withdrawn_at=now, withdrawn_by=str(by), withdrawn_why=why):
            raise NotNow(Why.NO_SUCH_LINE)
        _note(appointment, "withdraw-consent", by, now, technique=found.text.technique)


def refuse_without_consent(encounter: Encounter, techniques: Iterable[Technique], *, now: datetime) -> None:
    """Raises NoConsent."""
    if lacking := consents_of(encounter.appointment, now=now).lacking(techniques):
        raise NoConsent(tuple(one.technique for one in lacking))


def refuse_points_without_consent(encounter: Encounter, points: Iterable[Placed], *, now: datetime) -> None:
    """Raises NoConsent."""
    refuse_without_consent(encounter, techniques_of(points), now=now)


def _row(
    appointment: Appointment,
    text: ConsentText,
    signature: Signature,
    practitioner: Practitioner,
    by: By,
    now: datetime,
) -> TreatmentConsent:
    zone, born = ZoneInfo(appointment.location.zone), born_on(appointment)
    return TreatmentConsent(
        patient_id=appointment.patient_id,
        care_plan_id=appointment.care_plan_id,
        text=text,
        language=signature.language,
        way=signature.way,
        signer=str(signature.signer),
        name=signature.name,
        relation=signature.relation,
        witness=signature.witness,
        practitioner=practitioner,
        signed_at=now,
        good_until=good_until(signed=now, signer=signature.signer, born=born, zone=zone),
        by=str(by),
    )


def _note(visit: Appointment, action: str, by: By, now: datetime, **detail: object) -> None:
    record(at=now, by=by, action=action, entity=f"Appointment/{visit.pk}", patient_id=visit.patient_id, **detail)
