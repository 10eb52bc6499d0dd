"""Free times to show and to book: what find, book, the desk and the machine interface ask."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, reduce
from operator import or_

from ashi.core.scheduling.bitset import positions
from ashi.core.scheduling.phases import Actor
from ashi.core.scheduling.search import Offer, Wish, nearest
from ashi.core.time import ceil_cell
from ashi.records.calendar.diary import LocationDiary, diary_between, diary_of
from ashi.records.calendar.facts import Facts, ServiceFacts
from ashi.records.models import Location
from ashi.records.plans import Plan


@dataclass(frozen=True)
class Search:
    """A question for free time, with one practitioner, or one of several, or anyone; the bounds are the start's.

    A patient's search keeps the location's notice and horizon; the desk's (`by_desk`) does not. `instead_of`: a visit
    that looks for another time does not stand in its own way.
    """

    location: Location
    service_id: int
    now: datetime
    practitioner_id: int | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    by_desk: bool = False
    practitioner_ids: tuple[int, ...] | None = None
    instead_of: Plan | None = None

    @property
    def people(self) -> tuple[int, ...]:
        """The practitioners in question."""
        if self.practitioner_id is not None:
            return (self.practitioner_id,)
        return tuple(self.diary.facts.practitioners) if self.practitioner_ids is None else self.practitioner_ids

    @cached_property
    def diary(self) -> LocationDiary:
        return self._whole_diary().without(self.instead_of) if self.instead_of else self._whole_diary()

    def _whole_diary(self) -> LocationDiary:
        diary = diary_of(self.location, now=self.now)
        if not self.by_desk or self.latest is None or self._last_day() <= diary.facts.window.end:
            return diary
        first = (self.earliest or self.now).astimezone(diary.facts.zone).date()
        last = self.latest.astimezone(diary.facts.zone).date()
        return diary_between(self.location, first, last + timedelta(days=1), now=self.now)

    @property
    def service(self) -> ServiceFacts:
        return self.diary.facts.services[self.service_id]

    def starts(self) -> int:
        """Every start as a bitset of the diary's window."""
        return reduce(or_, self._bitsets(), 0) & self._allowed()

    def total(self) -> int:
        """How many offers there are: each start counts once for each practitioner who is free."""
        allowed = self._allowed()
        return sum((bits & allowed).bit_count() for bits in self._bitsets())

    def cells_by_length(self) -> list[tuple[int, list[int]]]:
        """For one practitioner: how many cells the patient stays, and the cells at which such a visit can begin."""
        low, high = self._bounds()
        found = []
        for length, cells in self.diary.cells(self.service, self.practitioner_id or 0):
            if within := cells[bisect_left(cells, low) : bisect_left(cells, high)]:
                found.append((length, within))
        return found

    def cells(self) -> Iterator[int]:
        """The cells of every start, ascending."""
        begin = self.diary.facts.window.start
        return (begin + position for position in positions(self.starts()))

    def soonest(self) -> int | None:
        bits = self.starts()
        return self.diary.facts.window.start + (bits & -bits).bit_length() - 1 if bits else None

    def nearest(self, cell: int, count: int = 3) -> tuple[int, ...]:
        """The free starts nearest to a cell."""
        return nearest(self.starts(), cell, count, window=self.diary.facts.window)

    def offers(self, wishes: tuple[Wish, ...] = ()) -> Iterator[Offer]:
        """Offers, the best first: what was wished for, the least useless gap, the soonest."""
        return self.diary.ranking(self.service).offers(wishes, self._allowed(), self.people)

    def plan_at(self, cell: int) -> Plan | None:
        """The best plan that starts at this cell, or None when the time is gone."""
        window = self.diary.facts.window
        position = cell - window.start
        if not 0 <= position < window.length:
            return None
        who = self.practitioner_id
        ranking = self.diary.ranking(self.service) if who is None else self.diary.ranking_of(self.service, who)
        offer = next(ranking.offers((), self._allowed() & (1 << position), self.people), None)
        return self.plan_of(offer) if offer else None

    def plan_of(self, offer: Offer) -> Plan | None:
        """The plan behind an offer; None when nobody's licence is known for it."""
        return plan_behind(offer, self.service, self.diary.facts)

    def _bitsets(self) -> Iterator[int]:
        found = self.diary.starts(self.service)
        return (bits for pk in self.people for bits in found.get(pk, ()))

    def _last_day(self) -> int:
        return ceil_cell(self.latest) if self.latest else 0

    def _allowed(self) -> int:
        """The starts that may be offered at all, as a bitset."""
        window = self.diary.facts.window
        allowed = window.between(*self._bounds())
        return (
            allowed & ~window.between(self.instead_of.start, self.instead_of.start + 1) if self.instead_of else allowed
        )

    def _bounds(self) -> tuple[int, int]:
        """Not past, with notice, inside the bounds asked for: the first cell, and the first one too late."""
        window = self.diary.facts.window
        notice = timedelta(0) if self.by_desk else timedelta(minutes=self.diary.facts.lead_minutes)
        earliest = max(self.now + notice, self.earliest) if self.earliest else self.now + notice
        return ceil_cell(earliest), ceil_cell(self.latest) if self.latest else window.end


def plan_behind(offer: Offer, service: ServiceFacts, facts: Facts) -> Plan | None:
    """The plan of an offer; None when nobody's licence is known for it."""
    worker = facts.practitioners[offer.practitioner]
    if worker.qualification_id is None or offer.room is None:
        return None
    resources = {Actor.PRACTITIONER: worker.resource_id, Actor.ROOM: facts.rooms[offer.room]}
    if offer.device is not None:
        resources[Actor.DEVICE] = facts.devices[service.device_kind][offer.device]
    return Plan(
        location_id=facts.location_id,
        practitioner_id=offer.practitioner,
        service_id=service.id,
        room_id=offer.room,
        device_id=offer.device,
        start=offer.start,
        visit=offer.compiled,
        resources=resources,
        qualification_id=worker.qualification_id,
        price_cents=service.price_cents,
    )
