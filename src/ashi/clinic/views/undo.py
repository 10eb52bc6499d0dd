"""Taking back what was just done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from ashi.book.actions import NotExpected
from ashi.book.taking import Closed
from ashi.clinic.actions.undo import TooLate
from ashi.clinic.actions.undo import undo as take_back
from ashi.clinic.gate import staff, worker
from ashi.clinic.onward import back_to
from ashi.clinic.roles import by
from ashi.clinic.views.visit import found, page
from ashi.records.models import AppointmentEvent
from ashi.records.reservations import Taken, Unlicensed


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
