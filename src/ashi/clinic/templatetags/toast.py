"""What was just done, and the button that takes it back."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from ashi.book.together import TOGETHER
from ashi.clinic.actions.leave import CLOSE, LEAVE, LEAVE_BACK, OPEN_AGAIN
from ashi.clinic.actions.merging import MERGE
from ashi.clinic.actions.replanning import REPLAN
from ashi.clinic.actions.together_back import booked_by
from ashi.clinic.undoing import Done, latest
from ashi.messaging.models import WAITING, OutboxMessage
from ashi.records.models import AppointmentEvent, AuditEvent
from ashi.web import wording

register = template.Library()


@register.inclusion_tag("clinic/parts/toast.html", takes_context=True)
def toast(context: Mapping[str, Any]) -> dict[str, Any]:
    request = context["request"]
    done = latest(request, now=timezone.now())
    return {
        "done": done,
        "address": _address(done) if done else "",
        "text": _words(done) if done else "",
        "nobody_told": _nobody_told(done) if done else False,
        "back": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }


def _nobody_told(done: Done) -> bool:
    if isinstance(done, AppointmentEvent):
        return done.appointment.messages.filter(WAITING).exists()
    if done.action == TOGETHER:
        messages = OutboxMessage.objects.filter(appointment__in=booked_by(done))
        return messages.exists() and not messages.exclude(WAITING).exists()
    return done.action == REPLAN


def _address(done: Done) -> str:
    return reverse("clinic:undo" if isinstance(done, AppointmentEvent) else "clinic:undo_noted", args=[done.pk])


def _words(done: Done) -> str:
    return _text(done) if isinstance(done, AppointmentEvent) else _noted(done)


def _noted(noted: AuditEvent) -> str:
    if noted.action == TOGETHER:
        return _together(noted)
    name, moved = noted.patient.name if noted.patient else "", noted.detail.get("moved", 0)
    if not isinstance(moved, int):
        moved = 0  # of two records put together it is what changed hands
    words = {
        LEAVE: gettext("Written down."),
        CLOSE: gettext("Written down."),
        LEAVE_BACK: gettext("Taken back."),
        OPEN_AGAIN: gettext("Taken back."),
        REPLAN: ngettext("%(count)s visit is planned again.", "%(count)s visits are planned again.", moved),
        MERGE: gettext("The two records of %(name)s are one now."),
    }
    return words[noted.action] % {"name": name, "count": moved}


def _together(noted: AuditEvent) -> str:
    visits = booked_by(noted)
    start = visits[0].start.astimezone(ZoneInfo(visits[0].location.zone))
    names = wording.listed([visit.patient.name for visit in visits])
    return gettext("%(names)s are booked together for %(time)s.") % {"names": names, "time": wording.moment(start)}


def _text(event: AppointmentEvent) -> str:
    visit = event.appointment
    start = visit.start.astimezone(ZoneInfo(visit.location.zone))
    facts = {
        "name": visit.patient.name,
        "time": wording.moment(start),
        "room": visit.room.name,
        "minutes": event.detail.get("minutes", 0),
    }
    words = {
        "booked": gettext("%(name)s is booked for %(time)s, %(room)s."),
        "moved": gettext("%(name)s moved to %(time)s, %(room)s."),
        "cancelled": gettext("The visit of %(name)s is cancelled."),
        "arrived": gettext("%(name)s is here."),
        "fulfilled": gettext("The visit of %(name)s is finished."),
        "late": gettext("%(name)s will be %(minutes)d min late."),
        "noshow": gettext("%(name)s did not come."),
        "cleared": gettext("The visit of %(name)s is cleared."),
    }
    return words[event.kind] % facts
