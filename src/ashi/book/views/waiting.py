"""An earlier time: wishing for it, and the buttons of the one that is kept. A link that is only looked at changes
nothing."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from ashi.book.actions import NotExpected
from ashi.book.views.visit import Opened, opening
from ashi.book.waiting import OfferOver, accept, decline, join, leave
from ashi.book.waiting_form import EarlierForm
from ashi.records.models import WaitingOffer


@require_http_methods(["GET", "HEAD", "POST"])
@opening
def earlier(opened: Opened) -> HttpResponse:
    if not opened.shown.may_wait:
        return redirect(opened.address())
    visit, sent = opened.shown.visit, opened.request.method == "POST"
    form = EarlierForm(opened.request.POST if sent else None, visit=visit, wish=opened.shown.wish, now=opened.now)
    if not sent or not form.is_valid():
        return opened.render("visit/earlier.html", {"form": form}, status=422 if sent else 200)
    try:
        join(visit=visit, wishes=form.wishes(), by=opened.by, now=opened.now)
    except NotExpected:
        return redirect(f"{opened.address()}?done=changed")
    return redirect(f"{opened.address()}?done=waiting")


@require_POST
@opening
def no_more(opened: Opened) -> HttpResponse:
    if opened.shown.wish:
        leave(wish=opened.shown.wish, by=opened.by)
    return redirect(opened.address())


@require_POST
@opening
def yes(opened: Opened, pk: int) -> HttpResponse:
    offer = _offer(opened, pk)
    try:
        if offer:
            accept(offer=offer, by=opened.by)
            return redirect(f"{opened.address()}?done=moved")
    except OfferOver:
        pass  # it ran out, was answered in another window, or the visit was changed
    return redirect(f"{opened.address()}?done=gone")


@require_POST
@opening
def no(opened: Opened, pk: int) -> HttpResponse:
    offer = _offer(opened, pk)
    try:
        if offer:
            decline(offer=offer, by=opened.by)
            return redirect(f"{opened.address()}?done=declined")
    except OfferOver:
        pass
    return redirect(f"{opened.address()}?done=gone")


def _offer(opened: Opened, pk: int) -> WaitingOffer | None:
    """Only of the visit whose link it is."""
    rows = WaitingOffer.objects.select_related(
        "wish__visit__patient", "wish__visit__practitioner", "wish__visit__room", "wish__visit__device"
    )
    return rows.filter(pk=pk, wish__visit=opened.shown.visit).first()
