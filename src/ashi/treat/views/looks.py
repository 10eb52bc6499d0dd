"""Who looked at a chart. That somebody asked is written down too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ashi.records.audit import record
from ashi.treat.looks import looks
from ashi.treat.views.page import by, found, treating


@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    visit, now = found(pk), timezone.now()
    treating(request, visit)
    record(at=now, by=by(request), action="read-looks", entity=f"Appointment/{pk}", patient_id=visit.patient_id)
    return render(request, "treat/looks.html", {"visit": visit, "looks": looks(visit)})
