"""The adverse events of a visit: written down, and what is found out beside them. The chart itself is not touched."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from ashi.records.after_visit import has_been
from ashi.records.audit import record
from ashi.records.models import AdverseEvent, Appointment, Needle
from ashi.treat.actions import adverse as actions
from ashi.treat.adverse import events_of, lines_of, standing_of
from ashi.treat.adverse_forms import AmendEventForm, EventForm
from ashi.treat.templatetags.chart import needle_words
from ashi.treat.views.page import by, found, own_name, treating


@require_GET
def events(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, found(pk))


@require_POST
def new(request: HttpRequest, pk: int) -> HttpResponse:
    visit, now = found(pk), timezone.now()
    treating(request, visit)
    lines = lines_of(visit)
    form = EventForm(request.POST, lines=_said(lines))
    if not form.is_valid():
        return _page(request, visit, status=422, event_form=form, wrong=form)
    chosen = [needle for needle in lines if str(needle.pk) in form.cleaned_data["needles"]]
    try:
        actions.record_event(
            appointment=visit, said=form.said, needles=chosen, by_name=own_name(request), by=by(request), now=now
        )
    except actions.NotYet:
        return _page(request, visit, status=409, event_form=form, refused=gettext("This visit has not begun."))
    return redirect("treat:adverse", pk=pk)


@require_POST
def amend(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    visit = found(pk)
    treating(request, visit)
    row = get_object_or_404(AdverseEvent, pk=event, appointment=visit)
    form = AmendEventForm(request.POST, was_withdrawn=standing_of(row).withdrawn, prefix=f"e{row.pk}")
    if not form.is_valid():
        return _page(request, visit, status=422, amending=form, about=row.pk, wrong=form)
    actions.amend_event(
        event=row,
        correction=form.correction,
        reason=form.cleaned_data["reason"],
        by_name=own_name(request),
        by=by(request),
        now=timezone.now(),
    )
    return redirect("treat:adverse", pk=pk)


@require_POST
def called(request: HttpRequest, pk: int) -> HttpResponse:
    visit = found(pk)
    treating(request, visit)
    actions.telephoned(appointment=visit, by=by(request), now=timezone.now())
    return redirect("treat:adverse", pk=pk)


def _page(request: HttpRequest, visit: Appointment, *, status: int = 200, **context: Any) -> HttpResponse:
    """Whoever sees it is written down."""
    now = timezone.now()
    treating(request, visit)
    record(at=now, by=by(request), action="read-adverse", entity=f"Appointment/{visit.pk}", patient_id=visit.patient_id)
    amending, about = context.pop("amending", None), context.pop("about", None)
    shown = [(one, amending if one.event.pk == about else _amend_form(one)) for one in events_of(visit)]
    known = {
        "visit": visit,
        "shown": shown,
        "about": about,
        "event_form": EventForm(lines=_said(lines_of(visit))),
        "may_write": has_been(visit, now=now),
        "to_call": any(one.to_call for one, _ in shown),
    }
    return render(request, "treat/adverse.html", {**known, **context}, status=status)


def _amend_form(shown: Any) -> AmendEventForm:
    return AmendEventForm(was_withdrawn=shown.now.withdrawn, prefix=f"e{shown.event.pk}")


def _said(lines: list[Needle]) -> list[tuple[Needle, str]]:
    return [(needle, needle_words(needle)) for needle in lines]
