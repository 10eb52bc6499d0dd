"""Free times at many places, found no farther than they are asked for.

What can be had soon is looked for first: in a week, then in the two after it, then in the rest. A place's diary is read
when its turn comes, and of a week no more is worked out than that week.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from ashi.core.time import ceil_cell
from ashi.records.calendar.diary import FIRST_DAYS, LocationDiary, diaries_of
from ashi.records.calendar.facts import Facts, ServiceFacts
from ashi.records.calendar.fresh import Nearby
from ashi.records.calendar.streams import Asked, WideOffer, in_order

SOON, NEXT = timedelta(days=7), timedelta(days=21)
TOGETHER = 100  # places whose times are put in one order; whoever asks for more gets the next hundred after them
Span = tuple[datetime, datetime]


class Order(StrEnum):
    """What the patient wants most: not to wait, or not to travel."""

    SOONEST = "soonest"
    NEAREST = "nearest"


@dataclass(frozen=True)
class Wide:
    """A question to many places, which are given the nearest first.

    `kinds` says of a kind of visit whether it would do; `practitioners` None is anybody; `language` is a code that the
    practitioner must speak, empty for any. `bounds` are the start's, by the zone of the place.
    """

    places: Sequence[Nearby]
    kinds: Callable[[ServiceFacts], bool]
    now: datetime
    bounds: Mapping[str, Span]
    practitioners: frozenset[int] | None = None
    language: str = ""

    def offers(self, order: Order) -> Iterator["WideOffer"]:
        """The soonest: what leaves the fewest useless gaps within a week, then the soonest, then the nearest; then the
        same of the two weeks after that, then of the rest. The nearest: so at the nearest place, then at the next."""
        at_once = 1 if order is Order.NEAREST else TOGETHER
        for first in range(0, len(self.places), at_once):
            diaries = _Diaries(self.places[first : first + at_once], self.now)
            for span in self._spans():
                read = diaries.until(span[1])
                yield from in_order([one for diary, place in read for one in self._asked(diary, place, span)])

    def _spans(self) -> Iterator[Span]:
        first = max(min(low for low, _ in self.bounds.values()), self.now)
        last = max(high for _, high in self.bounds.values())
        low = first
        for high in (min(first + SOON, last), min(first + NEXT, last), last):
            if low < high:
                yield low, high
                low = high

    def _asked(self, diary: LocationDiary, place: Nearby, span: Span) -> Iterator["Asked"]:
        facts = diary.facts
        people = self._people(facts)
        earliest, latest = self.bounds[place.location.zone]
        low = ceil_cell(max(span[0], earliest, self.now + timedelta(minutes=facts.lead_minutes)))
        high = min(ceil_cell(min(span[1], latest)), facts.window.end)
        if not people or low >= high:
            return
        for service in facts.services.values():
            if self.kinds(service):
                window, ranking = diary.ranking_within(service, low, high)
                yield Asked(place, facts, service, ranking, window.between(low, high), window.start, people)

    def _people(self, facts: Facts) -> frozenset[int]:
        return frozenset(
            pk
            for pk, worker in facts.practitioners.items()
            if worker.qualification_id is not None
            and self.language in ("", *worker.languages)
            and (self.practitioners is None or pk in self.practitioners)
        )


@dataclass
class _Diaries:
    """The diaries of some places, read when they are first needed and let go with the search: the first days before
    all of them."""

    places: Sequence[Nearby]
    now: datetime
    _read: dict[bool, list[LocationDiary]] = field(default_factory=dict)

    def until(self, latest: datetime) -> Iterator[tuple[LocationDiary, Nearby]]:
        """As far as starts before this ask for."""
        is_soon = latest <= self.now + FIRST_DAYS
        if is_soon not in self._read:
            self._read[is_soon] = diaries_of([one.location for one in self.places], now=self.now, until=latest)
        return zip(self._read[is_soon], self.places, strict=True)
