"""Booking by telephone: one page, however many times it is looked at before the button is pressed."""

from datetime import datetime, timedelta
from typing import Any

import phonenumbers
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from ashi.book.choice import PROVISIONAL_NOTICE
from ashi.book.people import Person
from ashi.book.taking import Closed
from ashi.clinic.actions.phone import Asked, Stopped, book_by_phone
from ashi.clinic.draft import Draft, questions
from ashi.clinic.forms.phone import ASKED, NEW, PhoneBookingForm
from ashi.clinic.gate import staff, worker
from ashi.clinic.onward import day_of
from ashi.clinic.place import here
from ashi.clinic.queries.visits import name_of
from ashi.clinic.roles import by, may_squeeze
from ashi.clinic.undoing import remember
from ashi.clinic.views.stop import stop_page
from ashi.core.safety import Result
from ashi.core.time import instant_of
from ashi.records.models import HealthcareService, Location
from ashi.records.plans import Plan
from ashi.records.reservations import Taken, Unlicensed
from ashi.web import wording


class NotFree(Exception):
    """The time that was chosen is taken, or cannot be had in the end."""


@staff()
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    location = _location(request)
    draft = Draft(location, request.POST if request.method == "POST" else request.GET, now)
    if request.method == "POST" and "book" in request.POST:
        return _book(request, draft)
    return _page(request, draft, _blank(draft, fitting=_is_about_the_person(request)))


def _is_about_the_person(request: HttpRequest) -> bool:
    """Then the kind of visit follows the person; what somebody has chosen in its own box stays."""
    about_times = request.headers.get("HX-Trigger") in ("asks", "asks-squeeze") or request.POST.get("look") == "times"
    return request.method == "POST" and not about_times


def _location(request: HttpRequest) -> Location:
    if slug := request.POST.get("location"):
        return Location.objects.select_related("organization").filter(slug=slug).first() or here(request)
    return here(request)


def _blank(draft: Draft, *, fitting: bool) -> PhoneBookingForm:
    """What has been typed so far, without a word about what is still missing."""
    service = draft.service(fitting=fitting)
    sent = {name: draft.sent[name] for name in PhoneBookingForm.base_fields if name in draft.sent}
    initial = {"language": get_language(), **sent, **({} if sent.get("name") else draft.typed())}
    initial |= {
        "who": draft.who,
        "service": service and str(service.pk),
        "first": draft.first,
        "proposed": f"{service.pk}:{draft.audience}" if service else "",
        "room_at": draft.sent.get("room_at") or draft.sent.get("at"),
        "birth": draft.sent.get("birth") or draft.typed().get("birth"),
    }
    if hasattr(draft.sent, "getlist"):
        initial["yes"] = draft.sent.getlist("yes")
    return _form(draft, service, initial=initial)


def _form(draft: Draft, service: HealthcareService | None, *args: Any, **kwargs: Any) -> PhoneBookingForm:
    times = draft.times(service) if service else None
    days = times.days() if times else []
    form = PhoneBookingForm(
        *args,
        today=draft.today,
        region=_region(draft.location),
        choices=draft.choices(days, times.names if times else {}),
        **kwargs,
    )
    form.days = days  # type: ignore[attr-defined]
    form.names = times.names if times else {}  # type: ignore[attr-defined]
    return form


def _region(location: Location) -> str:
    return location.country if location.country in phonenumbers.SUPPORTED_REGIONS else "US"


def _page(
    request: HttpRequest, draft: Draft, form: PhoneBookingForm, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "draft": draft,
        "questions": questions(),
        "ticked": form["yes"].value() or [],
        "missed": draft.missed(form.days),  # type: ignore[attr-defined]
        "refused": refused,
        "section": "book",
    }
    return render(request, "clinic/book.html", context, status=status)


def _book(request: HttpRequest, draft: Draft) -> HttpResponse:
    if draft.no_longer_fits:
        return _page(request, draft, _blank(draft, fitting=True), status=422, refused=_fits_better(draft))
    service = draft.service()
    form = _form(draft, service, draft.sent)
    if not form.is_valid() or service is None:
        return _page(request, draft, form, status=422)
    asked = _asked(draft, form)
    if asked and asked.assessment().result is Result.URGENT and _is_too_soon(draft):
        form.add_error("at", _later(draft))
        return _page(request, draft, form, status=422)
    try:
        plan = _plan(request, draft, service)
        visit, event = book_by_phone(
            plan=plan,
            who=draft.patient or _person(draft, form),
            asked=asked,
            by=by(worker(request)),
            now=draft.now,
            squeeze_reason=form.cleaned_data["squeeze_reason"] if draft.squeeze else "",
        )
    except Stopped as stopped:
        return stop_page(request, stopped.assessment)
    except (NotFree, Taken, Closed, Unlicensed):
        again = Draft(draft.location, draft.sent, timezone.now())
        text = gettext("Somebody was quicker: this time is no longer free. Choose another.")
        return _page(request, again, _form(again, service, draft.sent), status=409, refused=text)
    remember(request, event)
    return redirect(day_of(visit))


def _plan(request: HttpRequest, draft: Draft, service: HealthcareService) -> Plan:
    """In the room whose free stretch was pressed, if that still works; else in any."""
    assert draft.at is not None
    rooms = dict.fromkeys([draft.room_id, None])
    for room in rooms:
        times = draft.times(service, room_id=room)
        day = instant_of(draft.at).astimezone(draft.zone).date()
        times = type(times)(times.asked, day, day)
        plan = times.plan_at(draft.at)
        if plan and (not draft.squeeze or may_squeeze(worker(request), plan.practitioner_id)):
            return plan
    raise NotFree


def _asked(draft: Draft, form: PhoneBookingForm) -> Asked | None:
    said = form.cleaned_data
    if said["asked"] != ASKED:
        return None
    born = draft.patient.birth_date if draft.patient else said["birth"]
    return Asked(yes=said["yes"], language=get_language() or "en", today=draft.today, born=born)


def _person(draft: Draft, form: PhoneBookingForm) -> Person:
    said = form.cleaned_data
    assert said["who"] == NEW
    return Person(
        name=said["name"],
        phone=said["phone"],
        email=said["email"],
        language=said["language"] or get_language() or "en",
        birth_date=said["birth"],
        guardian_name=said["guardian_name"],
        guardian_phone=said["guardian_phone"],
        invented=draft.location.organization.invented,
    )


def _fits_better(draft: Draft) -> str:
    service = draft.service(fitting=True)
    text = gettext(
        "The kind of visit has followed the person: it is now “%(kind)s”. Look at the time again, then book, or choose "
        "another kind."
    )
    return text % {"kind": name_of(service) if service else ""}


def _is_too_soon(draft: Draft) -> bool:
    return draft.at is None or instant_of(draft.at) < draft.now + PROVISIONAL_NOTICE


def _later(draft: Draft) -> str:
    soonest: datetime = (draft.now + PROVISIONAL_NOTICE + timedelta(minutes=1)).astimezone(draft.zone)
    text = gettext(
        "After this answer a doctor comes first, and a licensed person has to clear the visit. "
        "Choose a time after %(time)s."
    )
    return text % {"time": wording.moment(soonest)}
