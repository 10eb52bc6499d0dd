"""A signed chart is corrected beside itself: who, when, why."""

from datetime import datetime

from django.db import transaction

from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Amendment, Encounter, EncounterStatus
from ashi.treat.actions.changing import NotNow, Why, entity, locked


def amend(*, encounter: Encounter, text: str, reason: str, by_name: str, by: By, now: datetime) -> Amendment:
    """Raises NotNow until the chart is closed: before that it is written into itself."""
    with transaction.atomic():
        found = locked(encounter)
        if found.status != EncounterStatus.CLOSED:
            raise NotNow(Why.NOT_OPEN)
        said = {"text": text, "reason": reason, "by_name": by_name}
        written = Amendment.objects.create(encounter=found, **said, by=str(by), at=now)
        record(
            at=now,
            by=by,
            action="amend",
            entity=entity(found),
            patient_id=found.appointment.patient_id,
            amendment=written.pk,
        )
        return written
