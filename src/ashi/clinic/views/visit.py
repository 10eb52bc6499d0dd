"""One visit: who, when, what has to be known, and everything the desk can do with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from ashi.book.actions import NotExpected
from ashi.book.provisional import clear_visit
from ashi.clinic.actions import changing, visits
from ashi.clinic.forms.visit import CancelForm, ClearForm, LateForm
from ashi.clinic.gate import staff, worker
from ashi.clinic.onward import back_to
from ashi.clinic.queries.visit import visit_page
from ashi.clinic.queries.visits import with_everything
from ashi.clinic.roles import by, licence_of
from ashi.clinic.undoing import remember
from ashi.messaging.outbox import UNDO
from ashi.records.audit import record
from ashi.records.models import Appointment, AppointmentEvent

Act = Callable[[Appointment, HttpRequest, datetime], AppointmentEvent]


def found(pk: int) -> Appointment:
    return get_object_or_404(with_everything(), pk=pk)


@staff()
@require_GET
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = found(pk)
    record(
        at=timezone.now(),
        by=by(worker(request)),
        action="read",
        entity=f"Appointment/{shown.pk}",
        patient_id=shown.patient_id,
    )
    return page(request, shown)


def page(request: HttpRequest, shown: Appointment, *, status: int = 200, **context: Any) -> HttpResponse:
    now = timezone.now()
    user = worker(request)
    forms = {"cancel_form": CancelForm(), "late_form": LateForm(), "clear_form": ClearForm()}
    licence = licence_of(user, shown.location, now=now)
    context = {**forms, "page": visit_page(shown, now=now), "licence": licence, "visit": shown, **context}
    return render(request, "clinic/visit.html", context, status=status)


@staff()
@require_POST
def arrive(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, lambda one, now: visits.arrive(appointment=one, by=by(worker(request)), now=now))


@staff()
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, lambda one, now: visits.finish(appointment=one, by=by(worker(request)), now=now))


@staff()
@require_POST
def took_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Said afterwards, of a visit that nobody has finished."""
    who = by(worker(request))
    return _done(request, pk, lambda one, now: visits.finish_afterwards(appointment=one, by=who, now=now))


@staff()
@require_POST
def no_show(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, lambda one, now: visits.record_no_show(appointment=one, by=by(worker(request))))


@staff()
@require_POST
def late(request: HttpRequest, pk: int) -> HttpResponse:
    form = LateForm(request.POST)
    if not form.is_valid():
        return page(request, found(pk), status=422, late_form=form, wrong=form)
    minutes = form.cleaned_data["minutes"]
    return _done(
        request,
        pk,
        lambda one, now: visits.say_late(appointment=one, minutes=minutes, by=by(worker(request)), now=now),
    )


@staff()
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    form = CancelForm(request.POST)
    if not form.is_valid():
        return page(request, found(pk), status=422, cancel_form=form, wrong=form)
    note = form.cleaned_data["note"]
    return _done(
        request,
        pk,
        lambda one, now: changing.cancel(appointment=one, note=note, by=by(worker(request)), even_begun=True),
    )


@staff()
@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Only under a licence that is good here, whatever the role."""
    shown, now = found(pk), timezone.now()
    licence = licence_of(worker(request), shown.location, now=now)
    if licence is None:
        return page(request, shown, status=403, refused=gettext("Clearing a visit takes a license of your own."))
    form = ClearForm(request.POST)
    if not form.is_valid():
        return page(request, shown, status=422, clear_form=form, wrong=form)
    try:
        clear_visit(
            appointment=shown,
            note=form.cleaned_data["note"],
            licence=str(licence),
            by=by(worker(request)),
            now=now,
            send_after=UNDO,
        )
    except NotExpected:
        return page(request, found(pk), status=409, refused=gettext("This visit no longer waits for clearance."))
    remember(request, visits.last_event(shown))
    return redirect("clinic:visit", pk=pk)


def _done(request: HttpRequest, pk: int, act: Callable[[Appointment, datetime], AppointmentEvent]) -> HttpResponse:
    """Do it, remember how to undo it, and go back to where the button stood."""
    shown = found(pk)
    try:
        event = act(shown, timezone.now())
    except visits.NeedlesIn:
        return page(request, found(pk), status=409, refused=gettext("Needles are in. They are counted out first."))
    except NotExpected:
        return page(request, found(pk), status=409, refused=_changed())
    remember(request, event)
    return redirect(back_to(request, shown))


def _changed() -> str:
    return gettext("This could not be done: the visit has changed in the meantime. Below is how it is now.")
