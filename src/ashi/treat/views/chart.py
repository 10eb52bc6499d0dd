"""Open the chart, write into it, prescribe."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from ashi.core.treatment import Placed, Prescription, areas_of, of_value, read_typed
from ashi.knowledge.treatment import the_cautions
from ashi.knowledge.treatment.points import known
from ashi.knowledge.treatment.trials import used_in_trials
from ashi.records.by import By
from ashi.records.models import Encounter, Protocol, User
from ashi.treat.actions import opening, prescribing
from ashi.treat.actions.beside import do_beside
from ashi.treat.actions.changing import NotNow
from ashi.treat.forms import BesideForm, CautionForm, LineForm, NoteForm, PointsForm, ProtocolForm
from ashi.treat.queries import areas_to_choose, placed_conditions
from ashi.treat.views.page import by, done, found, own_name, page, treating
from ashi.treat.wording import unread_words, why_words


@require_GET
def chart(request: HttpRequest, pk: int) -> HttpResponse:
    return page(request, found(pk))


@require_POST
def open_visit(request: HttpRequest, pk: int) -> HttpResponse:
    visit = found(pk)
    try:
        opening.open_encounter(
            appointment=visit, practitioner=treating(request, visit), by=by(request), now=timezone.now()
        )
    except NotNow as refusal:
        return page(request, found(pk), status=409, refused=why_words(refusal))
    return redirect("treat:chart", pk=pk)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return page(request, found(pk), status=422, note_form=form, wrong=form)
    said = form.cleaned_data
    return done(request, pk, lambda one, by, now: opening.write_down(encounter=one, **said, by=by, now=now))


@require_POST
def condition(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a condition of the patient lies."""
    name, keys = request.POST.get("condition", ""), request.POST.getlist("areas")
    allowed = {area.key for area in areas_to_choose(name)} if name in placed_conditions() else set()
    if not keys or not set(keys) <= allowed:
        return page(request, found(pk), status=422, refused=gettext("Tick where it is."))
    areas = areas_of(keys)
    return done(
        request,
        pk,
        lambda one, by, now: opening.tell_condition(encounter=one, condition=name, areas=areas, by=by, now=now),
    )


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Points that were typed or tapped. What was not understood stays in the box, with what would be right."""
    form = PointsForm(request.POST)
    if not form.is_valid():
        return page(request, found(pk), status=422, points_form=form, wrong=form)
    read, unread = read_typed(form.cleaned_data["typed"], find=known)
    if unread:
        for each in unread:
            form.add_error("typed", unread_words(each))
        return page(request, found(pk), status=422, points_form=form, wrong=form)
    number = form.cleaned_data["number"]
    return done(
        request,
        pk,
        lambda one, by, now: _add(one, read, number, by, now),
        at="#points",
        points_form=form,
    )


def _add(one: Encounter, read: tuple[Placed, ...], number: int, by: By, now: datetime) -> None:
    prescribing.add_points(encounter=one, placed=read, number=number, by=by, now=now)


@require_POST
def line(request: HttpRequest, pk: int, number: int, position: int) -> HttpResponse:
    """A line of the plan: taken off, or said otherwise."""
    if "off" in request.POST:
        return done(
            request,
            pk,
            lambda one, by, now: prescribing.take_off(encounter=one, number=number, position=position, by=by, now=now),
            at="#points",
        )
    form = LineForm(request.POST)
    if not form.is_valid():
        return page(request, found(pk), status=422, line_form=form, wrong=form)
    changes = form.changes()
    return done(
        request,
        pk,
        lambda one, by, now: prescribing.change_line(
            encounter=one, number=number, position=position, changes=changes, by=by, now=now
        ),
        at="#points",
    )


@require_POST
def rest(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    text = request.POST.get("minutes", "")
    if not text.isascii() or not text.isdecimal() or not 0 <= int(text) <= 90:
        return page(request, found(pk), status=422, refused=gettext("Needles rest 0 to 90 minutes."))
    return done(
        request,
        pk,
        lambda one, by, now: prescribing.rest_for(encounter=one, number=number, minutes=int(text), by=by, now=now),
    )


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Last visit's prescription, a protocol of the clinic, or the points of a trial, in the place of today's."""
    kind, _, key = request.POST.get("of", "last").partition(":")
    if kind == "last":
        return done(request, pk, lambda one, by, now: prescribing.copy_last(encounter=one, by=by, now=now))
    prescription = _prescription(kind, key)
    return done(
        request,
        pk,
        lambda one, by, now: prescribing.follow(encounter=one, prescription=prescription, by=by, now=now),
    )


def _prescription(kind: str, key: str) -> Prescription:
    if kind == "trial":
        return next((one.prescription for one in used_in_trials() if one.id == key), Prescription())
    number = int(key) if key.isascii() and key.isdecimal() else 0
    return of_value(get_object_or_404(Protocol, pk=number, retired_at=None).prescription)


@require_POST
def protocol(request: HttpRequest, pk: int) -> HttpResponse:
    form, user = ProtocolForm(request.POST), request.user
    assert isinstance(user, User)
    if not form.is_valid():
        return page(request, found(pk), status=422, protocol_form=form, wrong=form)
    name = form.cleaned_data["name"]
    return done(
        request,
        pk,
        lambda one, by, now: prescribing.save_protocol(encounter=one, name=name, user=user, by=by, now=now),
        protocol_form=form,
    )


@require_POST
def caution(request: HttpRequest, pk: int) -> HttpResponse:
    form = CautionForm(request.POST)
    spoken = the_cautions().spoken.get(request.POST.get("rule", ""))
    if "heed" in request.POST and spoken and spoken.heed:
        form = CautionForm({**request.POST.dict(), "reason": gettext("Done as advised")})
    if not form.is_valid():
        return page(request, found(pk), status=422, refused=gettext("Write the reason for going on."))
    said, name = form.cleaned_data, own_name(request)
    return done(
        request,
        pk,
        lambda one, by, now: prescribing.answer_caution(encounter=one, **said, by_name=name, by=by, now=now),
    )


@require_POST
def beside(request: HttpRequest, pk: int) -> HttpResponse:
    form = BesideForm(request.POST)
    if not form.is_valid():
        return page(request, found(pk), status=422, beside_form=form, wrong=form)
    said = form.cleaned_data
    return done(request, pk, lambda one, by, now: do_beside(encounter=one, **said, by=by, now=now))
