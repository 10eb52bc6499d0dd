"""A time that cannot be had any more: said, with the three nearest beside it and everything typed going along."""

from django.http import HttpResponse
from django.shortcuts import render

from ashi.book.keeping import typed_in
from ashi.book.views.asking import Asked
from ashi.book.weeks import Weeks


def gone(asked: Asked, cell: int, why: str) -> HttpResponse:
    """`why`: taken by somebody else, over because the hold ran out, or other because the visitor holds another time.

    409, as for any lost race.
    """
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
