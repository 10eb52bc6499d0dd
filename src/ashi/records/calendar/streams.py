"""The offers of many places in one order, of each no more than are taken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from ashi.core.scheduling.search import Offer, Ranking
from ashi.records.calendar.facts import Facts, ServiceFacts
from ashi.records.calendar.fresh import Nearby


@dataclass(frozen=True, slots=True)
class WideOffer:
    """An offer with where it is and what it is for."""

    offer: Offer
    place: Nearby
    facts: Facts
    service: ServiceFacts


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of visit at one place within a span."""

    place: Nearby
    facts: Facts
    service: ServiceFacts
    ranking: Ranking
    allowed: int
    begin: int
    people: frozenset[int]

    def soonest(self, gaps: int) -> int | None:
        bits = self.ranking.starts(gaps, self.allowed, self.people)
        return self.begin + (bits & -bits).bit_length() - 1 if bits else None

    def offers(self, gaps: int) -> Iterator[Offer]:
        return self.ranking.offers_leaving(gaps, allowed=self.allowed, people=self.people)


def in_order(asked: Sequence[Asked]) -> Iterator[WideOffer]:
    """The offers of all of them: fewest useless gaps, soonest, nearest. Of each only as many are found as are taken."""
    for gaps in range(max((one.ranking.classes for one in asked), default=0)):
        waiting = [
            (start, one.place.km or 0.0, number)
            for number, one in enumerate(asked)
            if (start := one.soonest(gaps)) is not None
        ]
        heapify(waiting)
        begun: dict[int, Iterator[Offer]] = {}
        following: dict[int, Offer] = {}
        while waiting:
            _, km, number = heappop(waiting)
            one = asked[number]
            if number not in begun:
                begun[number] = one.offers(gaps)
                following[number] = next(begun[number])
            offer = following.pop(number)
            # The next one is looked for before this one is given away: it may be as soon.
            if (another := next(begun[number], None)) is not None:
                following[number] = another
                heappush(waiting, (another.start, km, number))
            yield WideOffer(offer, one.place, one.facts, one.service)
