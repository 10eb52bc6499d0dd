"""A signed chart: amended, and put on paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from ashi.records.audit import record
from ashi.records.models import Appointment, Encounter, EncounterStatus
from ashi.treat.actions.amending import amend as write_amendment
from ashi.treat.note_forms import AmendForm
from ashi.treat.paper import may_be_pdf, pdf
from ashi.treat.queries import chart
from ashi.treat.views.page import by, done, found, own_name, page, treating


@require_POST
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    visit, form = found(pk), AmendForm(request.POST)
    treating(request, visit)
    if not Encounter.objects.filter(appointment=visit, status=EncounterStatus.CLOSED).exists():
        return page(request, visit, status=409, refused=gettext("The chart is not signed yet: write into it."))
    if not form.is_valid():
        return page(request, visit, status=422, amend_form=form, wrong=form)
    said, name = form.cleaned_data, own_name(request)
    return done(
        request,
        pk,
        lambda one, by, now: write_amendment(encounter=one, **said, by_name=name, by=by, now=now),
        at="#kept-note",
    )


@require_GET
def on_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole chart on one page for the printer. Whoever takes it along is written down."""
    context = _taken_along(request, found(pk), "print")
    return render(request, "treat/print.html", {**context, "may_be_pdf": may_be_pdf()})


@require_GET
def as_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a file, where files can be made; the page for the printer says how to make one otherwise."""
    visit = found(pk)
    treating(request, visit)
    if not may_be_pdf():
        return redirect("treat:print", pk=pk)
    return pdf(request, "treat/print.html", _taken_along(request, visit, "file"), name=f"chart-{visit.reference}")


def _taken_along(request: HttpRequest, visit: Appointment, action: str) -> dict[str, Any]:
    now = timezone.now()
    treating(request, visit)
    shown = chart(visit, now=now)
    record(at=now, by=by(request), action=action, entity=f"Appointment/{visit.pk}", patient_id=visit.patient_id)
    return {"chart": shown, "visit": visit, "now": now}
