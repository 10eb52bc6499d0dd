"""A day's diary, filled as people ask: the first offer that fits what they named, by the clinic's own search."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from ashi.clinic.flow.house import Habits, House, Kind
from ashi.core.scheduling.availability import Window
from ashi.core.scheduling.phases import Actor, CompiledVisit, variants
from ashi.core.scheduling.search import Diary, Offer, Wanted, Wish, offers
from ashi.core.time import CELL_MINUTES


@dataclass(frozen=True)
class Booked:
    """`start` in minutes after opening."""

    start: int
    visit: CompiledVisit
    practitioner: int
    room: int


@dataclass(frozen=True)
class Request:
    kind: Kind
    minute: int


def requests(house: House, chance: Random) -> Iterator[Request]:
    """People ask in no order. More of them would like the morning or the late afternoon than noon."""
    kinds = house.offered
    weights = [kind.weight for kind in kinds]
    for _ in range(_how_many(house.asked, chance)):
        share = chance.betavariate(0.8, 0.8)
        yield Request(chance.choices(kinds, weights)[0], round(share * house.minutes))


def plan(house: House, asked: Iterator[Request], habits: Habits) -> tuple[list[Booked], int]:
    """The visits of the day by their starts, and how many people found nothing that suits."""
    window = Window(0, house.minutes // CELL_MINUTES)
    free = {
        Actor.PRACTITIONER: dict.fromkeys(range(house.practitioners), window.every),
        Actor.ROOM: dict.fromkeys(range(house.rooms), window.every),
        Actor.DEVICE: dict.fromkeys(range(house.devices), window.every),
    }
    booked, turned_away = [], 0
    for request in asked:
        offer = _first(request, free, window, habits)
        if offer is None:
            turned_away += 1
            continue
        _take(free, offer)
        booked.append(Booked(offer.start * CELL_MINUTES, offer.compiled, offer.practitioner, offer.room or 0))
    return sorted(booked, key=lambda one: one.start), turned_away


def _first(request: Request, free: dict[Actor, dict[int, int]], window: Window, habits: Habits) -> Offer | None:
    cell, reach = request.minute // CELL_MINUTES, habits.flexible_minutes // CELL_MINUTES
    suits = window.between(cell - reach, cell + reach + 1)
    diary = Diary.of(window, free[Actor.PRACTITIONER], free[Actor.ROOM], free[Actor.DEVICE])
    wanted = Wanted(variants(request.kind.phases), allowed=suits, wishes=(Wish(starts=suits),))
    return next(offers(wanted, diary), None)


def _take(free: dict[Actor, dict[int, int]], offer: Offer) -> None:
    for actor, resource in (
        (Actor.PRACTITIONER, offer.practitioner),
        (Actor.ROOM, offer.room),
        (Actor.DEVICE, offer.device),
    ):
        if resource is not None:
            for taken in offer.compiled.taken(actor, offer.start):
                free[actor][resource] &= ~((1 << taken.end) - (1 << taken.start))


def _how_many(mean: float, chance: Random) -> int:
    """As many as come on a day when each hour brings them independently (Poisson)."""
    count, past = 0, chance.expovariate(mean)
    while past < 1:
        count += 1
        past += chance.expovariate(mean)
    return count
