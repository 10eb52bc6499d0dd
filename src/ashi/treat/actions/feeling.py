"""What was felt and set once a needle is in: de qi, and of an electrical one the device and its strength."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Device, Needle
from ashi.treat.actions.changing import UNCLOSED, NotNow, Why, entity, locked


@dataclass(frozen=True)
class Felt:
    """Empty or None is not said, and leaves what was said before; device and strength are of electrical needles."""

    de_qi: str = ""
    device: Device | None = None
    milliampere: float | None = None


def write_felt(*, needles: Sequence[Needle], felt: Felt, by: By, now: datetime) -> None:
    """Of one line, or of each line of a set. Raises NotNow once the chart is closed, or for no needle at all."""
    if not needles:
        raise NotNow(Why.EMPTY)
    with transaction.atomic():
        found = locked(needles[0].set.encounter)
        if found.status not in UNCLOSED:
            raise NotNow(Why.CLOSED)
        rows = Needle.objects.filter(pk__in=[needle.pk for needle in needles], set__encounter=found)
        if felt.de_qi:
            rows.update(de_qi=felt.de_qi)
        current = {"device": felt.device, "milliampere": felt.milliampere}
        if said := {name: value for name, value in current.items() if value is not None}:
            rows.filter(electrical=True).update(**said)
        record(
            at=now,
            by=by,
            action="write-felt",
            entity=entity(found),
            patient_id=found.appointment.patient_id,
            needles=[needle.pk for needle in needles],
        )
