"""Small grounds for courses: a few days around a change of clocks, a few starts, two practitioners."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from ashi.core.scheduling.availability import Window
from ashi.core.scheduling.course.asking import Asked, Before, Ground, Limit, Usual, Wishes, times_between
from ashi.core.scheduling.course.templates import Gap, Template
from ashi.core.time import CELLS_A_DAY, cell_of, local_day

ZONES = {
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Europe/London": (date(2026, 3, 29), date(2026, 10, 25)),
    "Asia/Kathmandu": (date(2026, 3, 29), date(1986, 1, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
}


def window_of(first: date, days: int, zone: ZoneInfo) -> Window:
    start = local_day(first, zone).start
    return Window(start, local_day(first + timedelta(days=days - 1), zone).end - start)


def ground_of(
    walls: Mapping[int, Sequence[tuple[date, time]]], first: date, days: int, zone: ZoneInfo, *, length: int = 6
) -> Ground:
    """Where each practitioner can begin, as days and times on the wall."""
    window = window_of(first, days, zone)
    starts = {}
    for person, times in walls.items():
        starts[person] = 0
        for day, wall in times:
            starts[person] |= 1 << cell_of(datetime.combine(day, wall, zone)) - window.start
    return Ground(window, zone, starts, length=length)


def every_day(
    first: date, days: int, zone: ZoneInfo, *, opens: time = time(9), closes: time = time(17), weekend: bool = False
) -> list[tuple[date, time]]:
    """Every half hour of every weekday."""
    found = []
    for day in (first + timedelta(days=n) for n in range(days)):
        if weekend or day.weekday() < 5:
            minutes = range(opens.hour * 60, closes.hour * 60, 30)
            found += [(day, time(minute // 60, minute % 60)) for minute in minutes]
    return found


@st.composite
def questions(draw: st.DrawFn) -> tuple[Asked, Ground]:
    """A course of two or three visits within eight days around a change of clocks, and every turn a question takes."""
    name = draw(st.sampled_from(sorted(ZONES)))
    zone, first = ZoneInfo(name), draw(st.sampled_from(ZONES[name])) - timedelta(days=3)
    window = window_of(first, 8, zone)
    cells = st.lists(st.integers(0, window.length - 1), max_size=7)
    # Two of the times of day are common, so that there is something to keep to.
    often = st.lists(st.tuples(st.integers(0, 7), st.sampled_from([108, 114, 18])), max_size=5)
    starts = {}
    for person in (1, 2):
        starts[person] = 0
        for at in draw(cells) + [day * CELLS_A_DAY + wall for day, wall in draw(often)]:
            starts[person] |= 1 << min(at, window.length - 1)
    ground = Ground(window, zone, starts, length=draw(st.sampled_from([1, 6, 100])))
    return _asked(draw, first), ground


def _asked(draw: st.DrawFn, first: date) -> Asked:
    gaps = draw(st.lists(gaps_between(), max_size=2))
    wishes = Wishes(
        weekdays=frozenset(draw(st.sets(st.integers(0, 6), max_size=4))),
        times=draw(st.sampled_from([0, times_between([(time(8), time(10))]), times_between([(time(9, 30), time())])])),
        practitioners=frozenset(draw(st.sets(st.sampled_from([1, 2]), max_size=2))),
    )
    since = draw(st.none() | st.integers(-2, 2))
    limit = Limit(
        draw(st.integers(1, 4)),
        draw(st.integers(1, 8)),
        since=None if since is None else first + timedelta(days=since),
        used=draw(st.integers(0, 1)),
    )
    before = Before(first - timedelta(days=1), draw(gaps_between()))
    return Asked(
        template=Template("small", tuple(gaps)),
        first=first + timedelta(days=draw(st.integers(0, 2))),
        wishes=wishes,
        limit=draw(st.none() | st.just(limit)),
        wait=draw(st.integers(0, 6)),
        before=draw(st.none() | st.just(before)),
        usual=draw(st.none() | st.just(Usual(110, 1))),
        end=draw(st.none() | st.just(first + timedelta(days=6))),
    )


@st.composite
def gaps_between(draw: st.DrawFn) -> Gap:
    least = draw(st.integers(1, 3))
    wished = draw(st.integers(least, 4))
    return Gap(wished, least, draw(st.integers(wished, 6)))
