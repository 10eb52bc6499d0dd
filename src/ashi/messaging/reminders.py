"""Reminders: only for those who asked for them, about a day before, and not at night.

Whoever booked, moved or was confirmed within the last day has just been told, and gets none.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from ashi.messaging import outbox
from ashi.messaging.models import MessageKind, OutboxMessage
from ashi.records.models import EXPECTED, Appointment, Consent, ConsentKind, Location

AHEAD = timedelta(hours=24)
TOO_LATE = timedelta(hours=2)  # before the visit; whoever comes from far is on their way
FROM, UNTIL = time(8), time(20)  # wall time at the location


@dataclass(frozen=True)
class NotNow:
    """A reminder that must wait for the morning, or, without `until`, that no longer makes sense."""

    since: datetime
    until: datetime | None = None


def put_due(*, now: datetime) -> int:
    """Put the reminders that are due into the outbox; how many. Safe to repeat, and for several workers at once."""
    places = [place for place in Location.objects.all() if _is_daytime(now, place.zone)]
    return sum(_put_one(visit, now=now) for visit in _unreminded(places, now=now))


def not_now(message: OutboxMessage, *, now: datetime) -> NotNow | None:
    """What keeps a reminder or an offer back at the moment of sending: time has passed since it was put."""
    if (until := message.facts.get("offered_until")) and datetime.fromisoformat(until) <= now:
        return NotNow(since=now)
    if message.kind != MessageKind.REMINDER:
        return None
    visit = message.appointment
    is_so = visit.status in EXPECTED and visit.sequence == message.sequence and visit.start > now
    if not is_so or not _wanted().filter(patient=visit.patient_id).exists():
        return NotNow(since=now)
    if not _is_daytime(now, visit.location.zone):
        return NotNow(since=now, until=_next_morning(now, visit.location.zone))
    return None


def _unreminded(places: list[Location], *, now: datetime) -> QuerySet[Appointment]:
    told_lately = OutboxMessage.objects.filter(
        appointment=OuterRef("pk"), withdrawn_at=None, created_at__gt=OuterRef("start") - AHEAD
    )
    reminded = OutboxMessage.objects.filter(
        appointment=OuterRef("pk"), kind=MessageKind.REMINDER, sequence=OuterRef("sequence")
    )
    wanted = _wanted().filter(patient=OuterRef("patient"))
    coming = Appointment.objects.filter(
        location__in=places, status__in=EXPECTED, start__gt=now + TOO_LATE, start__lte=now + AHEAD
    )
    visits = coming.filter(Exists(wanted), ~Exists(told_lately), ~Exists(reminded))
    return visits.select_related("patient", "practitioner", "qualification").order_by("start")


def _put_one(visit: Appointment, *, now: datetime) -> bool:
    try:
        with transaction.atomic():
            return outbox.put(visit, MessageKind.REMINDER, now=now) is not None
    except IntegrityError:
        return False  # another worker was quicker


def _wanted() -> QuerySet[Consent]:
    return Consent.objects.filter(kind=ConsentKind.REMINDERS, revoked_at=None)


def _is_daytime(now: datetime, zone: str) -> bool:
    return FROM <= now.astimezone(ZoneInfo(zone)).time() < UNTIL


def _next_morning(now: datetime, zone: str) -> datetime:
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=local.time() >= UNTIL)
    return datetime.combine(day, FROM, tzinfo=ZoneInfo(zone))
