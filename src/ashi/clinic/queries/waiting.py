"""Who waits for an earlier time, in the order in which they are asked, and who was asked when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet

from ashi.records.models import Location, OfferOutcome, WaitingOffer, WaitingWish, WishStatus

LATELY = timedelta(days=14)


@dataclass(frozen=True)
class Waiting:
    """A wish with everything that was offered for it, the last first. `place`: 1 is asked first."""

    wish: WaitingWish
    offers: tuple[WaitingOffer, ...]
    place: int = 0

    @property
    def open(self) -> WaitingOffer | None:
        """What is kept for them now, or was until a moment ago and nobody has tidied up yet."""
        return next((offer for offer in self.offers if offer.outcome == OfferOutcome.OPEN), None)


def who_waits(location: Location, *, now: datetime) -> list[Waiting]:
    rows = _wishes(location).filter(status=WishStatus.WAITING, visit__start__gt=now).order_by("created_at", "pk")
    return [_waiting(wish, place) for place, wish in enumerate(rows, start=1)]


def waited_lately(location: Location, *, now: datetime) -> list[Waiting]:
    """Those who wait no longer, and what had been offered to them."""
    rows = _wishes(location).exclude(status=WishStatus.WAITING).filter(ended_at__gt=now - LATELY)
    return [_waiting(wish) for wish in rows.order_by("-ended_at", "-pk")[:30]]


def how_many_wait(location: Location, *, now: datetime) -> int:
    return WaitingWish.objects.filter(visit__location=location, status=WishStatus.WAITING, visit__start__gt=now).count()


def _wishes(location: Location) -> QuerySet[WaitingWish]:
    offers = WaitingOffer.objects.select_related("practitioner").order_by("-offered_at", "-pk")
    wishes = WaitingWish.objects.filter(visit__location=location)
    return wishes.select_related(
        "visit__patient", "visit__practitioner", "visit__location", "visit__care_plan", "practitioner"
    ).prefetch_related(Prefetch("offers", offers, to_attr="all_offers"))


def _waiting(wish: WaitingWish, place: int = 0) -> Waiting:
    return Waiting(wish, tuple(wish.all_offers), place)  # type: ignore[attr-defined]
