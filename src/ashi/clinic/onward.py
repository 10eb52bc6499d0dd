"""Where to go when something is done."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ashi.records.models import Appointment


def back_to(request: HttpRequest, visit: Appointment) -> str:
    """The page the button stood on, if it is one of ours; else the day of the visit."""
    asked = request.POST.get("back", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return day_of(visit)


def day_of(visit: Appointment) -> str:
    day = visit.start.astimezone(ZoneInfo(visit.location.zone)).date()
    return f"{reverse('clinic:day', kwargs={'day': day.isoformat()})}?location={visit.location.slug}"
