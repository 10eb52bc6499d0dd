"""A time that cannot be had any more: said, with the three nearest beside it and everything typed going along."""

from django.http import HttpResponse
from django.shortcuts import render

from ashi.book.keeping import typed_in
from ashi.book.views.asking import Asked
from ashi.book.weeks import Weeks
from ashi.core.time import instant_of


def gone(asked: Asked, cell: int, why: str) -> HttpResponse:
    """`why`: taken by somebody else, over because the hold ran out, or other because the visitor holds another time.

    409, as for any lost race. Of a page that was left open over night nobody was faster: its time has passed.
    """
    if why == "taken" and instant_of(cell) <= asked.now:
        why = "past"
    choice = asked.choice.afresh()
    search = choice.search(now=asked.now, clearance=asked.clearance)
    weeks = Weeks(search, now=asked.now, wished=cell)
    context = {
        "choice": choice,
        "why": why,
        "weeks": weeks,
        "was": weeks.time(cell),
        "nearest": [weeks.time(each) for each in sorted(search.nearest(cell))],
        "typed": typed_in(asked.request.POST),
        "keep": choice.address("keep"),
        "week": choice.address(),
    }
    return render(asked.request, "book/gone.html", context, status=409)
