"""The chart as a page, and what every button on it has in common."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Appointment, Encounter, Practitioner, Qualification, User
from ashi.treat.actions.changing import NotNow, Warned, Why
from ashi.treat.actions.opening import prepare
from ashi.treat.forms import (
    BesideForm,
    CountForm,
    EmergencyForm,
    LeaveInForm,
    MissingForm,
    NoteForm,
    PointsForm,
    ProtocolForm,
)
from ashi.treat.queries import chart
from ashi.treat.wording import why_words

REFUSED = "ashi: "  # how each refusal of the guards begins
Act = Callable[[Encounter, By, datetime], object]


def found(pk: int) -> Appointment:
    rows = Appointment.objects.select_related("patient", "practitioner", "location", "room", "service", "clearance")
    return get_object_or_404(rows, pk=pk)


def treating(request: HttpRequest, visit: Appointment) -> Practitioner:
    """Who is signed in, as an acupuncturist whose licence is good here and now; nobody else opens a chart."""
    user = request.user
    if not isinstance(user, User) or user.practitioner is None:
        raise PermissionDenied
    licences = Qualification.objects.filter(
        practitioner=user.practitioner, jurisdiction=visit.location.jurisdiction, permits_practice=True
    )
    if not licences.filter(expires_at__gt=timezone.now()).exists():
        raise PermissionDenied
    return user.practitioner


def by(request: HttpRequest) -> By:
    assert isinstance(request.user, User)
    return By("user", request.user.pk)


def own_name(request: HttpRequest) -> str:
    assert isinstance(request.user, User)
    return request.user.practitioner.name if request.user.practitioner else request.user.get_full_name()


def page(request: HttpRequest, visit: Appointment, *, status: int = 200, **context: Any) -> HttpResponse:
    """Whoever sees it is written down."""
    now = timezone.now()
    treating(request, visit)
    shown = chart(visit, now=now)
    record(at=now, by=by(request), action="read-chart", entity=f"Appointment/{visit.pk}", patient_id=visit.patient_id)
    forms = {
        "note_form": NoteForm(initial=_noted(shown.encounter)),
        "points_form": PointsForm(initial={"number": shown.next_number}),
        "count_form": CountForm(),
        "leave_form": LeaveInForm(),
        "missing_form": MissingForm(),
        "emergency_form": EmergencyForm(),
        "protocol_form": ProtocolForm(),
        "beside_form": BesideForm(),
    }
    # A fragment request shows what it gets only when all went well; the page says what did not.
    answer = 200 if getattr(request, "htmx", False) else status
    return render(request, "treat/chart.html", {**forms, "chart": shown, "visit": visit, **context}, status=answer)


def done(request: HttpRequest, pk: int, act: Act, *, at: str = "", **context: Any) -> HttpResponse:
    """Do it to the visit's chart (prepared now, if need be) and show the chart; or show it with why it was not done."""
    visit = found(pk)
    practitioner, now = treating(request, visit), timezone.now()
    try:
        encounter = prepare(appointment=visit, practitioner=practitioner, by=by(request), now=now)
        act(encounter, by(request), now)
    except NotNow as refusal:
        lacking = refusal.number if refusal.why is Why.COUNT else 0
        return page(request, visit, status=409, refused=why_words(refusal), lacking=lacking, **context)
    except Warned:
        return page(request, visit, status=409, warned=True, **context)
    except IntegrityError as error:
        if REFUSED not in str(error):
            raise
        # Somebody else was faster, and the tables said no.
        return page(request, visit, status=409, refused=why_words(NotNow(Why.NO_SUCH_LINE)), **context)
    return redirect(f"{request.path.rpartition('chart/')[0]}chart/{at}")


def _noted(encounter: Encounter | None) -> dict[str, Any]:
    if encounter is None:
        return {}
    return {name: getattr(encounter, name) for name in ("reason", "pain", "findings", "advice")}
