"""Where to go when something is done."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ashi.records.models import Appointment


def back_to(request: HttpRequest, visit: Appointment) -> str:
    """The page the button stood on, if it is one of ours; else the day of the visit."""
    return asked_for(request) or day_of(visit)


def asked_for(request: HttpRequest) -> str:
    """The page a form says it stood on; empty when it is none of ours."""
    asked = request.POST.get("back", "")
    fine = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if fine else ""


def day_of(visit: Appointment) -> str:
    day = visit.start.astimezone(ZoneInfo(visit.location.zone)).date()
    return f"{reverse('clinic:day', kwargs={'day': day.isoformat()})}?location={visit.location.slug}"
