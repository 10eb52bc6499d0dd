"""Putting a message into the outbox. Call it inside the transaction of the event it tells about."""

from datetime import datetime, timedelta
from typing import Any

from ashi.messaging.facts import kept
from ashi.messaging.models import Channel, MessageKind, OutboxMessage
from ashi.records.models import Appointment

UNDO = timedelta(minutes=3)


def put(
    appointment: Appointment, kind: MessageKind, *, now: datetime, send_after: datetime | None = None
) -> OutboxMessage | None:
    """One row for this event, or None when the patient left neither mail address nor telephone number.

    A mail goes out by itself; without an address the desk gets a call to make.
    """
    patient = appointment.patient
    channel = Channel.MAIL if patient.email else Channel.CALL
    address = patient.email or patient.phone
    if not address:
        return None
    return OutboxMessage.objects.create(
        appointment=appointment,
        kind=kind,
        sequence=appointment.sequence,
        channel=channel,
        address=address,
        language=patient.language,
        facts=_facts(appointment),
        message_id=f"{appointment.reference}.{appointment.sequence}.{kind}@ashi.invalid".lower(),
        created_at=now,
        send_after=send_after or now,
    )


def _facts(appointment: Appointment) -> dict[str, Any]:
    return kept(appointment)
