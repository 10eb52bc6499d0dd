"""What somebody who was asked says on the telephone: that they take the earlier time, or do not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from ashi.book.waiting import OfferOver, accept, decline
from ashi.clinic.gate import staff, worker
from ashi.clinic.roles import by
from ashi.clinic.views.waiting import waiting_list
from ashi.messaging.calls import mark_called
from ashi.messaging.models import Channel
from ashi.records.models import Appointment, WaitingOffer


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
    return waiting_list(request, refused=text, status=409)
