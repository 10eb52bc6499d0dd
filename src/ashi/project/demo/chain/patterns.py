"""Two months of visits at one place, filled by the search itself; what the places of the chain are filled from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from ashi.core.scheduling.phases import CompiledVisit
from ashi.core.scheduling.search import Offer
from ashi.core.time import instant_of
from ashi.project.demo.chain.founding import Chain, House
from ashi.project.demo.days import Day, days_of
from ashi.records.calendar.facts import ServiceFacts

HOW_MANY = 4
DAYS = 58
# Tries to place somebody, a day: most people want to come soon.
TRIES = ((7, 42), (14, 30), (21, 20), (35, 9), (DAYS, 3))
FULL_WEEKS = 5
WEIGHTS = (2, 6, 1)  # first visits, returns, with current


@dataclass(frozen=True)
class PatternVisit:
    """`day` counts from the first one; people, rooms and devices are places in a house's lists."""

    day: int
    wall: time
    person: int
    room: int
    device: int | None
    service: ServiceFacts
    visit: CompiledVisit


@dataclass(frozen=True)
class Patterns:
    usual: list[list[PatternVisit]]
    full: list[PatternVisit]


def make(chain: Chain, *, now: datetime, chance: Random) -> Patterns:
    """Patterns begin on the day after `now`."""
    house = chain.houses[0]
    usual = [list(_usual(house, now, chance)) for _ in range(HOW_MANY)]
    return Patterns(usual, list(_full(house, now, chance)))


def _tomorrow(house: House, now: datetime) -> date:
    return now.astimezone(ZoneInfo(house.location.zone)).date() + timedelta(days=1)


def _usual(house: House, now: datetime, chance: Random) -> Iterator[PatternVisit]:
    first = _tomorrow(house, now)
    for free in days_of(house.location, first, DAYS):
        number = (free.day - first).days
        services = list(free.facts.services.values())
        for _ in range(next(tries for until, tries in TRIES if number < until)):
            service = chance.choices(services, WEIGHTS)[0]
            if offer := free.place(service, chance.choice(sorted(free.people)), chance):
                yield _visit(house, number, service, offer, free)


def _full(house: House, now: datetime, chance: Random) -> Iterator[PatternVisit]:
    """A week in which nothing fits any more, five times."""
    first = _tomorrow(house, now)
    for free in days_of(house.location, first, 7):
        number = (free.day - first).days
        for service in sorted(free.facts.services.values(), key=lambda one: one.variants[0].length):
            for person in sorted(free.people):
                while offer := free.place(service, person, chance):
                    for week in range(FULL_WEEKS):
                        yield _visit(house, number + 7 * week, service, offer, free)


def _visit(house: House, number: int, service: ServiceFacts, offer: Offer, free: Day) -> PatternVisit:
    if offer.room is None:
        raise ValueError("an invented visit takes place in a room")
    return PatternVisit(
        day=number,
        wall=instant_of(offer.start).astimezone(free.facts.zone).time(),
        person=house.people.index(offer.practitioner),
        room=house.rooms.index(offer.room),
        device=None if offer.device is None else house.devices.index(offer.device),
        service=service,
        visit=offer.compiled,
    )
