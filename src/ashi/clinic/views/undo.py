"""Taking back what was just done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from ashi.book.actions import NotExpected
from ashi.book.taking import Closed
from ashi.clinic.actions.undo import TooLate
from ashi.clinic.actions.undo import undo as take_back
from ashi.clinic.actions.undo_noted import undo_noted as take_back_noted
from ashi.clinic.gate import staff, worker
from ashi.clinic.onward import asked_for, back_to
from ashi.clinic.roles import by
from ashi.clinic.undoing import forget_noted, what_it_was
from ashi.clinic.views.visit import found, page
from ashi.records.models import AppointmentEvent, AuditEvent
from ashi.records.reservations import Taken, Unlicensed


@staff()
@require_POST
def undo_noted(request: HttpRequest, pk: int) -> HttpResponse:
    """Of leave, closures and merged records; somebody else's, or what cannot be taken back, is answered alike."""
    noted = get_object_or_404(AuditEvent, pk=pk)
    back = asked_for(request) or reverse("clinic:day")
    try:
        take_back_noted(noted=noted, was=what_it_was(request, noted), by=by(worker(request)), now=timezone.now())
    except TooLate:
        return render(request, "clinic/too_late.html", {"back": back}, status=409)
    forget_noted(request, noted)
    return redirect(back)


@staff()
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(AppointmentEvent.objects.select_related("appointment__patient"), pk=pk)
    try:
        visit = take_back(event=event, by=by(worker(request)))
    except (TooLate, NotExpected):
        text = gettext("It is too late to undo this: three minutes are over, or something else has happened since.")
    except (Taken, Closed, Unlicensed):
        text = gettext("This can no longer be undone: the time is taken.")
    else:
        return redirect(back_to(request, visit))
    return page(request, found(event.appointment_id), status=409, refused=text)
