"""A wish and what was offered for it, in words."""

from datetime import date, datetime

from django import template
from django.utils.translation import gettext

from ashi.book.waiting_form import SPANS, span_of
from ashi.records.models import OfferOutcome, WaitingOffer, WaitingWish, WishStatus
from ashi.web import wording

register = template.Library()
OPEN_WEEK = range(5)  # whoever can on all of these has no wish as to days


@register.filter
def wish_words(wish: WaitingWish) -> str:
    """Monday and Tuesday, Morning, with Bao Invented, from Nov 24 to Dec 2."""
    every = set(wish.weekdays) >= set(OPEN_WEEK)
    days = gettext("any day") if every else wording.listed([wording.weekday(day) for day in wish.weekdays])
    who = wish.practitioner
    parts = [days, str(SPANS[span_of(wish)][0]), who.name if who else gettext("Whoever is free"), _between(wish)]
    said = ", ".join(part for part in parts if part)
    return said[0].upper() + said[1:]


def _between(wish: WaitingWish) -> str:
    if wish.earliest and wish.latest:
        return gettext("from %(first)s to %(last)s") % {"first": _day(wish.earliest), "last": _day(wish.latest)}
    if wish.earliest:
        return gettext("from %(first)s on") % {"first": _day(wish.earliest)}
    return gettext("until %(last)s") % {"last": _day(wish.latest)} if wish.latest else ""


def _day(day: date) -> str:
    return wording.short_day(day)


@register.filter
def offer_state(offer: WaitingOffer, now: datetime) -> str:
    if offer.outcome == OfferOutcome.OPEN:
        return gettext("kept until %(until)s") if offer.expires_at > now else gettext("no answer")
    return {
        OfferOutcome.ACCEPTED: gettext("taken"),
        OfferOutcome.DECLINED: gettext("not wanted"),
        OfferOutcome.EXPIRED: gettext("no answer"),
    }[OfferOutcome(offer.outcome)]


@register.simple_tag
def offer_words(offer: WaitingOffer, zone: str, now: datetime) -> str:
    """taken, 12:10 pm; or kept until 12:30 pm."""
    said = offer_state(offer, now)
    until = wording.clock(wording.local(offer.expires_at, zone).time())
    if "%(until)s" in said:
        return said % {"until": until}
    if offer.answered_at and offer.outcome != OfferOutcome.EXPIRED:
        return f"{said}, {wording.clock(wording.local(offer.answered_at, zone).time())}"
    return f"{said}, {until}"


@register.filter
def wish_end(wish: WaitingWish) -> str:
    return {
        WishStatus.GRANTED: gettext("Has an earlier time now"),
        WishStatus.LEFT: gettext("Waits no longer"),
        WishStatus.OVER: gettext("The visit began or was changed"),
    }.get(WishStatus(wish.status), "")
