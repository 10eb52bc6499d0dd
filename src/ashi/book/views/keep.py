"""Keeping a chosen time, keeping it longer, giving it back. Only a POST keeps anything: mail scanners follow links."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ashi.book.actions import HoldGone, NotCleared, give_back_hold, renew_hold
from ashi.book.keeping import TimeGone, hold_of, is_of, keep_time, live_hold, typed_in
from ashi.book.limits import HOLDS
from ashi.book.views.asking import Asked, asking, to_check, too_many, unreadable
from ashi.book.views.details import show_form
from ashi.book.views.gone import gone
from ashi.book.weeks import cell_at
from ashi.core.time import cell_of
from ashi.records.by import VISITOR
from ashi.records.models import Hold
from ashi.web.address import address_of


@asking
def keep(asked: Asked) -> HttpResponse:
    if asked.request.method != "POST":
        return redirect(asked.choice.address())
    try:
        cell = cell_at(asked.request.POST["start"])
    except (KeyError, ValueError, OverflowError):
        return unreadable(asked.request, asked.choice)
    return _keep(asked, cell, why_gone="taken")


@require_POST
@asking
def longer(asked: Asked) -> HttpResponse:
    """Five more minutes, once; what was typed goes along. After that the time is held anew if it is still free."""
    hold = hold_of(asked.holder)
    if hold is None or not is_of(hold, asked.choice):
        return redirect(asked.choice.address())
    try:
        renewed = renew_hold(hold=hold, by=VISITOR)
    except HoldGone:
        if hold.expires_at > asked.now:
            return show_form(asked, hold, typed=typed_in(asked.request.POST))
        return _keep(asked, cell_of(hold.start), why_gone="over")
    return _go_on(asked, renewed)


@require_POST
@asking
def give_back(asked: Asked) -> HttpResponse:
    if hold := live_hold(asked.holder, asked.choice, now=asked.now):
        give_back_hold(hold=hold, by=VISITOR)
    return redirect(asked.choice.address())


def _keep(asked: Asked, cell: int, *, why_gone: str) -> HttpResponse:
    if not HOLDS.allows(address_of(asked.request), now=asked.now):
        return too_many(asked.request)
    try:
        hold = keep_time(choice=asked.choice, cell=cell, clearance=asked.clearance, holder=asked.holder, now=asked.now)
    except TimeGone:
        return gone(asked, cell, why_gone)
    except NotCleared:
        return to_check(asked.request, asked.choice)
    return _go_on(asked, hold)


def _go_on(asked: Asked, hold: Hold) -> HttpResponse:
    """To the form. Whoever had typed something gets it at once, because nothing typed may stand in an address."""
    typed = typed_in(asked.request.POST)
    return show_form(asked, hold, typed=typed) if typed else redirect(asked.choice.address("details"))
