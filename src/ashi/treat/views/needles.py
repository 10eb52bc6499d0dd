"""In, resting, out, and the end of the visit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from ashi.records.models import Needle, NeedleSet
from ashi.treat.actions import closing, needling
from ashi.treat.forms import CountForm, EmergencyForm, LeaveInForm, MissingForm
from ashi.treat.views.page import done, found, own_name, page


def _set(pk: int, number: int) -> NeedleSet:
    return get_object_or_404(NeedleSet, encounter__appointment=pk, number=number)


def _needle(pk: int, needle: int) -> Needle:
    return get_object_or_404(Needle, pk=needle, set__encounter__appointment=pk)


@require_POST
def start(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    return done(request, pk, lambda one, by, now: needling.start_set(encounter=one, number=number, by=by, now=now))


@require_POST
def all_in(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    needles = _set(pk, number)
    return done(request, pk, lambda _, by, now: needling.all_in(needles=needles, by=by, now=now))


@require_POST
def take_back(request: HttpRequest, pk: int, needle: int) -> HttpResponse:
    row = _needle(pk, needle)
    return done(request, pk, lambda _, by, now: needling.take_back(needle=row, by=by, now=now), at="#points")


@require_POST
def removal(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    needles = _set(pk, number)
    return done(request, pk, lambda _, by, now: needling.begin_removal(needles=needles, by=by, now=now))


@require_POST
def count(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """All at once, or line by line when the whole does not come out right."""
    needles = _set(pk, number)
    lines = {name: str(value) for name, value in request.POST.items() if name.startswith("line-")}
    if lines:
        return _count_lines(request, pk, needles, lines)
    form = CountForm(request.POST)
    if not form.is_valid():
        return page(request, found(pk), status=422, count_form=form, wrong=form)
    counted = form.cleaned_data["counted"]
    return done(
        request,
        pk,
        lambda _, by, now: needling.count_out(needles=needles, counted=counted, by=by, now=now),
        count_form=form,
    )


def _count_lines(request: HttpRequest, pk: int, needles: NeedleSet, lines: dict[str, str]) -> HttpResponse:
    try:
        counts = {int(name.removeprefix("line-")): int(value) for name, value in lines.items()}
    except ValueError:
        return page(request, found(pk), status=422, refused=gettext("Write each count as a number."), lacking=1)
    return done(
        request, pk, lambda _, by, now: needling.count_lines_out(needles=needles, counts=counts, by=by, now=now)
    )


@require_POST
def leave_in(request: HttpRequest, pk: int, needle: int) -> HttpResponse:
    row, form = _needle(pk, needle), LeaveInForm(request.POST)
    if not form.is_valid():
        return page(request, found(pk), status=422, leave_form=form, wrong=form, about=needle, lacking=1)
    said = form.cleaned_data
    return done(request, pk, lambda _, by, now: needling.leave_in(needle=row, **said, by=by, now=now))


@require_POST
def missing(request: HttpRequest, pk: int, needle: int) -> HttpResponse:
    row, form = _needle(pk, needle), MissingForm(request.POST)
    if not form.is_valid():
        return page(request, found(pk), status=422, missing_form=form, wrong=form, about=needle, lacking=1)
    said, name = form.cleaned_data, own_name(request)
    return done(
        request,
        pk,
        lambda _, by, now: needling.declare_missing(
            needle=row, count=said["count"], search=form.search(), by_name=name, by=by, now=now
        ),
        missing_form=form,
        about=needle,
    )


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    return done(request, pk, lambda one, by, now: closing.close(encounter=one, by=by, now=now))


@require_POST
def emergency(request: HttpRequest, pk: int) -> HttpResponse:
    form = EmergencyForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    return done(request, pk, lambda one, by, now: closing.end_in_emergency(encounter=one, note=note, by=by, now=now))
