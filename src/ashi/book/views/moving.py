"""Another time for a visit: the same week as for booking, then one question, then it is done."""

from collections.abc import Mapping
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from ashi.book.actions import NotExpected, move_visit
from ashi.book.choice import ANYONE, PROVISIONAL_NOTICE
from ashi.book.taking import Closed
from ashi.book.views.asking import nowhere, unreadable
from ashi.book.views.visit import Opened, opening
from ashi.book.weeks import NoSuchWeek, Weeks, cell_at, monday_of
from ashi.core.time import instant_of
from ashi.records.calendar.offers import Search
from ashi.records.models import AppointmentStatus, Location, Practitioner
from ashi.records.reservations import Taken, Unlicensed
from ashi.web.lengths import length_of


@require_http_methods(["GET", "HEAD", "POST"])
@opening
def move(opened: Opened) -> HttpResponse:
    if not opened.shown.may_change:
        return redirect(opened.address())
    if opened.request.method == "POST":
        return _move(opened)
    query = opened.request.GET
    try:
        if "to" in query:
            return _question(opened, cell_at(query["to"]))
        return _week(opened)
    except (ValueError, OverflowError, NoSuchWeek):
        return nowhere(opened.request, "week")


def _search(opened: Opened, who: str) -> Search:
    """The same kind of visit at the same place, with the same acupuncturist or, when asked for, anyone."""
    visit = opened.shown.visit
    waits = visit.status == AppointmentStatus.PENDING
    return Search(
        Location.objects.get(pk=visit.location_id),
        visit.service_id,
        now=opened.now,
        practitioner_id=None if who == ANYONE else visit.practitioner_id,
        earliest=opened.now + PROVISIONAL_NOTICE if waits else None,
    )


def _here(opened: Opened, who: str) -> str:
    """The address of this page, ready for one more word of a question."""
    return f"{opened.address('move')}?" + (f"with={who}&" if who else "")


def _who(sent: Mapping[str, str]) -> str:
    return ANYONE if sent.get("with") == ANYONE else ""


def _week(opened: Opened) -> HttpResponse:
    query = opened.request.GET
    who = _who(query)
    search = _search(opened, who)
    if search.service_id not in search.diary.facts.services:
        return opened.render("visit/move.html")  # a kind of visit that the clinic no longer has
    weeks = Weeks(search, now=opened.now)
    context = {
        "weeks": weeks,
        "here": _here(opened, who),
        "first": opened.address("move"),
        "soonest": weeks.time(weeks.soonest) if weeks.soonest is not None else None,
        "anyone": "" if who else _here(opened, ANYONE),
    }
    if "day" in query:
        return opened.render("visit/move.html", context | {"days": [weeks.day(_day(query["day"]), shown=1000)]})
    week = weeks.week(monday_of(_day(query["week"])) if "week" in query else weeks.first_monday())
    return opened.render("visit/move.html", context | {"week": week, "days": week.days})


def _question(opened: Opened, cell: int) -> HttpResponse:
    who = _who(opened.request.GET)
    search = _search(opened, who)
    plan = search.plan_at(cell)
    if plan is None:
        return _gone(opened, search, cell, who)
    context = {
        "to": Weeks(search, now=opened.now).time(cell),
        "length": length_of(plan.visit),
        "practitioner": Practitioner.objects.get(pk=plan.practitioner_id),
        "who": who,
        "here": _here(opened, who),
    }
    return opened.render("visit/move_to.html", context)


def _move(opened: Opened) -> HttpResponse:
    sent, visit = opened.request.POST, opened.shown.visit
    try:
        cell, sequence = cell_at(sent["to"]), int(sent["sequence"])
    except (KeyError, ValueError, OverflowError):
        return unreadable(opened.request)
    if visit.start == instant_of(cell):
        return redirect(f"{opened.address()}?done=moved")  # the second press of one button
    if visit.sequence != sequence:
        return redirect(f"{opened.address()}?done=changed")
    search = _search(opened, _who(sent))
    plan = search.plan_at(cell)
    try:
        if plan is None:
            raise Taken
        move_visit(appointment=visit, plan=plan, by=opened.by)
    except NotExpected:
        return redirect(f"{opened.address()}?done=changed")
    except (Taken, Closed, Unlicensed):
        return _gone(opened, _search(opened, _who(sent)), cell, _who(sent))
    return redirect(f"{opened.address()}?done=moved")


def _gone(opened: Opened, search: Search, cell: int, who: str) -> HttpResponse:
    weeks = Weeks(search, now=opened.now, wished=cell)
    nearest = [weeks.time(each) for each in sorted(search.nearest(cell))]
    context = {"weeks": weeks, "was": weeks.time(cell), "nearest": nearest, "who": who, "here": _here(opened, who)}
    return opened.render("visit/move_gone.html", context, status=409)


def _day(text: str) -> date:
    return date.fromisoformat(text)
