"""Choosing a time."""

from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ashi.book.choice import Choice
from ashi.book.keeping import live_hold
from ashi.book.views.asking import Asked, asking, nowhere
from ashi.book.weeks import ALL, NoSuchWeek, Weeks, cell_at, monday_of
from ashi.records.models import Qualification
from ashi.web.lengths import usual_length


@require_safe
def begin(request: HttpRequest, **_words: str) -> HttpResponse:
    """Booking begins with whom: a shortened address leads there."""
    return redirect(reverse("find:practitioners"))


@require_safe
@asking
def week(asked: Asked) -> HttpResponse:
    query = asked.request.GET
    try:
        wished = cell_at(query["at"]) if "at" in query else None
        weeks = Weeks(asked.choice.search(now=asked.now, clearance=asked.clearance), now=asked.now, wished=wished)
        if "day" in query:
            shown = [weeks.day(date.fromisoformat(query["day"]), shown=ALL)]
            return render(asked.request, "book/day.html", page(asked, weeks) | {"days": shown})
        monday = monday_of(date.fromisoformat(query["week"])) if "week" in query else weeks.first_monday()
        found = weeks.week(monday)
    except (ValueError, OverflowError, NoSuchWeek):
        return nowhere(asked.request, "week", asked.choice)
    return render(asked.request, "book/week.html", page(asked, weeks) | {"week": found, "days": found.days})


def _licence_of(choice: Choice, weeks: Weeks) -> Qualification | None:
    """What permits this person to practise here, as it stands beside their name before anything is chosen."""
    worker = weeks.facts.practitioners.get(choice.practitioner.pk) if choice.practitioner else None
    number = worker.qualification_id if worker else None
    return Qualification.objects.filter(pk=number).first() if number else None


def page(asked: Asked, weeks: Weeks) -> dict[str, object]:
    choice = asked.choice
    return {
        "choice": choice,
        "person": choice.practitioner,
        "licence": _licence_of(choice, weeks),
        "weeks": weeks,
        "soonest": weeks.time(weeks.soonest) if weeks.soonest is not None else None,
        "length": usual_length(weeks.facts.services[choice.service.pk].variants),
        "provisional": asked.provisional,
        "hold": live_hold(asked.holder, choice, now=asked.now),
        "wish_gone": weeks.wished is not None and not weeks.is_free(weeks.wished),
        "here": f"{choice.address()}?",
        "first": choice.address(),
        "keep": choice.address("keep"),
        "details": choice.address("details"),
        "anyone": replace(choice, practitioner=None).address() if choice.practitioner else "",
    }
