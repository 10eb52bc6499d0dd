"""The emergency questions for a visit that was booked without them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from ashi.book.actions import NotExpected
from ashi.clinic.actions.phone import Asked, ask_afterwards
from ashi.clinic.draft import question_choices, questions
from ashi.clinic.forms.phone import QuestionsForm
from ashi.clinic.gate import staff, worker
from ashi.clinic.roles import by
from ashi.clinic.views.stop import stop_page
from ashi.clinic.views.visit import found, page
from ashi.core.safety import Result
from ashi.records.models import Appointment


@staff()
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    visit, now = found(pk), timezone.now()
    if request.method == "POST":
        return _answered(request, visit, now)
    return _page(request, visit, QuestionsForm(questions=question_choices()))


def _answered(request: HttpRequest, visit: Appointment, now: datetime) -> HttpResponse:
    form = QuestionsForm(request.POST, questions=question_choices())
    if not form.is_valid():
        return _page(request, visit, form, status=422)
    today = now.astimezone(ZoneInfo(visit.location.zone)).date()
    asked = Asked(
        yes=form.cleaned_data["yes"], language=get_language() or "en", today=today, born=visit.patient.birth_date
    )
    try:
        ask_afterwards(appointment=visit, asked=asked, by=by(worker(request)), now=now)
    except NotExpected:
        return page(request, found(visit.pk), status=409, refused=gettext("They have been asked in the meantime."))
    assessment = asked.assessment()
    if assessment.result is Result.EMERGENCY:
        return stop_page(request, assessment)
    return redirect("clinic:visit", pk=visit.pk)


def _page(request: HttpRequest, visit: Appointment, form: QuestionsForm, *, status: int = 200) -> HttpResponse:
    ticked = form["yes"].value() or []
    context = {"form": form, "visit": visit, "questions": questions(), "ticked": ticked}
    return render(request, "clinic/ask.html", context, status=status)
