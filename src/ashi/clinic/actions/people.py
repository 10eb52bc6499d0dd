"""Putting right what is known of a person, and putting two records of one person together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from ashi.clinic.queries.duplicates import APART
from ashi.records import reservations
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Appointment, Consent, Occupancy, Patient, PatientIdentifier

CORRECTED = ("name", "phone", "email", "birth_date", "language", "guardian_name", "guardian_phone")
FILLED = ("phone", "email", "birth_date", "guardian_name", "guardian_phone")


class NotMerged(Exception):
    """The two cannot be one: `why` is "overlap" (both have a visit at the same time), "birth" or "gone"."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def correct(*, patient: Patient, values: Mapping[str, Any], verified: bool, by: By, now: datetime) -> None:
    """`values` of CORRECTED; the audit keeps which of them changed, not what to. `verified`: an identity was shown."""
    with transaction.atomic():
        row = Patient.objects.select_for_update().get(pk=patient.pk)
        changed = [name for name in CORRECTED if getattr(row, name) != values[name]]
        for name in changed:
            setattr(row, name, values[name])
        if verified != bool(row.verified_at):
            row.verified_at = now if verified else None
            changed.append("verified_at")
        row.save(update_fields=changed)
        record(at=now, by=by, action="correct", entity=f"Patient/{row.pk}", patient_id=row.pk, changed=changed)


def merge(*, keep: Patient, other: Patient, by: By) -> None:
    """Everything of `other` becomes `keep`'s; the other record stays and leads to it. Raises NotMerged."""
    with transaction.atomic():
        now = reservations.lock([keep.resource_id, other.resource_id])
        kept, gone = _both(keep, other)
        if _overlap(kept, gone):
            raise NotMerged("overlap")
        visits = Appointment.objects.filter(patient=gone)
        locations = set(visits.values_list("location", flat=True))
        ids = list(visits.values_list("pk", flat=True))
        visits.update(patient=kept)
        Occupancy.objects.filter(resource=gone.resource_id).update(resource=kept.resource_id)
        Consent.objects.filter(patient=gone).update(patient=kept)
        PatientIdentifier.objects.filter(patient=gone).update(patient=kept)
        Patient.objects.filter(merged_into=gone).update(merged_into=kept)
        for name in FILLED:
            setattr(kept, name, getattr(kept, name) or getattr(gone, name))
        kept.save()
        gone.merged_into = kept
        gone.save(update_fields=["merged_into"])
        for row, detail in ((kept, {"from": gone.pk, "visits": ids}), (gone, {"into": kept.pk})):
            record(at=now, by=by, action="merge", entity=f"Patient/{row.pk}", patient_id=row.pk, **detail)
        reservations.touch([kept.resource_id, gone.resource_id], location_ids=locations)


def keep_apart(*, one: Patient, other: Patient, by: By, now: datetime) -> None:
    """They are two people; they are not brought up again."""
    older, newer = sorted((one.pk, other.pk))
    record(at=now, by=by, action=APART, entity=f"Patient/{older}", patient_id=older, other=newer)


def _both(keep: Patient, other: Patient) -> tuple[Patient, Patient]:
    rows = Patient.objects.select_for_update().filter(pk__in=[keep.pk, other.pk], merged_into=None).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) != 2:
        raise NotMerged("gone")
    kept, gone = found[keep.pk], found[other.pk]
    if kept.birth_date and gone.birth_date and kept.birth_date != gone.birth_date:
        raise NotMerged("birth")
    return kept, gone


def _overlap(one: Patient, other: Patient) -> bool:
    """Nobody is in two rooms at once."""
    theirs = list(Occupancy.objects.filter(resource=other.resource_id).values_list("start", "end"))
    mine = Occupancy.objects.filter(resource=one.resource_id).values_list("start", "end")
    return any(start < end_ and begin < end for start, end in mine for begin, end_ in theirs)
