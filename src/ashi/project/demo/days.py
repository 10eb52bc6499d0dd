"""Filling a day with visits the way the clinic itself would: by the search, so that every rule is kept."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from random import Random

from ashi.core.scheduling.availability import Window, bits_of, bits_of_pairs
from ashi.core.scheduling.grid import on_grid
from ashi.core.scheduling.phases import Actor, CompiledVisit
from ashi.core.scheduling.search import Diary, Offer, Wanted, Wish, offers
from ashi.core.time import CELL_MINUTES, ceil_cell, floor_cell, local_day
from ashi.records.calendar.facts import Facts, ServiceFacts, load_facts
from ashi.records.models import Absence, Location

# An invented patient is shown some of the best times and takes the soonest: people do not all want the same.
BEST, SHOWN = 12, 4


@dataclass
class Day:
    """One day of one location while it fills: what is still free, by each one's own id."""

    day: date
    facts: Facts
    window: Window
    people: dict[int, int]
    rooms: dict[int, int]
    devices: dict[str, dict[int, int]]
    taken: Counter[int] = field(default_factory=Counter)
    minutes: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.minutes = {pk: bits.bit_count() * CELL_MINUTES for pk, bits in self.people.items()}

    def has_room_for(self, practitioner: int, *, minutes_each: int) -> bool:
        """Would one more visit still leave `minutes_each` of the practitioner's day for each?"""
        return (self.taken[practitioner] + 1) * minutes_each <= self.minutes.get(practitioner, 0)

    def place(
        self,
        service: ServiceFacts,
        practitioner: int,
        chance: Random,
        *,
        wishes: tuple[Wish, ...] = (),
        rooms: Collection[int] = (),
    ) -> Offer | None:
        """Take a time with this practitioner, in one of `rooms` if that can be."""
        if practitioner not in self.people:
            return None
        wanted = Wanted(
            service.variants,
            allowed=on_grid(self.window, self.facts.zone, service.grid_minutes),
            wishes=wishes,
        )
        best = self._best(wanted, service, practitioner, rooms) or self._best(wanted, service, practitioner, self.rooms)
        if not best:
            return None
        offer = min(chance.sample(best, min(SHOWN, len(best))), key=lambda one: one.start)
        self._take(offer, service)
        return offer

    def _best(self, wanted: Wanted, service: ServiceFacts, practitioner: int, rooms: Collection[int]) -> list[Offer]:
        """Some of the best offers, those that are granted as many wishes as the very best."""
        one = {practitioner: self.people[practitioner]}
        among = {pk: self.rooms[pk] for pk in rooms}
        diary = Diary.of(self.window, one, among, self.devices.get(service.device_kind, {}))
        best = list(islice(offers(wanted, diary), BEST))
        return [offer for offer in best if offer.unmet == best[0].unmet]

    def _take(self, offer: Offer, service: ServiceFacts) -> None:
        start, visit = offer.start, offer.compiled
        self.taken[offer.practitioner] += 1
        self.people[offer.practitioner] &= ~self._bits(visit, Actor.PRACTITIONER, start)
        if offer.room is not None:
            self.rooms[offer.room] &= ~self._bits(visit, Actor.ROOM, start)
        if offer.device is not None:
            self.devices[service.device_kind][offer.device] &= ~self._bits(visit, Actor.DEVICE, start)

    def _bits(self, visit: CompiledVisit, actor: Actor, start: int) -> int:
        return bits_of(visit.taken(actor, start), self.window)


def days_of(location: Location, first: date, days: int) -> Iterator[Day]:
    """Each day on which somebody works, empty, in order."""
    facts = load_facts(location, first, days)
    away = _away(facts)
    for day in (first + timedelta(days=number) for number in range(days)):
        interval = local_day(day, facts.zone)
        window = Window(interval.start, interval.end - interval.start)

        def free(bits: int, resource: int, window: Window = window) -> int:
            return (bits & ~away.get(resource, 0)) >> (window.start - facts.window.start) & window.every

        people = {pk: free(worker.open_bits, worker.resource_id) for pk, worker in facts.practitioners.items()}
        people = {pk: bits for pk, bits in people.items() if bits}
        if people:
            rooms = {pk: free(facts.open_bits, resource) for pk, resource in facts.rooms.items()}
            devices = {
                kind: {pk: free(facts.open_bits, resource) for pk, resource in known.items()}
                for kind, known in facts.devices.items()
            }
            yield Day(day, facts, window, people, rooms, devices)


def _away(facts: Facts) -> dict[int, int]:
    """Leave and maintenance as bitsets, by resource."""
    away: dict[int, int] = {}
    rows = Absence.objects.filter(resource__in=facts.resource_ids).values_list("resource", "start", "end")
    for resource, start, end in rows:
        bits = bits_of_pairs([(floor_cell(start), ceil_cell(end))], facts.window)
        away[resource] = away.get(resource, 0) | bits
    return away
