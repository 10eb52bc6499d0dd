"""Two to four people at the same time, each with an acupuncturist and a room of their own: all of them or none."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from ashi.book.actions import Terms
from ashi.book.people import Person
from ashi.book.taking import Clashes
from ashi.book.together import book_together
from ashi.clinic.actions.people import write_down
from ashi.clinic.actions.together_back import noted_of
from ashi.clinic.forms.newcomer import NewcomerForm
from ashi.clinic.gate import staff, worker
from ashi.clinic.instants import cell_at
from ashi.clinic.place import here
from ashi.clinic.queries.people import find_people
from ashi.clinic.queries.together import Together
from ashi.clinic.roles import by
from ashi.clinic.undoing import remember_noted
from ashi.records.audit import record
from ashi.records.models import Location, Patient
from ashi.records.reservations import Taken, Unlicensed


@staff()
@require_http_methods(["GET", "POST"])
def together(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked for stands in the address, as numbers; names are only ever sent in a form."""
    patient = get_object_or_404(Patient, pk=pk, merged_into=None)
    location = Location.objects.select_related("organization").get(pk=here(request).pk)
    asked = Together(location, patient, request.POST if request.method == "POST" else request.GET, timezone.now())
    if request.method == "GET":
        return _page(request, asked)
    if "at" in request.POST:
        return _book(request, asked)
    if "q" in request.POST:
        return _found(request, asked)
    return _newcomer(request, asked)


def _book(request: HttpRequest, asked: Together) -> HttpResponse:
    cell = cell_at(request.POST["at"])
    plans = asked.plans_at(cell) if cell is not None and len(asked.comers) > 1 else None
    gone = gettext("This time is not free for all of them any more. Nothing is booked.")
    if plans is None:
        return _page(request, asked, status=409, refused=gone)
    terms = Terms(source="desk")  # each is asked the safety questions before their visit
    visits = [(one.patient, plan, terms) for one, plan in zip(asked.comers, plans, strict=True)]
    try:
        booked = book_together(visits=visits, by=by(worker(request)))
    except (Clashes, Taken, Unlicensed):
        return _page(request, asked, status=409, refused=gone)
    remember_noted(request, noted_of(booked))
    return redirect("clinic:person", pk=asked.patient.pk)


def _found(request: HttpRequest, asked: Together) -> HttpResponse:
    text = request.POST["q"].strip()[:120]
    today = asked.now.astimezone(asked.zone).date()
    here_already = {one.patient.pk for one in asked.comers}
    people = [one for one in find_people(text, today=today, now=asked.now) if one.patient.pk not in here_already]
    ids = [one.patient.pk for one in people]
    record(at=asked.now, by=by(worker(request)), action="search", entity="Patient", found=ids)
    found = [(one, _address(asked, one.patient)) for one in people]
    return _page(request, asked, text=text, found=found)


def _newcomer(request: HttpRequest, asked: Together) -> HttpResponse:
    form = NewcomerForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, newcomer=form, status=422)
    person = Person(**form.cleaned_data)
    return redirect(_address(asked, write_down(person=person, by=by(worker(request)), now=asked.now)))


def _address(asked: Together, also: Patient | None = None, without: Patient | None = None) -> str:
    sent = QueryDict(mutable=True)
    for one in asked.comers:
        if one.patient != without:
            sent[f"kind-{one.patient.pk}"] = str(one.service.pk)
    others = [one.patient for one in asked.comers[1:] if one.patient != without]
    sent.setlist("with", [str(one.pk) for one in [*others, *([also] if also else [])]])
    sent["first"] = asked.first.isoformat()
    return f"{reverse('clinic:together', args=[asked.patient.pk])}?{sent.urlencode()}"


def _page(request: HttpRequest, asked: Together, *, status: int = 200, **context: Any) -> HttpResponse:
    known = {
        "asked": asked,
        "patient": asked.patient,
        "rows": [(one, _address(asked, without=one.patient)) for one in asked.comers],
        "days": asked.days() if len(asked.comers) > 1 else [],
        "newcomer": NewcomerForm(),
        "location": asked.location,
        "section": "people",
    }
    return render(request, "clinic/together.html", {**known, **context}, status=status)
