"""The waiting list at the desk: who waits and who was asked when; wishes and answers of those who telephone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.book.actions import NotExpected
from ashi.book.waiting import OfferOver, accept, decline, join, leave, may_wait
from ashi.book.waiting_form import EarlierForm
from ashi.clinic.gate import staff, worker
from ashi.clinic.place import here
from ashi.clinic.queries.waiting import waited_lately, who_waits
from ashi.clinic.roles import by
from ashi.clinic.views.visit import found, page
from ashi.messaging.calls import mark_called
from ashi.messaging.models import Channel
from ashi.records.models import Appointment, WaitingOffer, WaitingWish, WishStatus


@staff()
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    return _list(request)


@staff()
@require_http_methods(["GET", "POST"])
def earlier(request: HttpRequest, pk: int) -> HttpResponse:
    """What suits somebody, as they say it on the telephone."""
    visit, now = found(pk), timezone.now()
    refused = gettext("Only a booked visit by itself can wait for an earlier time, and somebody has to be reached.")
    if not may_wait(visit, now=now):
        return page(request, visit, status=409, refused=refused)
    wish = visit.wishes.filter(status=WishStatus.WAITING).first()
    form = EarlierForm(request.POST or None, visit=visit, wish=wish, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            join(visit=visit, wishes=form.wishes(), by=by(worker(request)), now=now)
        except NotExpected:
            return page(request, found(pk), status=409, refused=refused)
        return redirect("clinic:waiting")
    context = {"form": form, "visit": visit, "wish": wish, "section": "todo"}
    return render(request, "clinic/earlier.html", context, status=422 if form.errors else 200)


@staff()
@require_POST
def no_more(request: HttpRequest, pk: int) -> HttpResponse:
    wishes = WaitingWish.objects.select_related("visit__patient", "visit__location")
    leave(wish=get_object_or_404(wishes, pk=pk), by=by(worker(request)))
    return redirect("clinic:waiting")


@staff()
@require_POST
def yes(request: HttpRequest, pk: int) -> HttpResponse:
    """They have said on the telephone that they take it."""
    who, offer = by(worker(request)), _offer(pk)
    try:
        visit = accept(offer=offer, by=who)
    except OfferOver:
        return _over(request)
    _told(visit, request)
    return redirect("clinic:visit", pk=visit.pk)


@staff()
@require_POST
def no(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        decline(offer=_offer(pk), by=by(worker(request)))
    except OfferOver:
        return _over(request)
    return redirect("clinic:waiting")


def _offer(pk: int) -> WaitingOffer:
    rows = WaitingOffer.objects.select_related(
        "wish__visit__patient", "wish__visit__practitioner", "wish__visit__room", "wish__visit__device"
    )
    return get_object_or_404(rows, pk=pk)


def _told(visit: Appointment, request: HttpRequest) -> None:
    """Whoever is reached by telephone only has just been told."""
    message = visit.messages.filter(sequence=visit.sequence, channel=Channel.CALL).order_by("-pk").first()
    if message:
        mark_called(message_id=message.pk, by=by(worker(request)), now=timezone.now())


def _over(request: HttpRequest) -> HttpResponse:
    text = gettext("That time is not kept any longer, or the visit has changed in the meantime.")
    return _list(request, refused=text, status=409)


def _list(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    location, now = here(request), timezone.now()
    lists = {"rows": who_waits(location, now=now), "lately": waited_lately(location, now=now)}
    context = {**lists, "location": location, "now": now, "section": "todo"}
    return render(request, "clinic/waiting.html", {**context, "refused": refused}, status=status)
