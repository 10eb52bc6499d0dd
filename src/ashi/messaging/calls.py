"""The call list: patients whom no mail reaches, or whom a mail alone should not tell."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ashi.messaging.facts import Facts, facts_of
from ashi.messaging.models import WAITING, Channel, MessageKind, OutboxMessage
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import EXPECTED, Location, Patient
from ashi.records.unanswered import waits_for_answers

STILL_OWED = timedelta(days=7)  # a call about a provisional visit that was given back


class Why(StrEnum):
    NO_MAIL = "no-mail"  # the patient left only a telephone number
    MAIL_FAILED = "mail-failed"
    RELEASED = "released"  # nobody cleared a provisional visit in time: the patient needs another way
    OFFER = "offer"  # an earlier time is kept for them for a while
    UNPLACED = "unplaced"  # it cannot be where it is booked, and no other time was found
    STOPPED = "stopped"  # an answer before the visit called for emergency help: the patient needs to be asked after


FIRST = {Why.UNPLACED: 0, Why.OFFER: 1}


@dataclass(frozen=True)
class Call:
    """A call to make: everything that has happened to one visit since its patient was told last.

    `phone` is empty when the mail failed and there is no number either. Who shows the name has looked at the record.
    """

    message_id: int
    appointment_id: int
    kind: MessageKind
    why: Why
    patient: Patient
    phone: str
    language: str
    facts: Facts
    since: datetime
    ask: bool  # the safety questions as well: nobody has asked them yet


def waiting_calls(location: Location, *, now: datetime) -> list[Call]:
    """The calls to make: visits that have nowhere to be first, then times that are kept for a while, then those about
    the next visits; one a visit, about the last thing that happened to it."""
    last: dict[int, OutboxMessage] = {}
    for message in _uncalled(now).filter(appointment__location=location).order_by("pk"):
        if not _ran_out(message, now):
            last[message.appointment_id] = message
    calls = [_call(message, now) for message in last.values()]
    return sorted(calls, key=lambda call: (FIRST.get(call.why, len(FIRST)), call.facts.start, call.message_id))


def mark_called(*, message_id: int, by: By, now: datetime) -> bool:
    """The patient was told; earlier calls about the same visit are settled with it. False: somebody else has called."""
    with transaction.atomic():
        message = OutboxMessage.objects.select_related("appointment").get(pk=message_id)
        visit = message.appointment
        open_calls = _uncalled(now).filter(appointment=visit, pk__lte=message_id).order_by()
        open_ids = list(open_calls.values_list("pk", flat=True))
        called = OutboxMessage.objects.filter(pk__in=open_ids, called_at=None)
        if not called.update(called_at=now, called_by=str(by)):
            return False
        OutboxMessage.objects.filter(WAITING, pk__in=open_ids, channel=Channel.CALL).update(sent_at=now)
        entity = f"Appointment/{visit.pk}"
        record(at=now, by=by, action="message.called", entity=entity, patient_id=visit.patient_id, message=message_id)
    return True


def _ran_out(message: OutboxMessage, now: datetime) -> bool:
    """The time it tells of is not kept any more: as with a mail that comes too late, nobody is told."""
    until = message.facts.get("offered_until")
    return until is not None and datetime.fromisoformat(until) <= now


def _uncalled(now: datetime) -> QuerySet[OutboxMessage]:
    by_phone = WAITING & Q(channel=Channel.CALL, send_after__lte=now, appointment__start__gt=now)
    reached_later = OutboxMessage.objects.filter(
        appointment=OuterRef("appointment"), pk__gt=OuterRef("pk"), sent_at__isnull=False
    )
    failed = Q(gave_up_at__isnull=False, appointment__start__gt=now) & ~Exists(reached_later)
    released = Q(kind=MessageKind.CANCELLATION, facts__released=True, created_at__gt=now - STILL_OWED)
    rows = OutboxMessage.objects.filter(by_phone | failed | released, called_at=None, withdrawn_at=None)
    unplaced = Q(pk__in=OutboxMessage.objects.filter(facts__has_key="unplaced").values("pk"))
    as_it_was = Q(appointment__sequence=F("sequence"), appointment__status__in=EXPECTED)
    return rows.filter(~unplaced | as_it_was).select_related("appointment__patient")


def _call(message: OutboxMessage, now: datetime) -> Call:
    patient = message.appointment.patient
    return Call(
        message_id=message.pk,
        appointment_id=message.appointment_id,
        kind=MessageKind(message.kind),
        why=_why(message),
        patient=patient,
        phone=message.address if message.channel == Channel.CALL else patient.phone,
        language=message.language,
        facts=facts_of(message.appointment, message.facts, message.sequence),
        since=message.created_at,
        ask=waits_for_answers(message.appointment, now=now),
    )


def _why(message: OutboxMessage) -> Why:
    if message.facts.get("released"):
        # The message itself is the same for both, so that it tells nobody else.
        stopped = message.appointment.events.filter(kind="stopped").exists()
        return Why.STOPPED if stopped else Why.RELEASED
    if message.facts.get("unplaced"):
        return Why.UNPLACED
    if message.facts.get("offered"):
        return Why.OFFER
    return Why.NO_MAIL if message.channel == Channel.CALL else Why.MAIL_FAILED
