"""Another time for a visit: the same week as for booking, then one question, then it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from ashi.book.actions import NotExpected, move_visit
from ashi.book.choice import ANYONE, PROVISIONAL_NOTICE
from ashi.book.taking import Closed
from ashi.book.views.asking import nowhere, unreadable
from ashi.book.views.visit import Opened, opening
from ashi.book.weeks import ALL, NoSuchWeek, Weeks, cell_at, monday_of
from ashi.core.time import instant_of
from ashi.records.calendar.offers import Search
from ashi.records.models import AppointmentStatus, Location, Practitioner
from ashi.records.plans import plan_of
from ashi.records.reservations import Taken, Unlicensed
from ashi.web.lengths import length_of


@require_http_methods(["GET", "HEAD", "POST"])
@opening
def move(opened: Opened) -> HttpResponse:
    if not opened.shown.may_change:
        return redirect(opened.address())
    asked = Asked(opened, _who(opened.request.POST or opened.request.GET))
    if not asked.is_offered:
        return opened.render("visit/move.html")
    if opened.request.method == "POST":
        return _move(asked)
    try:
        if "to" in opened.request.GET:
            return _question(asked, cell_at(opened.request.GET["to"]))
        return _week(asked)
    except (ValueError, OverflowError, NoSuchWeek):
        return nowhere(opened.request, "week")


@dataclass(frozen=True)
class Asked:
    """`who`: anyone, or empty for the acupuncturist of the visit."""

    opened: Opened
    who: str

    @property
    def here(self) -> str:
        """The address of this page, ready for one more word of a question."""
        return self.address_with(self.who)

    def address_with(self, who: str) -> str:
        return f"{self.opened.address('move')}?" + (f"with={who}&" if who else "")

    @property
    def search(self) -> Search:
        """The same kind of visit at the same place, as it is now."""
        visit = self.opened.shown.visit
        waits = visit.status == AppointmentStatus.PENDING
        return Search(
            Location.objects.get(pk=visit.location_id),
            visit.service_id,
            now=self.opened.now,
            practitioner_id=None if self.who == ANYONE else visit.practitioner_id,
            earliest=self.opened.now + PROVISIONAL_NOTICE if waits else None,
            instead_of=plan_of(visit, qualification_id=visit.qualification_id, price_cents=visit.price_cents),
        )

    @property
    def is_offered(self) -> bool:
        """Does the clinic still have this kind of visit?"""
        return self.opened.shown.visit.service_id in self.search.diary.facts.services


def _who(sent: Mapping[str, str]) -> str:
    return ANYONE if sent.get("with") == ANYONE else ""


def _week(asked: Asked) -> HttpResponse:
    query = asked.opened.request.GET
    weeks = Weeks(asked.search, now=asked.opened.now)
    context = {
        "weeks": weeks,
        "here": asked.here,
        "first": asked.opened.address("move"),
        "soonest": weeks.time(weeks.soonest) if weeks.soonest is not None else None,
        "anyone": "" if asked.who else asked.address_with(ANYONE),
    }
    if "day" in query:
        shown = weeks.day(date.fromisoformat(query["day"]), shown=ALL)
        return asked.opened.render("visit/move.html", context | {"days": [shown]})
    week = weeks.week(monday_of(date.fromisoformat(query["week"])) if "week" in query else weeks.first_monday())
    return asked.opened.render("visit/move.html", context | {"week": week, "days": week.days})


def _question(asked: Asked, cell: int) -> HttpResponse:
    search = asked.search
    plan = search.plan_at(cell)
    if plan is None:
        return _gone(asked, cell)
    context = {
        "to": Weeks(search, now=asked.opened.now).time(cell),
        "length": length_of(plan.visit),
        "practitioner": Practitioner.objects.get(pk=plan.practitioner_id),
        "who": asked.who,
        "here": asked.here,
    }
    return asked.opened.render("visit/move_to.html", context)


def _move(asked: Asked) -> HttpResponse:
    opened, visit = asked.opened, asked.opened.shown.visit
    try:
        cell, sequence = cell_at(opened.request.POST["to"]), int(opened.request.POST["sequence"])
    except (KeyError, ValueError, OverflowError):
        return unreadable(opened.request)
    if visit.start == instant_of(cell):
        return redirect(f"{opened.address()}?done=moved")  # the second press of one button
    if visit.sequence != sequence:
        return redirect(f"{opened.address()}?done=changed")
    plan = asked.search.plan_at(cell)
    if plan is None:
        return _gone(asked, cell)
    try:
        move_visit(appointment=visit, plan=plan, by=opened.by)
    except NotExpected:
        return redirect(f"{opened.address()}?done=changed")
    except (Taken, Closed, Unlicensed):
        return _gone(asked, cell)
    return redirect(f"{opened.address()}?done=moved")


def _gone(asked: Asked, cell: int) -> HttpResponse:
    search = asked.search
    weeks = Weeks(search, now=asked.opened.now, wished=cell)
    context = {
        "weeks": weeks,
        "was": weeks.time(cell),
        "nearest": [weeks.time(each) for each in sorted(search.nearest(cell))],
        "who": asked.who,
        "here": asked.here,
    }
    return asked.opened.render("visit/move_gone.html", context, status=409)
