"""Leave and closures: who and what is not there, and the visits that hits."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from ashi.clinic.actions.leave import (
    CLOSE,
    LEAVE,
    LEAVE_BACK,
    OPEN_AGAIN,
    close,
    noted,
    open_again,
    take_back_absence,
    write_absence,
)
from ashi.clinic.actions.undo_noted import as_it_was
from ashi.clinic.forms.leave import CLINIC, LeaveForm
from ashi.clinic.gate import staff, worker
from ashi.clinic.place import here
from ashi.clinic.queries.leave import laid_over
from ashi.clinic.roles import FRONT, by
from ashi.clinic.undoing import remember_noted
from ashi.records.models import Absence, AuditEvent, Closure, Location, Practitioner, Role, User


@staff()
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    location, user = here(request), worker(request)
    about = _about(location, user)
    form = LeaveForm(request.POST or None, about=about, zone=ZoneInfo(location.zone))
    if request.method == "POST" and form.is_valid():
        remember_noted(request, _write(form, location, user))
        return redirect("clinic:leave")
    rows = laid_over(location, now=timezone.now())
    context = {
        "form": form,
        "rows": rows,
        "location": location,
        "mine": {int(key) for key, _ in about if key != CLINIC},
    }
    context |= {"section": "leave", "may_close": user.role in FRONT}
    return render(request, "clinic/leave.html", context, status=422 if form.errors else 200)


@staff()
@require_POST
def back_absence(request: HttpRequest, pk: int) -> HttpResponse:
    absence = get_object_or_404(Absence, pk=pk)
    allowed = {key for key, _ in _about(here(request), worker(request))}
    if str(absence.resource_id) not in allowed:
        return HttpResponse(status=404)
    take_back_absence(absence=absence, by=by(worker(request)))
    remember_noted(request, noted(LEAVE_BACK, absence, pk), as_it_was(absence))
    return redirect("clinic:leave")


@staff(*FRONT)
@require_POST
def back_closure(request: HttpRequest, pk: int) -> HttpResponse:
    closure = get_object_or_404(Closure.objects.select_related("location"), pk=pk)
    open_again(closure=closure, by=by(worker(request)))
    remember_noted(request, noted(OPEN_AGAIN, closure, pk), as_it_was(closure))
    return redirect("clinic:leave")


def _about(location: Location, user: User) -> list[tuple[str, str]]:
    """An acupuncturist writes down their own leave; desk and owner everybody's, rooms, devices, and closures."""
    people = Practitioner.objects.filter(roles__location=location, roles__active=True, active=True).distinct()
    if user.role == Role.ACUPUNCTURIST:
        people = people.filter(user=user)
        return [(str(person.resource_id), person.name) for person in people]
    return [
        *((str(person.resource_id), person.name) for person in people),
        *((str(room.resource_id), room.name) for room in location.rooms.filter(active=True)),
        *((str(device.resource_id), device.name) for device in location.devices.filter(active=True)),
        (CLINIC, gettext("The whole clinic")),
    ]


def _write(form: LeaveForm, location: Location, user: User) -> AuditEvent:
    said = form.cleaned_data
    if said["about"] == CLINIC:
        other = "es" if get_language() == "en" else "en"
        reasons = {f"reason_{get_language() or 'en'}": said["reason"], f"reason_{other}": ""}
        closure = close(location=location, start=said["start"], end=said["end"], by=by(user), **reasons)
        return noted(CLOSE, closure, closure.pk)
    absence = write_absence(
        resource_id=int(said["about"]), start=said["start"], end=said["end"], reason=said["reason"], by=by(user)
    )
    return noted(LEAVE, absence, absence.pk)
