"""What becomes known after a visit, also of a signed chart: a missing needle turned up, one left in is out."""

from datetime import datetime

from django.db import transaction

from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import MissingNeedles, Needle
from ashi.treat.actions.changing import NotNow, Why, entity


def turned_up(*, missing: MissingNeedles, where: str, by: By, now: datetime) -> None:
    """What was declared stays; where they were found stands beside it. Raises NotNow the second time."""
    with transaction.atomic():
        if not MissingNeedles.objects.filter(pk=missing.pk, found_at=None).update(found_at=now, found_where=where):
            raise NotNow(Why.NO_SUCH_LINE)
        encounter = missing.needle.set.encounter
        record(
            at=now,
            by=by,
            action="found-missing",
            entity=entity(encounter),
            patient_id=encounter.appointment.patient_id,
            missing=missing.pk,
        )


def came_out(*, needle: Needle, by: By, now: datetime) -> None:
    """Needles left in on purpose are out: seen at a visit, or told by the patient. Raises NotNow the second time."""
    with transaction.atomic():
        left = Needle.objects.filter(pk=needle.pk, left_in__gte=1, left_out_at=None)
        if not left.update(left_out_at=now, left_out_by=str(by)):
            raise NotNow(Why.NO_SUCH_LINE)
        encounter = needle.set.encounter
        record(
            at=now,
            by=by,
            action="left-came-out",
            entity=entity(encounter),
            patient_id=encounter.appointment.patient_id,
            needle=needle.pk,
        )
