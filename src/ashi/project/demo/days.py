"""Filling a day with visits the way the clinic itself would: by the search, so that every rule is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random

from ashi.core.scheduling.availability import Window
from ashi.core.scheduling.bitset import Stretches
from ashi.core.scheduling.grid import on_grid
from ashi.core.scheduling.phases import Actor, CompiledVisit
from ashi.core.scheduling.search import Diary, Offer, Wanted, offers
from ashi.core.time import local_day
from ashi.records.calendar.facts import Facts, ServiceFacts, load_facts
from ashi.records.models import Location


@dataclass
class Day:
    """One day of one location while it fills: what is still free, by each one's own id."""

    facts: Facts
    window: Window
    people: dict[int, int]
    rooms: dict[int, int]
    devices: dict[str, dict[int, int]]

    def place(self, service: ServiceFacts, practitioner: int, chance: Random) -> Offer | None:
        """Take a time with this practitioner: one of the best few, as people do not all want the same."""
        if practitioner not in self.people:
            return None
        window = self.window
        allowed = on_grid(window, self.facts.zone, service.grid_minutes)
        diary = Diary(
            window,
            {practitioner: Stretches(self.people[practitioner])},
            {pk: Stretches(bits) for pk, bits in self.rooms.items()},
            {pk: Stretches(bits) for pk, bits in self.devices.get(service.device_kind, {}).items()},
        )
        best = list(islice(offers(Wanted(service.variants, allowed=allowed), diary), 5))
        if not best:
            return None
        offer = chance.choice(best)
        self._take(offer, service)
        return offer

    def _take(self, offer: Offer, service: ServiceFacts) -> None:
        start, visit = offer.start, offer.compiled
        self.people[offer.practitioner] &= ~self._bits(visit, Actor.PRACTITIONER, start)
        if offer.room is not None:
            self.rooms[offer.room] &= ~self._bits(visit, Actor.ROOM, start)
        if offer.device is not None:
            self.devices[service.device_kind][offer.device] &= ~self._bits(visit, Actor.DEVICE, start)

    def _bits(self, visit: CompiledVisit, actor: Actor, start: int) -> int:
        begin = self.window.start
        parts = (((1 << run.length) - 1) << (start + run.offset - begin) for run in visit.runs_of(actor))
        return sum(parts)


def days_of(location: Location, first: date, days: int) -> Iterator[tuple[date, Day]]:
    """Each open day, empty, in order."""
    facts = load_facts(location, first, days)
    for number in range(days):
        day = first + timedelta(days=number)
        interval = local_day(day, facts.zone)
        window = Window(interval.start, interval.end - interval.start)

        def cut(bits: int, window: Window = window) -> int:
            return bits >> (window.start - facts.window.start) & window.every

        people = {pk: bits for pk, worker in facts.practitioners.items() if (bits := cut(worker.open_bits))}
        if people:
            rooms = dict.fromkeys(facts.rooms, cut(facts.open_bits))
            devices = {kind: dict.fromkeys(known, cut(facts.open_bits)) for kind, known in facts.devices.items()}
            yield day, Day(facts, window, people, rooms, devices)
