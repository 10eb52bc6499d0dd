"""Visits that leave or a closure hits, planned again: a proposal that is looked at, changed and applied at once."""

import json
from collections.abc import Mapping, Sequence
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ashi.book.taking import Clashes
from ashi.clinic.actions.replanning import CHANGED, Move, apply_replan
from ashi.clinic.forms.replan import wanted_of
from ashi.clinic.gate import staff, worker
from ashi.clinic.place import here
from ashi.clinic.queries.leave import LaidOver, one_laid_over
from ashi.clinic.queries.replan_board import board_of
from ashi.clinic.queries.replan_places import Choice
from ashi.clinic.queries.replanning import Replanning
from ashi.clinic.roles import FRONT, by
from ashi.clinic.undoing import remember_noted
from ashi.records.models import Appointment, Practitioner
from ashi.records.reservations import Taken, Unlicensed


@staff(*FRONT)
@require_http_methods(["GET", "POST"])
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    return _replan(request, "absence", pk)


@staff(*FRONT)
@require_http_methods(["GET", "POST"])
def closure(request: HttpRequest, pk: int) -> HttpResponse:
    return _replan(request, "closure", pk)


def _replan(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    laid = one_laid_over(here(request), kind, pk)
    if laid is None:
        raise Http404
    asked = Replanning(laid.location, laid.hit, now=timezone.now())
    if request.method == "POST":
        return _apply(request, laid, asked)
    return _page(request, laid, asked)


def _apply(request: HttpRequest, laid: LaidOver, asked: Replanning) -> HttpResponse:
    wanted = wanted_of(request.POST, asked)
    if changed := _no_longer_hit(request, laid, asked):
        return _page(request, laid, asked, wanted, gone=changed, changed=changed)
    if "look" in request.POST:
        return _page(request, laid, asked, wanted)
    moves: list[Move] = []
    to_call: list[Appointment] = []
    unread: list[Appointment] = []
    places = asked.chosen(wanted)[0]
    chosen = dict(zip((visit.pk for visit in asked.visits), places, strict=True))
    for visit in asked.visits:
        if visit.pk not in wanted and f"visit-{visit.pk}" not in request.POST:
            continue
        if wanted.get(visit.pk, ()) is None:
            to_call.append(visit)
            continue
        found = chosen[visit.pk]
        same = request.POST.get(f"seen-{visit.pk}") == str(visit.sequence) and visit.pk in wanted
        plan = asked.plan_for(visit, cast(Choice, found.choice)) if found and same else None
        unread.extend([] if plan else [visit])
        moves.extend([(visit, plan)] if plan else [])
    if unread:
        return _page(request, laid, asked, wanted, gone=unread)
    if asked.clashing(places):
        return _page(request, laid, asked, wanted, status=409)
    try:
        if moves or to_call:
            noted = apply_replan(location=laid.location, moves=moves, to_call=to_call, by=by(worker(request)))
            remember_noted(request, noted)
    except Clashes as clashes:
        return _again(request, laid, [*(visit for visit, _ in moves), *to_call], clashes, wanted)
    except (Taken, Unlicensed):
        return _page(request, laid, asked, wanted, gone=[visit for visit, _ in moves])
    return redirect("clinic:todo" if to_call else "clinic:leave")


def _no_longer_hit(request: HttpRequest, laid: LaidOver, asked: Replanning) -> list[Appointment]:
    """Visits that the desk had before it, and that have been moved or cancelled since."""
    sent = [name.removeprefix("visit-") for name in request.POST if name.startswith("visit-")]
    numbers = {int(one) for one in sent if one.isdecimal() and len(one) < 12} - {visit.pk for visit in asked.visits}
    return list(Appointment.objects.filter(pk__in=numbers, location=laid.location).select_related("patient"))


def _again(
    request: HttpRequest,
    laid: LaidOver,
    sent: Sequence[Appointment],
    clashes: Clashes,
    wanted: Mapping[int, Choice | None],
) -> HttpResponse:
    """Nothing was done; the proposal as it is now, with what the desk had changed in it, and whose time was gone."""
    fresh = one_laid_over(laid.location, laid.kind, laid.pk) or laid
    gone = [sent[one.number] for one in clashes.clashes]
    changed = [sent[one.number] for one in clashes.clashes if CHANGED in one.kinds]
    asked = Replanning(fresh.location, fresh.hit, now=timezone.now())
    return _page(request, fresh, asked, wanted, gone=gone, changed=changed)


def _page(
    request: HttpRequest,
    laid: LaidOver,
    asked: Replanning,
    wanted: Mapping[int, Choice | None] | None = None,
    *,
    gone: Sequence[Appointment] = (),
    changed: Sequence[Appointment] = (),
    status: int = 200,
) -> HttpResponse:
    rows = asked.rows(wanted) if asked.visits else []
    names = {one.pk: one.name for one in Practitioner.objects.all()}
    context = {
        "laid": laid,
        "rows": rows,
        "gone": [visit.patient.name for visit in gone if visit not in changed],
        "changed": [visit.patient.name for visit in changed],
        "names": names,
        "board": json.dumps(board_of(rows, names, laid.zone)),
        "clashing": [row.visit.patient.name for row in rows if row.clash],
        "edited": bool(wanted),
        "unplaced": sum(row.place is None for row in rows),
        "section": "leave",
    }
    return render(request, "clinic/replan.html", context, status=409 if gone else status)
