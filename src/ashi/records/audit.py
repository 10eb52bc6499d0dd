"""Writing down who did what, and who looked. Called inside the transaction that does it."""

from datetime import datetime
from typing import Any

from ashi.records import statements
from ashi.records.by import By
from ashi.records.models import Appointment, AppointmentEvent, AuditEvent


def record(
    *, at: datetime, by: By, action: str, entity: str, patient_id: int | None = None, **detail: Any
) -> AuditEvent:
    event = AuditEvent(at=at, by=str(by), action=action, entity=entity, patient_id=patient_id, detail=detail)
    return statements.insert(event)


def record_visit(appointment: Appointment, *, at: datetime, by: By, kind: str, **detail: Any) -> None:
    """A visit's own history and the audit entry, one row each."""
    statements.insert(AppointmentEvent(appointment=appointment, kind=kind, at=at, by=str(by), detail=detail))
    record(
        at=at,
        by=by,
        action=f"visit.{kind}",
        entity=f"Appointment/{appointment.pk}",
        patient_id=appointment.patient_id,
        **detail,
    )
