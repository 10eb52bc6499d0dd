"""The board on the wall: who lies with needles, and for how long still. No health details, and names cut short."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ashi.clinic.gate import staff
from ashi.clinic.place import here
from ashi.clinic.queries.lying import everybody_lying


@staff(even_idle=True)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """It hangs where nobody touches it, so it goes on while the desk is idle; looking at it keeps no desk awake."""
    location, now = here(request), timezone.now()
    rows = everybody_lying(location, now=now)
    context = {
        "rows": rows,
        "ringing": any(one.is_alarming for one in rows),
        "location": location,
        "time": now.astimezone(ZoneInfo(location.zone)).time(),
    }
    return render(request, "clinic/board.html", context)
