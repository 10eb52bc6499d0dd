"""Putting a message into the outbox, and taking it back. Call `put` inside the transaction of the event."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Least

from ashi.messaging.facts import kept
from ashi.messaging.models import WAITING, Channel, MessageKind, OutboxMessage
from ashi.records import statements
from ashi.records.models import Appointment, AppointmentStatus

UNDO = timedelta(minutes=3)


def put(
    appointment: Appointment,
    kind: MessageKind,
    *,
    now: datetime,
    send_after: datetime | None = None,
    given_back: bool = False,
) -> OutboxMessage | None:
    """One row for this event, or None when the patient left neither mail address nor telephone number.

    A mail goes out by itself; without an address the desk gets a call to make. `given_back`: the clinic took the time
    back and owes a call as well; the mail does not say why.
    """
    news = {}
    if kind in (MessageKind.CHANGE, MessageKind.CANCELLATION):
        news = _news(appointment, kind, now)
        news["released"] |= given_back
        _clear_the_way(appointment, now=now, send_after=send_after or now)
    return _put(appointment, kind, news, _id_of_event(appointment, kind), now=now, send_after=send_after or now)


def put_course(
    visits: Sequence[Appointment], *, event: str, planned: int, now: datetime, send_after: datetime | None = None
) -> OutboxMessage | None:
    """One row for what has happened to a whole course: `visits` are those it happened to, of one patient at one place.

    It belongs to the first of them; the others have none of their own for this event. `event`: see CourseFacts.
    """
    due = send_after or now
    kind = MessageKind.CONFIRMATION if event == "booked" else MessageKind.CHANGE
    if kind == MessageKind.CHANGE:
        for visit in visits:
            _clear_the_way(visit, now=now, send_after=due)
    rows = [{"reference": each.reference, "sequence": each.sequence, **kept(each)} for each in visits]
    news = {"course": {"event": event, "planned": planned, "visits": rows}}
    return _put(visits[0], kind, news, _id_of_event(visits[0], kind), now=now, send_after=due)


def put_link(appointment: Appointment, *, now: datetime) -> OutboxMessage | None:
    """The private link once more, by mail; None without a mail address. As often as it is asked for."""
    if not appointment.patient.email:
        return None
    return _put(appointment, MessageKind.LINK, {}, uuid4(), now=now, send_after=now)


def put_call(appointment: Appointment, *, now: datetime) -> OutboxMessage:
    """A call to make about a visit that cannot be where it is booked, and for which no other time was found.

    It is about the visit as it is now: once that is moved or cancelled, nobody has to call. Asked for again, it is the
    same call.
    """
    known = OutboxMessage.objects.filter(
        WAITING, appointment=appointment, sequence=appointment.sequence, facts__has_key="unplaced"
    )
    return known.first() or statements.insert(
        OutboxMessage(
            appointment=appointment,
            kind=MessageKind.LINK,  # nothing has happened to the visit: not one of the messages about its events
            sequence=appointment.sequence,
            channel=Channel.CALL,
            address=appointment.patient.phone,
            language=appointment.patient.language,
            facts=kept(appointment) | {"unplaced": True},
            message_id=f"<{uuid4()}@{_host()}>",
            created_at=now,
            send_after=now,
        )
    )


def put_offer(appointment: Appointment, *, start: datetime, until: datetime, now: datetime) -> OutboxMessage | None:
    """The private link, because an earlier time is kept for the visit until then; a call to make without a mail
    address."""
    news = {"offered": start.isoformat(), "offered_until": until.isoformat()}
    return _put(appointment, MessageKind.LINK, news, uuid4(), now=now, send_after=now)


def withdraw_offer(appointment: Appointment, *, start: datetime, now: datetime) -> None:
    """Nobody has to be told of an offer that was answered before its message went out."""
    told = OutboxMessage.objects.filter(_not_in_hand(now), appointment=appointment, facts__offered=start.isoformat())
    told.update(withdrawn_at=now)


def _put(
    appointment: Appointment, kind: MessageKind, news: dict[str, Any], id: UUID, *, now: datetime, send_after: datetime
) -> OutboxMessage | None:
    patient = appointment.patient
    address = patient.email or patient.phone
    if not address:
        return None
    message = OutboxMessage(
        appointment=appointment,
        kind=kind,
        sequence=appointment.sequence,
        channel=Channel.MAIL if patient.email else Channel.CALL,
        address=address,
        language=patient.language,
        facts=kept(appointment) | news,
        message_id=f"<{id}@{_host()}>",
        created_at=now,
        send_after=send_after,
    )
    return statements.insert(message)


def withdraw(*, appointment: Appointment, sequence: int, now: datetime) -> bool:
    """Take back the message of an event that was undone. False: it is sent or being sent, so what is true now has to
    be said by a further message."""
    event = OutboxMessage.objects.filter(_not_in_hand(now), appointment=appointment, sequence=sequence)
    return event.exclude(kind__in=[MessageKind.REMINDER, MessageKind.LINK]).update(withdrawn_at=now) > 0


def _clear_the_way(appointment: Appointment, *, now: datetime, send_after: datetime) -> None:
    """Messages of one visit go out in order, so what is older must not keep news waiting.

    A reminder that has not gone yet reminds of what is no longer so; an older mail that pauses after a failure is tried
    again when the news is due.
    """
    older = OutboxMessage.objects.filter(_not_in_hand(now), appointment=appointment)
    older.filter(kind=MessageKind.REMINDER).update(withdrawn_at=now)
    older.filter(channel=Channel.MAIL).update(send_after=Least("send_after", send_after))


def _not_in_hand(now: datetime) -> Q:
    return WAITING & (Q(claimed_until=None) | Q(claimed_until__lte=now))


def _news(appointment: Appointment, kind: MessageKind, now: datetime) -> dict[str, Any]:
    """What is different from what the patient was told last."""
    told = _told(appointment)
    moved = told.get("start") not in (None, appointment.start.isoformat())
    return {
        "before": told["start"] if moved else None,
        "cleared": kind == MessageKind.CHANGE and appointment.cleared_at == now,
        "restored": kind == MessageKind.CHANGE and told.get("status") == AppointmentStatus.CANCELLED,
        "released": kind == MessageKind.CANCELLATION and _ran_out(appointment, now),
    }


def _told(appointment: Appointment) -> dict[str, Any]:
    """What the patient was told last of this visit, by itself or as one of a course."""
    earlier = appointment.messages.filter(withdrawn_at=None).order_by("-sequence", "-pk").first()
    if appointment.care_plan_id is None:
        return earlier.facts if earlier else {}
    best = (earlier.sequence, earlier.facts) if earlier else (-1, {})
    of_course = OutboxMessage.objects.filter(
        appointment__care_plan=appointment.care_plan_id, facts__has_key="course", withdrawn_at=None
    )
    for facts in of_course.order_by("pk").values_list("facts", flat=True):
        for row in facts["course"]["visits"]:
            if row["reference"] == appointment.reference and row["sequence"] >= best[0]:
                best = row["sequence"], row
    return best[1]


def _ran_out(appointment: Appointment, now: datetime) -> bool:
    """Nobody cleared a provisional visit in time."""
    return appointment.clear_by is not None and appointment.clear_by <= now


def _id_of_event(appointment: Appointment, kind: MessageKind) -> UUID:
    """The same for a repeat, another for every event; mail servers log it, so it says nothing of the visit."""
    return uuid5(NAMESPACE_URL, f"ashi:message:{appointment.reference}:{appointment.sequence}:{kind}")


def _host() -> str:
    host = urlsplit(settings.BASE_URL).hostname or ""
    return host if "." in host and host.rpartition(".")[2].isalpha() else "ashi.invalid"
