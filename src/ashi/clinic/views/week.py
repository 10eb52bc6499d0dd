"""The week by acupuncturist."""

from datetime import date
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ashi.clinic.gate import staff, worker
from ashi.clinic.instants import day_at
from ashi.clinic.place import here
from ashi.clinic.queries.week import Week, monday_of
from ashi.records.models import Location, Practitioner


@staff()
@require_GET
def week(request: HttpRequest, day: str | None = None) -> HttpResponse:
    location, now = here(request), timezone.now()
    today = now.astimezone(ZoneInfo(location.zone)).date()
    people = list(_people(location))
    asked = request.GET.get("with", "")
    own = worker(request).practitioner_id
    person = next((one for one in people if one.slug == asked), None)
    if person is None and asked:
        raise Http404
    person = person or next((one for one in people if one.pk == own), people[0] if people else None)
    context = {"people": people, "section": "week", "location": location}
    if person:
        context["week"] = Week(location, person, monday_of(_day(day, today)), now)
    return render(request, "clinic/week.html", context)


def _people(location: Location) -> list[Practitioner]:
    rows = Practitioner.objects.filter(roles__location=location, roles__active=True, active=True)
    return list(rows.distinct().order_by("family_name", "given_name", "pk"))


def _day(text: str | None, today: date) -> date:
    if text is None:
        return today
    try:
        return day_at(text)
    except ValueError as error:
        raise Http404 from error
