"""What happened to a visit, in words and in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from ashi.messaging.models import Channel, MessageKind, OutboxMessage
from ashi.records.models import Appointment, AppointmentEvent, User


@dataclass(frozen=True)
class Line:
    at: datetime
    text: str
    who: str


def history(visit: Appointment) -> list[Line]:
    events = list(visit.events.all())
    names = _names(event.by for event in events)
    return [Line(event.at, _text(event), names.get(event.by, _door(event.by))) for event in events]


def _text(event: AppointmentEvent) -> str:
    minutes = event.detail.get("minutes", "")
    words = {
        "booked": gettext("Booked"),
        "moved": gettext("Moved"),
        "cancelled": gettext("Cancelled late") if event.detail.get("late") else gettext("Cancelled"),
        "arrived": gettext("Here"),
        "fulfilled": gettext("Finished"),
        "late": gettext("Said they would be %(minutes)s min late") % {"minutes": minutes},
        "noshow": gettext("Did not come"),
        "cleared": gettext("Cleared"),
        "released": gettext("Given back, because nobody cleared it in time"),
        "stopped": gettext("Given back, because an answer called for emergency help"),
        "asked-again": gettext("Safety questions answered again"),
        "screened": gettext("Emergency questions asked"),
        "undone": gettext("Undone"),
        "merged": gettext("Put together with another record of the same person"),
    }
    return words.get(event.kind, event.kind)


def _names(bys: Iterable[str]) -> dict[str, str]:
    ids = {by: int(by.removeprefix("user:")) for by in set(bys) if by.startswith("user:")}
    users = User.objects.in_bulk(ids.values())
    return {by: users[pk].get_full_name() or users[pk].username for by, pk in ids.items() if pk in users}


def _door(by: str) -> str:
    kind = by.partition(":")[0]
    words = {
        "patient": gettext("the patient"),
        "visitor": gettext("the patient, on the web"),
        "client": gettext("a program"),
        "system": gettext("Ashi"),
        "user": gettext("somebody who worked here"),
    }
    return words.get(kind, kind)


@dataclass(frozen=True)
class Told:
    """A message: what about, how, and what became of it."""

    what: str
    how: str
    state: str
    at: datetime


def told(visit: Appointment) -> list[Told]:
    return [_told(message) for message in visit.messages.filter(withdrawn_at=None).order_by("pk")]


def _told(message: OutboxMessage) -> Told:
    what = {
        MessageKind.CONFIRMATION: gettext("Confirmation"),
        MessageKind.CHANGE: gettext("Change"),
        MessageKind.CANCELLATION: gettext("Cancellation"),
        MessageKind.REMINDER: gettext("Reminder"),
    }.get(MessageKind(message.kind), gettext("Link"))
    how = gettext("by mail") if message.channel == Channel.MAIL else gettext("by telephone")
    done = message.called_at or message.sent_at
    if done:
        return Told(what, gettext("by telephone") if message.called_at else how, gettext("done"), done)
    if message.gave_up_at:
        return Told(what, how, gettext("could not be delivered"), message.gave_up_at)
    return Told(what, how, gettext("waits"), message.send_after)
