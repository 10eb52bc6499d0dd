"""Putting two records of one person together, and taking them apart again.

Everything that says whose it is moves: visits, consents, whatever the stages keep of a patient. What moved is written
into the audit, by id, so that it can go back.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from ashi.clinic.actions.undo import TooLate
from ashi.messaging.outbox import UNDO
from ashi.records import reservations
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Appointment, AuditEvent, Consent, Occupancy, Patient

FILLED = ("phone", "email", "birth_date", "keeps", "guardian_name", "guardian_phone")
MERGE, UNMERGE = "merge", "unmerge"
# Who only looked has changed nothing.
LOOKS = (
    *("read", "search", "visit.read", "read-chart", "read-adverse", "read-consent", "read-looks"),
    *("print", "file", "stricta", "stricta-file"),
)
VISITS = "records.Appointment.patient"
Moved = dict[str, list[int]]


class NotMerged(Exception):
    """The two cannot be one: `why` is "overlap" (both have a visit at the same time), "birth", "gone" or "bound"
    (something of the other record cannot change hands, such as a signed note)."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def merge(*, keep: Patient, other: Patient, by: By) -> AuditEvent:
    """Everything of `other` becomes `keep`'s; the other record stays and leads to it. Raises NotMerged."""
    with transaction.atomic():
        now = reservations.lock([keep.resource_id, other.resource_id])
        kept, gone = _both(keep, other)
        if _overlap(kept, gone):
            raise NotMerged("overlap")
        moved = _move_all(gone, kept)
        filled = [name for name in FILLED if not getattr(kept, name) and getattr(gone, name)]
        for name in filled:
            setattr(kept, name, getattr(gone, name))
        kept.save()
        gone.merged_into = kept
        gone.save(update_fields=["merged_into"])
        record(at=now, by=by, action=MERGE, entity=f"Patient/{gone.pk}", patient_id=gone.pk, into=kept.pk)
        detail: dict[str, Any] = {"from": gone.pk, "visits": moved[VISITS]}
        noted = record(
            at=now,
            by=by,
            action=MERGE,
            entity=f"Patient/{kept.pk}",
            patient_id=kept.pk,
            moved=moved,
            filled=filled,
            **detail,
        )
        _touch(kept, gone, moved)
    return noted


def may_unmerge(noted: AuditEvent, *, by: By, now: datetime) -> bool:
    """Only one's own, only for three minutes, and only while nothing else has happened to either record: what came
    after belongs to one of the two, and nobody could say to which."""
    if noted.action != MERGE or noted.by != str(by) or "moved" not in noted.detail or noted.at <= now - UNDO:
        return False
    both = (noted.patient_id, noted.detail["from"])
    since = AuditEvent.objects.filter(patient__in=both, pk__gt=noted.pk).exclude(action__in=LOOKS)
    return not since.exists()


def unmerge(*, noted: AuditEvent, by: By) -> Patient:
    """Two records again, each with what was its own. Raises TooLate."""
    kept, gone = noted.patient, Patient.objects.get(pk=noted.detail["from"])
    if kept is None:
        raise TooLate
    with transaction.atomic():
        now = reservations.lock([kept.resource_id, gone.resource_id])
        rows = Patient.objects.select_for_update().in_bulk([kept.pk, gone.pk])
        kept, gone = rows[kept.pk], rows[gone.pk]
        if not may_unmerge(noted, by=by, now=now) or gone.merged_into_id != kept.pk:
            raise TooLate
        moved: Moved = noted.detail["moved"]
        for label, relation in _relations():
            relation.related_model._base_manager.filter(pk__in=moved.get(label, [])).update(
                **{relation.field.name: gone}
            )
        visits = moved[VISITS]
        Occupancy.objects.filter(resource=kept.resource_id, appointment__in=visits).update(resource=gone.resource_id)
        for name in noted.detail["filled"]:
            setattr(kept, name, None if name == "birth_date" else "")
        kept.save()
        gone.merged_into = None
        gone.save(update_fields=["merged_into"])
        for one, other in ((kept, gone), (gone, kept)):
            record(at=now, by=by, action=UNMERGE, entity=f"Patient/{one.pk}", patient_id=one.pk, other=other.pk)
        _touch(kept, gone, moved)
    return kept


def _relations() -> Iterator[tuple[str, models.ForeignObjectRel]]:
    """Every table that says whose something is; the audit says what was true when it was written."""
    for relation in Patient._meta.related_objects:
        if relation.related_model is not AuditEvent and relation.field.concrete and not relation.many_to_many:
            yield f"{relation.related_model._meta.label}.{relation.field.name}", relation


def _move_all(gone: Patient, kept: Patient) -> Moved:
    moved: Moved = {}
    try:
        with transaction.atomic():
            for label, relation in _relations():
                rows = relation.related_model._base_manager.filter(**{relation.field.name: gone})
                if relation.related_model is Consent:
                    rows = rows.exclude(revoked_at=None, kind__in=_live_consents(kept))
                ids = list(rows.order_by("pk").values_list("pk", flat=True))
                relation.related_model._base_manager.filter(pk__in=ids).update(**{relation.field.name: kept})
                moved[label] = ids
    except IntegrityError as error:
        raise NotMerged("bound") from error
    Occupancy.objects.filter(resource=gone.resource_id).update(resource=kept.resource_id)
    return moved


def _live_consents(kept: Patient) -> list[str]:
    """What they have agreed to already: the same said twice stays where it was said."""
    return list(Consent.objects.filter(patient=kept, revoked_at=None).values_list("kind", flat=True))


def _touch(kept: Patient, gone: Patient, moved: Moved) -> None:
    visits = Appointment.objects.filter(pk__in=moved[VISITS])
    locations = set(visits.values_list("location", flat=True))
    reservations.touch([kept.resource_id, gone.resource_id], location_ids=locations)


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
