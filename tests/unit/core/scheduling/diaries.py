"""Strategies: days with and without a change of clocks, phases, diaries, wishes, for the fast search and the slow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from ashi.core.scheduling import reference
from ashi.core.scheduling.availability import Window, free_bits
from ashi.core.scheduling.phases import Actor, Phase, variants
from ashi.core.scheduling.search import Diary, Wanted, Wish
from ashi.core.time import Interval, local_day, wall_interval

# The zones' changes of clocks, and one ordinary day each.
DAYS = [
    (ZoneInfo(zone), day)
    for zone, days in {
        "America/New_York": (date(2026, 3, 8), date(2026, 11, 1), date(2026, 6, 1)),
        "Europe/London": (date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 1)),
        "Asia/Kathmandu": (date(1986, 1, 1), date(2026, 3, 29)),
        "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4), date(2026, 6, 1)),
    }.items()
    for day in days
]
days = st.sampled_from(DAYS)
grids = st.sampled_from([5, 10, 15, 20, 30, 60])


@dataclass(frozen=True)
class Calendar:
    """When one resource is open and busy."""

    opened: tuple[Interval, ...]
    busy: tuple[Interval, ...]

    def bits(self, window: Window) -> int:
        return free_bits(self.opened, self.busy, window)

    def cells(self, window: Window) -> set[int]:
        return reference.free_cells(self.opened, self.busy, window)


@dataclass(frozen=True)
class Clinic:
    """A window with everybody's calendars, as intervals."""

    window: Window
    zone: ZoneInfo
    groups: tuple[Mapping[int, Calendar], ...]

    def fast(self) -> Diary:
        groups = [{key: each.bits(self.window) for key, each in group.items()} for group in self.groups]
        return Diary.of(self.window, *groups)

    def slow(self) -> reference.SlowDiary:
        groups = [{key: each.cells(self.window) for key, each in group.items()} for group in self.groups]
        return reference.SlowDiary(self.window, *groups)


@st.composite
def wall_times(draw: st.DrawFn) -> tuple[time, time]:
    """Opening and closing times that lie around the hours in which clocks change."""
    opens = draw(st.integers(0, 60))
    closes = draw(st.integers(opens + 1, 72))
    return time(opens // 12, opens % 12 * 5), time(closes // 12, closes % 12 * 5)


@st.composite
def intervals(draw: st.DrawFn, window: Window, at_most: int = 5) -> tuple[Interval, ...]:
    """Intervals in and around the window, overlapping or not, in any order."""
    starts = st.integers(window.start - 5, window.end)
    pairs = draw(st.lists(st.tuples(starts, st.integers(1, 12)), max_size=at_most))
    return tuple(Interval(start, start + length) for start, length in pairs)


@st.composite
def calendars(draw: st.DrawFn, window: Window, zone: ZoneInfo, day: date) -> Calendar:
    opens, closes = draw(st.just((time(0), time(0))) | wall_times())
    return Calendar(wall_interval(day, opens, closes, zone), draw(intervals(window)))


@st.composite
def clinics(draw: st.DrawFn) -> Clinic:
    """A clinic seen through a window of up to eight hours from midnight on: long enough to hold every change."""
    zone, day = draw(days)
    window = Window(
        local_day(day, zone).start - draw(st.integers(0, 3)), draw(st.integers(1, 20) | st.integers(60, 100))
    )
    each = calendars(window, zone, day)
    groups = tuple(
        dict(enumerate(draw(st.lists(each, min_size=least, max_size=most)), first))
        for first, least, most in ((10, 1, 3), (20, 1, 3), (30, 1, 2))
    )
    return Clinic(window, zone, groups)


@st.composite
def odd_phases(draw: st.DrawFn) -> tuple[Phase, ...]:
    """Up to five phases that take anybody, and one that takes the practitioner."""
    actors = st.frozensets(st.sampled_from(Actor), min_size=1)
    phases = [Phase(f"phase-{n}", draw(st.integers(1, 4)) * 5, draw(actors)) for n in range(draw(st.integers(0, 5)))]
    phases.insert(draw(st.integers(0, len(phases))), Phase("with", 5, draw(actors) | {Actor.PRACTITIONER}))
    return tuple(phases)


@st.composite
def real_phases(draw: st.DrawFn) -> tuple[Phase, ...]:
    """Needles in, rest, needles out, turnover, as clinics have them."""
    together = frozenset({Actor.PATIENT, Actor.PRACTITIONER, Actor.ROOM})
    alone = together - {Actor.PRACTITIONER} | draw(st.frozensets(st.just(Actor.DEVICE)))
    lengths = [draw(st.integers(1, 4)) * 5 for _ in range(4)]
    taken = (together, alone, together, frozenset({Actor.ROOM}))
    return tuple(Phase(code, *each) for code, *each in zip("abcd", lengths, taken, strict=True))


@st.composite
def phase_lists(draw: st.DrawFn) -> tuple[Phase, ...]:
    """A visit's phases, often with an elastic one among them."""
    phases = list(draw(odd_phases() | real_phases()))
    if draw(st.integers(0, 3)):
        which = draw(st.integers(0, len(phases) - 1))
        rigid = phases[which]
        shorter, longer = draw(st.integers(0, rigid.minutes // 5 - 1)) * 5, draw(st.integers(0, 3)) * 5
        least, most = rigid.minutes - shorter, rigid.minutes + longer
        phases[which] = Phase(rigid.code, rigid.minutes, rigid.actors, least, most)
    return tuple(phases)


@st.composite
def wishes(draw: st.DrawFn, window: Window) -> tuple[Wish, ...]:
    people = st.frozensets(st.integers(10, 13))
    times = intervals(window, 2).map(lambda wished: free_bits(wished, (), window))
    either = st.builds(Wish, people) | st.builds(Wish, st.none(), times) | st.builds(Wish, people, times)
    return tuple(draw(st.lists(either, max_size=2)))


@st.composite
def searches(draw: st.DrawFn, clinic: Clinic, allowed: int | None) -> Wanted:
    window = clinic.window
    patient = draw(st.none() | intervals(window).map(lambda busy: free_bits([_all(window)], busy, window)))
    useful = draw(st.dictionaries(st.sampled_from(Actor), st.integers(1, 8)))
    return Wanted(variants(draw(phase_lists())), allowed, patient, draw(wishes(window)), useful)


def _all(window: Window) -> Interval:
    return Interval(window.start, window.end)
