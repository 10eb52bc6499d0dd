"""What it costs to find a whole course: 12 visits over 90 days, 5 acupuncturists, 4 rooms, from their free cells on.

No server and no database: bitsets in, visits with rooms out, in CPU milliseconds of this process.
"""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from datetime import time as wall
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

from ashi.core.scheduling.availability import Window, bits_of
from ashi.core.scheduling.course.asking import LIMITS, Asked, Ground, Wishes, times_between
from ashi.core.scheduling.course.courses import Course, best_course
from ashi.core.scheduling.course.templates import TEMPLATES
from ashi.core.scheduling.grid import on_grid
from ashi.core.scheduling.phases import Actor, CompiledVisit, Phase, variants
from ashi.core.scheduling.search import Diary, Ranking, Wanted, starts_by_practitioner
from ashi.core.time import local_day, wall_interval

ZONE = ZoneInfo("America/New_York")
FIRST = date(2026, 9, 7)  # the clocks change on November 1
DAYS = 90
TOGETHER = frozenset({Actor.PATIENT, Actor.PRACTITIONER, Actor.ROOM})
RETURN = (
    Phase("talk", 10, TOGETHER),
    Phase("needles_in", 10, TOGETHER),
    Phase("retention", 25, frozenset({Actor.PATIENT, Actor.ROOM}), 20, 30),
    Phase("needles_out", 5, TOGETHER),
    Phase("turnover", 5, frozenset({Actor.ROOM})),
)
LOADS = {"empty": 0, "third full": 12, "two thirds full": 24, "nearly full": 60}  # tries to book, each weekday
WISHES = {
    "anything": Wishes(),
    "Tue Thu mornings": Wishes(frozenset({1, 3}), times_between([(wall(0), wall(12))])),
    "one person, afternoons": Wishes(times=times_between([(wall(12), wall(17))]), practitioners=frozenset({1})),
}
Bits = dict[int, int]


def measure(rounds: int) -> Iterator[str]:
    """One line for each clinic and each wish."""
    yield f"{'course of 12 in 90 days':<50}{'median ms':>10}{'least':>8}{'most':>8}{'points':>8}"
    for name, tries in LOADS.items():
        window, people, rooms = _clinic(tries)
        for wish, wishes in WISHES.items():
            figures, found = [], None
            for _ in range(rounds):
                begun = time.process_time()
                found = _search(window, people, rooms, wishes)
                figures.append((time.process_time() - begun) * 1000)
            assert found is not None
            line = f"{name}, {wish:<30}"
            yield f"{line:<50}{median(figures):>10.1f}{min(figures):>8.1f}{max(figures):>8.1f}{found.cost:>8}"


def _search(window: Window, people: Bits, rooms: Bits, wishes: Wishes) -> Course:
    """Everything from the free cells on, as if nothing were kept: starts, the course, a room for each visit."""
    diary = Diary.of(window, people, rooms, {})
    wanted = Wanted(variants(RETURN), allowed=on_grid(window, ZONE, 10))
    starts = {}
    for person, bitsets in starts_by_practitioner(wanted, diary).items():
        starts[person] = bitsets[0] | bitsets[1] | bitsets[2]
    ground = Ground(window, ZONE, starts, length=max(visit.length for visit in wanted.variants))
    limited = Asked(TEMPLATES["twelve"], FIRST, wishes, LIMITS["12-in-90"], wait=6)
    found = best_course(limited, ground)
    assert isinstance(found, Course), found
    ranking = Ranking(wanted, diary)
    for visit in found.visits:
        offer = next(ranking.offers((), 1 << visit.start - window.start, (visit.practitioner,)))
        assert offer.room in rooms
    return found


def _clinic(tries: int) -> tuple[Window, Bits, Bits]:
    """Monday to Friday, nine to five; so many tries a day to book somebody at random."""
    chance = Random(tries)
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    start = local_day(days[0], ZONE).start
    window = Window(start, local_day(days[-1], ZONE).end - start)
    opened = [wall_interval(day, wall(9), wall(17), ZONE)[0] for day in days if day.weekday() < 5]
    bits = bits_of(opened, window)
    people, rooms = dict.fromkeys(range(1, 6), bits), dict.fromkeys(range(11, 15), bits)
    visit = variants(RETURN)[0]
    for day in opened:
        for _ in range(tries):
            _book(visit, day.start - start + 2 * chance.randrange(45), chance.randrange(1, 6), people, rooms)
    return window, people, rooms


def _book(visit: CompiledVisit, at: int, person: int, people: Bits, rooms: Bits) -> None:
    theirs, place = (_cells(visit, actor, at) for actor in (Actor.PRACTITIONER, Actor.ROOM))
    free = [room for room, bits in rooms.items() if bits & place == place]
    if free and people[person] & theirs == theirs:
        people[person] ^= theirs
        rooms[free[0]] ^= place


def _cells(visit: CompiledVisit, actor: Actor, at: int) -> int:
    return sum(((1 << run.length) - 1) << at + run.offset for run in visit.runs_of(actor))
