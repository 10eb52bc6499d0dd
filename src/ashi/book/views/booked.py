"""The visit is booked: when, where, and what happens next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ashi.book.views.asking import nowhere
from ashi.book.visits import ShownVisit, visits_with_everything
from ashi.records.tokens import digest
from ashi.web.discreet import private
from ashi.web.visitor import key_of


@require_safe
@private
def booked(request: HttpRequest, reference: str) -> HttpResponse:
    """Only for the browser that booked it: the reference alone opens nothing."""
    key = key_of(request)
    mine = visits_with_everything().filter(reference=reference, clearance__key_hash=digest(key)) if key else None
    visit = mine.first() if mine is not None else None
    if visit is None:
        return nowhere(request, "visit")
    shown = ShownVisit(visit, timezone.now())
    return render(request, "book/booked.html", {"shown": shown, "visit": visit, "again": "again" in request.GET})
