from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from ashi.find import queries, wishes
from ashi.find.places import near
from ashi.records.models import Clearance, Location, ScreenResult
from ashi.web.visitor import clearance_of, is_stopped

# A visit that somebody has to clear first is offered a day ahead at the earliest.
PROVISIONAL_NOTICE = timedelta(hours=24)


@require_safe
def practitioners(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    wish = wishes.read(request.GET)
    clearance = clearance_of(request, now=now)
    kinds = queries.kinds_for(wish.audience)
    asked = [kind for kind in kinds if kind.slug == wish.kind] or kinds
    locations = list(Location.objects.order_by("pk"))
    places, understood = near(locations, wish.near)
    question = queries.Question(wish, asked, now, earliest_for(clearance, now))
    context = {
        "wish": wish,
        "kinds": kinds,
        "people": queries.people(question, places) if asked else [],
        "places": places,
        "locations": locations,
        "understood": understood,
        "languages": queries.languages_spoken(),
        "weekdays": queries.open_weekdays(),
        "clearance": clearance,
        "stopped": clearance is None and is_stopped(request, now=now),
        "is_filtered": bool(wish.language or wish.narrows_time or wish.near),
    }
    response = render(request, "find/practitioners.html", context)
    # What the safety check said stands on this page.
    patch_cache_control(response, private=True, no_store=True)
    return response


def earliest_for(clearance: Clearance | None, now: datetime) -> datetime | None:
    is_provisional = clearance is not None and clearance.result == ScreenResult.URGENT
    return now + PROVISIONAL_NOTICE if is_provisional else None
