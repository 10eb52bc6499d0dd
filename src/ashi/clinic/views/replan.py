"""Visits that leave or a closure hits, planned again: a proposal that is looked at, changed and applied at once."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ashi.book.taking import Clashes
from ashi.clinic.actions.replanning import CHANGED, Move, apply_replan
from ashi.clinic.gate import staff, worker
from ashi.clinic.place import here
from ashi.clinic.queries.leave import LaidOver, one_laid_over
from ashi.clinic.queries.replanning import Choice, Replanning
from ashi.clinic.roles import FRONT, by
from ashi.records.models import Appointment, Practitioner
from ashi.records.plans import Plan
from ashi.records.reservations import Unlicensed

CALL = "call"


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
    if changed := _no_longer_hit(request, laid, asked):
        return _page(request, laid, asked, gone=changed, changed=changed)
    moves: list[Move] = []
    to_call: list[Appointment] = []
    unread: list[Appointment] = []
    for visit in asked.visits:
        sent = request.POST.get(f"visit-{visit.pk}")
        if sent == CALL:
            to_call.append(visit)
        elif sent is not None:
            plan = _plan(asked, visit, sent) if request.POST.get(f"seen-{visit.pk}") == str(visit.sequence) else None
            unread.extend([] if plan else [visit])
            moves.extend([(visit, plan)] if plan else [])
    if unread:
        return _page(request, laid, asked, gone=unread)
    try:
        if moves or to_call:
            apply_replan(location=laid.location, moves=moves, to_call=to_call, by=by(worker(request)))
    except Clashes as clashes:
        return _again(request, laid, [*(visit for visit, _ in moves), *to_call], clashes)
    except Unlicensed:
        return _page(request, laid, asked, gone=[visit for visit, _ in moves])
    return redirect("clinic:todo" if to_call else "clinic:leave")


def _no_longer_hit(request: HttpRequest, laid: LaidOver, asked: Replanning) -> list[Appointment]:
    """Visits that the desk had before it, and that have been moved or cancelled since."""
    sent = [name.removeprefix("visit-") for name in request.POST if name.startswith("visit-")]
    numbers = {int(one) for one in sent if one.isdecimal() and len(one) < 12} - {visit.pk for visit in asked.visits}
    return list(Appointment.objects.filter(pk__in=numbers, location=laid.location).select_related("patient"))


def _plan(asked: Replanning, visit: Appointment, sent: str) -> Plan | None:
    parts = sent.split(":")
    if len(parts) != 4 or not all(part.isdecimal() and len(part) < 12 for part in parts[:3]):
        return None
    device = int(parts[3]) if parts[3].isdecimal() and len(parts[3]) < 12 else None
    choice: Choice = (int(parts[0]), int(parts[1]), int(parts[2]), device)
    return asked.plan_for(visit, choice)


def _again(request: HttpRequest, laid: LaidOver, sent: Sequence[Appointment], clashes: Clashes) -> HttpResponse:
    """Nothing was done; the proposal as it is now, and whose time was gone."""
    fresh = one_laid_over(laid.location, laid.kind, laid.pk) or laid
    gone = [sent[one.number] for one in clashes.clashes]
    changed = [sent[one.number] for one in clashes.clashes if CHANGED in one.kinds]
    return _page(request, fresh, Replanning(fresh.location, fresh.hit, now=timezone.now()), gone=gone, changed=changed)


def _page(
    request: HttpRequest,
    laid: LaidOver,
    asked: Replanning,
    *,
    gone: Sequence[Appointment] = (),
    changed: Sequence[Appointment] = (),
) -> HttpResponse:
    rows = asked.rows() if asked.visits else []
    context = {
        "laid": laid,
        "rows": rows,
        "gone": [visit.patient.name for visit in gone if visit not in changed],
        "changed": [visit.patient.name for visit in changed],
        "names": {one.pk: one.name for one in Practitioner.objects.all()},
        "unplaced": sum(row.place is None for row in rows),
        "section": "leave",
    }
    return render(request, "clinic/replan.html", context, status=409 if gone else 200)
