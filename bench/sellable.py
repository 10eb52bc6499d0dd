"""How much of a day can still be sold: Ashi's order of offers beside first come, first served.

A thousand days on which people ask one after another for a time near the one they name, until nothing of the day fits
anybody. Both clinics are asked by the same people. One offers what leaves no useless gap, the other what is nearest to
the wish, as a diary does in which people pick for themselves.
"""

import time
from collections.abc import Callable
from random import Random
from statistics import fmean, stdev

from ashi.core.scheduling.availability import Window
from ashi.core.scheduling.phases import Actor, CompiledVisit, Phase, variants
from ashi.core.scheduling.search import Diary, Offer, Wanted, Wish, offers

DAYS = 1_000
ASKED = 30  # for each acupuncturist: so many people that the day is full long before the last
CELLS = 96  # eight hours
REACH = 18  # cells: an hour and a half to either side of the wish
HOUSES = ((1, 3), (2, 6), (2, 4), (2, 3), (1, 1))  # acupuncturists and rooms
TOGETHER = frozenset({Actor.PATIENT, Actor.PRACTITIONER, Actor.ROOM})
RESTING, EMPTY = frozenset({Actor.PATIENT, Actor.ROOM}), frozenset({Actor.ROOM})
REST = (
    Phase("needles_in", 10, TOGETHER),
    Phase("retention", 25, RESTING),
    Phase("needles_out", 5, TOGETHER),
    Phase("turnover", 5, EMPTY),
)
KINDS = (variants((Phase("talk", 25, TOGETHER), *REST)), variants((Phase("talk", 10, TOGETHER), *REST)))
WEIGHTS = (1, 4)  # a first visit for four returns

Free = dict[Actor, dict[int, int]]
Choice = Callable[[Wanted, Diary, int], Offer | None]


def fewest_gaps(wanted: Wanted, diary: Diary, wish: int) -> Offer | None:
    return next(offers(wanted, diary), None)


def nearest_to_the_wish(wanted: Wanted, diary: Diary, wish: int) -> Offer | None:
    return min(offers(wanted, diary), key=lambda offer: (abs(offer.start - wish), offer.start), default=None)


def share_sold(choose: Choice, seed: int, practitioners: int, rooms: int) -> float:
    """Of the acupuncturists' time, the part that was sold when the last person had asked."""
    chance = Random(seed)
    window = Window(0, CELLS)
    free: Free = {
        Actor.PRACTITIONER: dict.fromkeys(range(practitioners), window.every),
        Actor.ROOM: dict.fromkeys(range(rooms), window.every),
    }
    for _ in range(ASKED * practitioners):
        kind = chance.choices(KINDS, WEIGHTS)[0]
        wish = round(chance.betavariate(0.8, 0.8) * CELLS)
        suits = window.between(wish - REACH, wish + REACH + 1)
        diary = Diary.of(window, free[Actor.PRACTITIONER], free[Actor.ROOM], {})
        offer = choose(Wanted(kind, allowed=suits, wishes=(Wish(starts=suits),)), diary, wish)
        if offer is not None:
            take(free, offer.compiled, offer)
    left = sum(bits.bit_count() for bits in free[Actor.PRACTITIONER].values())
    return 1 - left / (practitioners * CELLS)


def take(free: Free, visit: CompiledVisit, offer: Offer) -> None:
    for actor, resource in ((Actor.PRACTITIONER, offer.practitioner), (Actor.ROOM, offer.room)):
        if resource is not None:
            for taken in visit.taken(actor, offer.start):
                free[actor][resource] &= ~((1 << taken.end) - (1 << taken.start))


def main() -> int:
    print(f"{DAYS} days each, {ASKED} people a day for each acupuncturist; part of the acupuncturists' time sold")
    print(f"{'people':>14} {'rooms':>5} {'fewest gaps':>11} {'nearest':>8} {'difference':>10} {'error':>7} {'CPU':>5}")
    for house in HOUSES:
        began = time.process_time()
        ashi = [share_sold(fewest_gaps, seed, *house) for seed in range(DAYS)]
        first_come = [share_sold(nearest_to_the_wish, seed, *house) for seed in range(DAYS)]
        gained = [one - other for one, other in zip(ashi, first_come, strict=True)]
        error = stdev(gained) / len(gained) ** 0.5
        spent = time.process_time() - began
        print(
            f"{house[0]:>14} {house[1]:>5} {fmean(ashi):>11.1%} {fmean(first_come):>8.1%} {fmean(gained):>+10.1%} "
            f"{error:>7.2%} {spent:>4.0f}s",
            flush=True,
        )
    return 0
