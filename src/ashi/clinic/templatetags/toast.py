"""What was just done, and the button that takes it back."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from ashi.clinic.undoing import latest
from ashi.messaging.models import WAITING
from ashi.records.models import AppointmentEvent
from ashi.web import wording

register = template.Library()


@register.inclusion_tag("clinic/parts/toast.html", takes_context=True)
def toast(context: Mapping[str, Any]) -> dict[str, Any]:
    request = context["request"]
    event = latest(request, now=timezone.now())
    return {
        "event": event,
        "text": _text(event) if event else "",
        "nobody_told": bool(event and event.appointment.messages.filter(WAITING).exists()),
        "back": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }


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
    }
    return words[event.kind] % facts
