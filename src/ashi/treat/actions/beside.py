"""Moxa, cups and the like."""

from datetime import datetime

from django.db import transaction

from ashi.core.treatment import Technique
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Beside, Encounter, EncounterStatus, Side
from ashi.treat.actions.changing import NotNow, Why, entity, locked
from ashi.treat.actions.consenting import refuse_without_consent
from ashi.treat.consents import BESIDE_ASKS


def do_beside(
    *,
    encounter: Encounter,
    kind: str,
    place: str,
    method: str,
    side: str = Side.BOTH,
    count: int,
    minutes: int | None,
    by: By,
    now: datetime,
) -> Beside:
    """Raises NotNow unless the visit is open, NoConsent where what was done takes one."""
    with transaction.atomic():
        found = locked(encounter)
        if found.status != EncounterStatus.OPEN:
            raise NotNow(Why.NOT_OPEN)
        if kind in BESIDE_ASKS:
            refuse_without_consent(found, [Technique(kind)], now=now)
        done = Beside.objects.create(
            encounter=found,
            kind=kind,
            place=place,
            method=method,
            side=side or Side.BOTH,
            count=count,
            minutes=minutes,
            at=now,
            by=str(by),
        )
        record(at=now, by=by, action="beside", entity=entity(found), patient_id=found.appointment.patient_id)
        return done
