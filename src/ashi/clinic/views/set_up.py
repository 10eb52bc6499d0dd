"""Setting the clinic up: the owner's forms. One template; what a change would hit is listed before it is made."""

from collections.abc import Callable, Collection
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from ashi.clinic.actions import setting_up as act
from ashi.clinic.forms.kind import KindForm
from ashi.clinic.forms.set_up import (
    AtPlaceForm,
    ClinicForm,
    DeviceForm,
    LicenceForm,
    NewRoomForm,
    PlaceForm,
    RoomForm,
    WorkerForm,
)
from ashi.clinic.gate import staff, worker
from ashi.clinic.queries.set_up import set_up as everything
from ashi.clinic.queries.visits import name_of
from ashi.clinic.roles import by
from ashi.records.models import (
    Device,
    HealthcareService,
    Location,
    Organization,
    Practitioner,
    PractitionerRole,
    Qualification,
    Role,
    Room,
)
from ashi.web import wording

SECTION = {"section": "owner", "page_of": "set-up"}
NEW_YORK = "America/New_York"
Save = Callable[[Collection[int]], Any]


@staff(Role.OWNER)
@require_GET
def set_up(request: HttpRequest) -> HttpResponse:
    return render(request, "clinic/set_up.html", {"all": everything(now=timezone.now()), **SECTION})


@staff(Role.OWNER)
@require_http_methods(["GET", "POST"])
def clinic(request: HttpRequest) -> HttpResponse:
    row = Organization.objects.first()
    names = ("name", "phone", "email", "licensee")
    form = ClinicForm(
        request.POST or None, initial={name: getattr(row, name) for name in names} | _spoken(row) if row else {}
    )
    return _page(
        request,
        form,
        gettext("The clinic"),
        lambda sure: act.save_clinic(values=form.cleaned_data, by=by(worker(request))),
    )


@staff(Role.OWNER)
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    if not Organization.objects.exists():
        return redirect("clinic:set_up_clinic")
    row = get_object_or_404(Location, pk=pk) if pk else None
    initial: dict[str, Any] = {"country": "US", "state": "FL", "zone": NEW_YORK, "jurisdiction": "US-FL"}
    initial |= {"horizon_days": 60, "lead_minutes": 120, "late_cancel_hours": 24, "offer_minutes": 30}
    if row:
        initial = {name: getattr(row, name) for name in PlaceForm.FIELDS} | _spoken(row)
    form = PlaceForm(request.POST or None, initial=initial, week=_week(row.opening_hours.all()) if row else None)
    return _page(
        request,
        form,
        row.name if row else gettext("A new place"),
        lambda sure: act.save_place(
            place=row,
            values={name: form.cleaned_data[name] for name in form.FIELDS},
            week=form.week,
            by=by(worker(request)),
            sure=sure,
        ),
        week=gettext("Opening hours"),
        place=row,
    )


@staff(Role.OWNER)
@require_http_methods(["GET", "POST"])
def room(request: HttpRequest, pk: int | None = None, place: int | None = None) -> HttpResponse:
    row = get_object_or_404(Room.objects.select_related("location"), pk=pk) if pk else None
    at = row.location if row else get_object_or_404(Location, pk=place)
    initial = {"name": row.name, "kind": row.kind, "active": row.active} if row else {"active": True}
    form = (RoomForm if row else NewRoomForm)(request.POST or None, initial=initial)

    def save(sure: Collection[int]) -> object:
        values = {name: form.cleaned_data[name] for name in ("name", "kind", "active")}
        if chairs := form.cleaned_data.get("chairs"):
            return act.add_chairs(place=at, values=values, chairs=chairs, by=by(worker(request)))
        return act.save_room(room=row, place=at, values=values, by=by(worker(request)), sure=sure)

    back = reverse("clinic:set_up_place", args=[at.pk])
    return _page(request, form, row.name if row else gettext("A new room"), save, back=back)


@staff(Role.OWNER)
@require_http_methods(["GET", "POST"])
def device(request: HttpRequest, pk: int | None = None, place: int | None = None) -> HttpResponse:
    row = get_object_or_404(Device.objects.select_related("location"), pk=pk) if pk else None
    at = row.location if row else get_object_or_404(Location, pk=place)
    initial = {"name": row.name, "kind": row.kind, "active": row.active} if row else {"active": True}
    form = DeviceForm(request.POST or None, initial=initial)
    return _page(
        request,
        form,
        row.name if row else gettext("A new device"),
        lambda sure: act.save_device(device=row, place=at, values=form.cleaned_data, by=by(worker(request)), sure=sure),
        back=reverse("clinic:set_up_place", args=[at.pk]),
    )


@staff(Role.OWNER)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    row = get_object_or_404(Practitioner, pk=pk) if pk else None
    names = ("given_name", "family_name", "title", "about_en", "about_es", "active")
    initial = {name: getattr(row, name) for name in names} if row else {"active": True, "title": "A.P."}
    form = WorkerForm(request.POST or None, initial=initial)
    return _page(
        request,
        form,
        row.name if row else gettext("A new acupuncturist"),
        lambda sure: act.save_person(person=row, values=form.cleaned_data, by=by(worker(request)), sure=sure),
        person=row,
        places=Location.objects.order_by("pk") if row else (),
        then=lambda made: reverse("clinic:set_up_person", args=[made.pk]) if row is None else "",
    )


@staff(Role.OWNER)
@require_http_methods(["GET", "POST"])
def licence(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one, or what the board says of one that is known: the number tells which."""
    row = get_object_or_404(Practitioner, pk=pk)
    known = Qualification.objects.filter(practitioner=row).order_by("-expires_at").first()
    first = Location.objects.order_by("pk").first()
    form = LicenceForm(request.POST or None, zone=ZoneInfo(first.zone if first else NEW_YORK), licence=known)

    def save(sure: Collection[int]) -> object:
        return act.save_licence(person=row, values=form.values(), by=by(worker(request)), now=timezone.now())

    title = gettext("License of %(name)s") % {"name": row.name}
    return _page(request, form, title, save, back=reverse("clinic:set_up_person", args=[row.pk]))


@staff(Role.OWNER)
@require_http_methods(["GET", "POST"])
def at_place(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    row, at = get_object_or_404(Practitioner, pk=pk), get_object_or_404(Location, pk=place)
    role = PractitionerRole.objects.filter(practitioner=row, location=at).first()
    initial: dict[str, Any] = {"active": True, "languages": ["en"], "services": HealthcareService.objects.all()}
    if role:
        initial = {"active": role.active, "languages": role.languages, "services": role.services.all()}
    hours = _week(role.weekly_hours.all() if role else at.opening_hours.all())
    form = AtPlaceForm(request.POST or None, initial=initial, week=hours)
    return _page(
        request,
        form,
        gettext("%(name)s at %(place)s") % {"name": row.name, "place": at.name},
        lambda sure: act.save_role(
            person=row,
            place=at,
            values={"languages": form.cleaned_data["languages"], "active": form.cleaned_data["active"]},
            services=form.cleaned_data["services"],
            week=form.week,
            by=by(worker(request)),
            sure=sure,
        ),
        week=gettext("Hours at this place"),
        back=reverse("clinic:set_up_person", args=[row.pk]),
    )


@staff(Role.OWNER)
@require_http_methods(["GET", "POST"])
def kind(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    row = get_object_or_404(HealthcareService, pk=pk) if pk else None
    form = KindForm(request.POST or None, kind=row)
    return _page(
        request,
        form,
        name_of(row) if row else gettext("A new kind of visit"),
        lambda sure: act.save_kind(kind=row, values=form.values(), phases=form.phases(), by=by(worker(request))),
        kind=row,
        note=gettext("What is booked already keeps its length and its price."),
    )


def _page(
    request: HttpRequest,
    form: forms.Form,
    title: str,
    save: Save,
    *,
    back: str = "",
    then: Callable[[Any], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the form, or save it and go back to where it is listed. What the change would hit is asked about first."""
    back, hits, status = back or reverse("clinic:set_up"), [], 200
    if request.method == "POST" and form.is_valid():
        try:
            made = save([int(pk) for pk in request.POST.get("sure", "").split(",") if pk.isdecimal()])
        except act.Hits as found:
            hits, status = found.visits, 409
        except ValueError:
            form.add_error("number", gettext("This number is on record for somebody else. Look at it again."))
        else:
            return redirect((then(made) if then else "") or back)
    status = 422 if form.errors else status
    context |= {"form": form, "heading": title, "back": back, "hits": hits, **SECTION}
    return render(request, "clinic/set_up_form.html", context, status=status)


def _spoken(row: Organization | Location) -> dict[str, str]:
    """The number as people write it."""
    return {"phone": wording.phone_number(row.phone) if row.phone else ""}


def _week(rows: Any) -> dict[int, list[tuple[Any, Any]]]:
    week: dict[int, list[tuple[Any, Any]]] = {}
    for row in rows:
        week.setdefault(row.weekday, []).append((row.opens, row.closes))
    return week
