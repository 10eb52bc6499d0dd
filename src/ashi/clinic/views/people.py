"""Finding a person, and the page of one."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from ashi.clinic.actions.merging import NotMerged
from ashi.clinic.actions.merging import merge as put_together
from ashi.clinic.actions.people import correct, keep_apart
from ashi.clinic.forms.person import PersonForm
from ashi.clinic.gate import staff, worker
from ashi.clinic.place import here
from ashi.clinic.queries.duplicates import likely_same
from ashi.clinic.queries.people import find_people
from ashi.clinic.queries.visits import shown, with_everything
from ashi.clinic.roles import FRONT, by
from ashi.clinic.undoing import remember_noted
from ashi.records.audit import record
from ashi.records.models import Location, Patient


@staff()
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """What was typed stands in no address: it is a name, a number or a birth date."""
    now, location = timezone.now(), here(request)
    text = request.POST.get("q", "").strip()[:120]
    today = now.astimezone(ZoneInfo(location.zone)).date()
    found = find_people(text, today=today, now=now, most=40) if text else []
    if text:
        record(
            at=now, by=by(worker(request)), action="search", entity="Patient", found=[one.patient.pk for one in found]
        )
    context = {"text": text, "found": found, "zone": location.zone, "section": "people"}
    return render(request, "clinic/people.html", context)


@staff()
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    patient = get_object_or_404(Patient, pk=pk)
    if patient.merged_into_id:
        return redirect("clinic:person", pk=patient.merged_into_id)
    now, location = timezone.now(), here(request)
    form = PersonForm(request.POST or None, patient=patient, today=now.astimezone(ZoneInfo(location.zone)).date())
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "verified"}
        correct(patient=patient, values=values, verified=form.cleaned_data["verified"], by=by(worker(request)), now=now)
        return redirect("clinic:person", pk=pk)
    if request.method == "GET":
        record(at=now, by=by(worker(request)), action="read", entity=f"Patient/{pk}", patient_id=pk)
    return person_page(request, patient, form, location, status=422 if form.errors else 200)


def person_page(
    request: HttpRequest,
    patient: Patient,
    form: PersonForm,
    location: Location,
    *,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    now = timezone.now()
    rows = with_everything().filter(patient=patient).order_by("-start")[:40]
    visits = shown(rows, now=now, zone=ZoneInfo(location.zone))
    context = {
        "patient": patient,
        "form": form,
        "coming": [one for one in reversed(visits) if one.is_expected and one.visit.start > now],
        "past": [one for one in visits if not (one.is_expected and one.visit.start > now)],
        "likely": likely_same(patient),
        "location": location,
        "refused": refused,
        "section": "people",
    }
    return render(request, "clinic/person.html", context, status=status)


@staff(*FRONT)
@require_POST
def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    keep, gone = get_object_or_404(Patient, pk=pk), get_object_or_404(Patient, pk=other)
    try:
        noted = put_together(keep=keep, other=gone, by=by(worker(request)))
    except NotMerged as refusal:
        location = here(request)
        form = PersonForm(None, patient=keep, today=timezone.now().astimezone(ZoneInfo(location.zone)).date())
        return person_page(request, keep, form, location, status=409, refused=_why(refusal.why))
    remember_noted(request, noted)
    return redirect("clinic:person", pk=pk)


@staff(*FRONT)
@require_POST
def apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    one, two = get_object_or_404(Patient, pk=pk), get_object_or_404(Patient, pk=other)
    keep_apart(one=one, other=two, by=by(worker(request)), now=timezone.now())
    return redirect("clinic:person", pk=pk)


def _why(why: str) -> str:
    words = {
        "overlap": gettext("Both records have a visit at the same time. Cancel or move one of them first."),
        "birth": gettext("The birth dates differ. If one is wrong, correct it first."),
        "bound": gettext("Something in the other record cannot change hands. Both stay as they are."),
        "gone": gettext("One of the records has been put together with another in the meantime."),
    }
    return words[why]
