from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from ashi.find import queries, wishes
from ashi.find.places import Near, near
from ashi.find.reach import reach_of
from ashi.records.calendar import fresh, replica
from ashi.records.calendar.fresh import Nearby
from ashi.records.models import Clearance, Location, ScreenResult
from ashi.web.visitor import clearance_of, is_stopped

# A visit that somebody has to clear first is offered a day ahead at the earliest.
PROVISIONAL_NOTICE = timedelta(hours=24)
LOOKED_AT = 20  # places: more are not read for one page
SHOWN, MOST_SHOWN = 24, 240  # people
NAMED = 12  # cities


@require_safe
def practitioners(request: HttpRequest) -> HttpResponse:
    context = replica.read(lambda alias: _page(request, alias))
    response = render(request, "find/practitioners.html", context)
    # What the safety check said stands on this page.
    patch_cache_control(response, private=True, no_store=True)
    return response


def _page(request: HttpRequest, alias: str) -> dict[str, Any]:
    now = timezone.now()
    wish = wishes.read(request.GET)
    clearance = clearance_of(request, now=now)
    locations = fresh.locations(alias)
    reach = reach_of(wish.within, locations[0].country if locations else "")
    found = near(locations, wish.near, reach, alias)
    kinds = queries.kinds_for(wish.audience)
    asked = [kind for kind in kinds if kind.slug == wish.kind] or kinds
    return {
        "wish": wish,
        "kinds": kinds,
        "locations": locations,
        "cities": _cities(locations),
        "found": found,
        "reach": reach,
        "languages": queries.languages_spoken(),
        "weekdays": queries.open_weekdays(),
        "clearance": clearance,
        "stopped": clearance is None and is_stopped(request, now=now),
        "is_filtered": bool(wish.language or wish.narrows_time or wish.near),
        **_people(request, queries.Question(wish, asked, now, earliest_for(clearance, now)), found),
    }


def _people(request: HttpRequest, question: queries.Question, found: Near) -> dict[str, Any]:
    """The people of the page and the way to more; where there are many places, nobody before it was said where."""
    is_said = bool(question.wishes.near) and found.understood
    has_to_say = len(found.places) > LOOKED_AT and not is_said
    places: Sequence[Nearby] = () if has_to_say else found.places[:LOOKED_AT]
    people = queries.people(question, places) if question.kinds and places else []
    show = _whole(request.GET.get("show", ""))
    more = request.GET.copy()
    more["show"] = str(show + SHOWN)
    return {
        "people": people[:show],
        "places": places,
        "has_to_say": has_to_say,
        "farther": 0 if has_to_say else len(found.places) - len(places),
        "more": more.urlencode() if show < len(people) else "",
    }


def _cities(locations: Sequence[Location]) -> list[Location]:
    """One place of each city, for whoever does not know where we work; not all of them where they are many."""
    each = {(location.state, location.city): location for location in reversed(locations)}
    return sorted(each.values(), key=lambda location: location.pk)[:NAMED]


def _whole(text: str) -> int:
    known = text.isascii() and text.isdigit() and len(text) < 5
    return min(max(int(text), SHOWN), MOST_SHOWN) if known else SHOWN


def earliest_for(clearance: Clearance | None, now: datetime) -> datetime | None:
    is_provisional = clearance is not None and clearance.result == ScreenResult.URGENT
    return now + PROVISIONAL_NOTICE if is_provisional else None
