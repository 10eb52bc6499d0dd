"""How often something goes wrong here, for whoever treats and whoever owns; and the calls about it."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ashi.clinic.gate import staff, worker
from ashi.clinic.place import here
from ashi.clinic.roles import by
from ashi.records.models import Appointment, Location, Role
from ashi.treat.actions.adverse import telephoned
from ashi.treat.rates import rates

DAYS = (30, 90, 365, 1825)
USUAL = 365


@staff(Role.ACUPUNCTURIST, Role.OWNER)
@require_GET
def adverse(request: HttpRequest) -> HttpResponse:
    """Counts only: nobody's name stands on it."""
    if not Location.objects.exists():
        return redirect("clinic:set_up")
    location, now = here(request), timezone.now()
    asked = request.GET.get("days", "")
    days = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 and int(asked) in DAYS else USUAL
    context = {
        "rates": rates(location, since=now - timedelta(days=days), until=now),
        "days": days,
        "stretches": DAYS,
        "location": location,
        "locations": Location.objects.order_by("pk"),
        "section": "owner",
        "page_of": "adverse",
    }
    return render(request, "clinic/adverse.html", context)


@staff()
@require_POST
def asked_after(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has telephoned and asked how they are."""
    visit = get_object_or_404(Appointment, pk=pk)
    telephoned(appointment=visit, by=by(worker(request)), now=timezone.now())
    return redirect("clinic:todo")
