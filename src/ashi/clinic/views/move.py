"""Another time for a visit: from a list of free ones, or where somebody has put it on the sheet."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from ashi.book.actions import NotExpected
from ashi.book.taking import Closed
from ashi.clinic.actions import changing
from ashi.clinic.forms.looking import LookForm
from ashi.clinic.gate import staff, worker
from ashi.clinic.instants import cell_at
from ashi.clinic.onward import back_to
from ashi.clinic.queries.times import Asked, DeskTimes
from ashi.clinic.roles import by
from ashi.clinic.undoing import remember
from ashi.clinic.views.visit import found, page
from ashi.core.scheduling.search import Offer
from ashi.core.time import instant_of
from ashi.records.models import EXPECTED, Appointment, Location
from ashi.records.reservations import Taken, Unlicensed


@staff()
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    visit, now = found(pk), timezone.now()
    if visit.status not in EXPECTED or visit.start <= now:
        return page(request, visit, status=409, refused=gettext("Only a visit that is still to come can be moved."))
    if request.method == "POST":
        return _move(request, visit, now)
    return _choose(request, visit, now)


def _move(request: HttpRequest, visit: Appointment, now: datetime) -> HttpResponse:
    cell = cell_at(request.POST.get("at", ""))
    if cell is None:
        return _choose(request, visit, now, refused=gettext("Choose a time."), status=422)
    zone = ZoneInfo(visit.location.zone)
    day = instant_of(cell).astimezone(zone).date()
    asked = _asked(
        visit,
        now,
        practitioner=_number(request, "practitioner") or visit.practitioner_id,
        room=_number(request, "room"),
    )
    times = DeskTimes(asked, day, day)
    plan = times.plan_at(cell, off_grid="placed" in request.POST)
    if plan is None:
        return _gone(request, visit, now, cell)
    try:
        event = changing.move(appointment=visit, plan=plan, by=by(worker(request)))
    except (Taken, Closed, Unlicensed):
        return _gone(request, visit, now, cell)
    except NotExpected:
        text = gettext("This could not be done: the visit has changed in the meantime. Below is how it is now.")
        return page(request, found(visit.pk), status=409, refused=text)
    remember(request, event)
    return redirect(back_to(request, found(visit.pk)))


def _gone(request: HttpRequest, visit: Appointment, now: datetime, cell: int) -> HttpResponse:
    """The time is not free; the three nearest are offered."""
    day = instant_of(cell).astimezone(ZoneInfo(visit.location.zone)).date()
    asked = _asked(visit, now, practitioner=_number(request, "practitioner") or visit.practitioner_id)
    nearest = DeskTimes(asked, day).nearest(cell)
    refused = gettext("This time is not free. The nearest that are stand below.")
    return _choose(request, visit, now, refused=refused, nearest=nearest, status=409)


def _choose(
    request: HttpRequest,
    visit: Appointment,
    now: datetime,
    *,
    refused: str = "",
    nearest: list[Offer] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = now.astimezone(ZoneInfo(visit.location.zone)).date()
    data = {"first": request.GET.get("first", _day_of(visit)), "practitioner": request.GET.get("practitioner")}
    if data["practitioner"] is None:
        data["practitioner"] = str(visit.practitioner_id)
    form = LookForm(data, location=visit.location, today=today)
    first: date = form.day
    times = DeskTimes(_asked(visit, now, practitioner=form.practitioner_id), first)
    context = {
        "visit": visit,
        "form": form,
        "days": times.days(),
        "nearest": nearest,
        "refused": refused,
        "names": times.names,
        "anyone": form.practitioner_id is None,
    }
    return render(request, "clinic/move.html", context, status=status)


def _asked(visit: Appointment, now: datetime, *, practitioner: int | None, room: int | None = None) -> Asked:
    return Asked(
        Location.objects.get(pk=visit.location_id),
        visit.service_id,
        now,
        practitioner_id=practitioner,
        room_id=room,
        patient=visit.patient,
        moving=visit,
    )


def _day_of(visit: Appointment) -> str:
    return visit.start.astimezone(ZoneInfo(visit.location.zone)).date().isoformat()


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() else None
