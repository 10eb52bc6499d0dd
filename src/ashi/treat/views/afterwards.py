"""What was felt at needles that are in, and what became of those that were not out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from ashi.records.models import MissingNeedles, Needle
from ashi.treat.actions import afterwards
from ashi.treat.actions.feeling import write_felt
from ashi.treat.felt_form import FeltForm, FoundForm
from ashi.treat.views.page import done, found, page


@require_POST
def felt(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Of a whole set, or of the one needle that is named."""
    visit = found(pk)
    rows = list(Needle.objects.filter(set__encounter__appointment=visit, set__number=number).select_related("set"))
    one = request.POST.get("needle", "")
    if one:
        rows = [row for row in rows if str(row.pk) == one]
    form = FeltForm(request.POST, location=visit.location)
    if not form.is_valid():
        return page(request, visit, status=422, wrong=form)
    said = form.felt()
    return done(request, pk, lambda _, by, now: write_felt(needles=rows, felt=said, by=by, now=now), at="#points")


@require_POST
def turned_up(request: HttpRequest, pk: int, missing: int) -> HttpResponse:
    row = get_object_or_404(MissingNeedles, pk=missing, needle__set__encounter__appointment=pk)
    form = FoundForm(request.POST)
    if not form.is_valid():
        return page(request, found(pk), status=422, wrong=form)
    where = form.cleaned_data["where"]
    return done(
        request, pk, lambda _, by, now: afterwards.turned_up(missing=row, where=where, by=by, now=now), at="#kept"
    )


@require_POST
def came_out(request: HttpRequest, pk: int, needle: int) -> HttpResponse:
    """Also of an earlier visit of this patient, from the chart of a later one."""
    visit = found(pk)
    row = get_object_or_404(Needle, pk=needle, set__encounter__appointment__patient=visit.patient_id)
    return done(request, pk, lambda _, by, now: afterwards.came_out(needle=row, by=by, now=now), at="#kept")
