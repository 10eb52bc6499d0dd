"""How it is going, for the owner."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ashi.clinic.gate import staff
from ashi.clinic.place import here
from ashi.clinic.queries.owner import report
from ashi.records.models import Location, Role


@staff(Role.OWNER)
@require_GET
def owner(request: HttpRequest) -> HttpResponse:
    """A clinic without a place has nothing to report yet: first it is set up."""
    if not Location.objects.exists():
        return redirect("clinic:set_up")
    location = here(request)
    context = {
        "report": report(location, now=timezone.now()),
        "location": location,
        "locations": Location.objects.order_by("pk"),
        "section": "owner",
        "page_of": "report",
    }
    return render(request, "clinic/owner.html", context)
