"""Time as the clinic counts it: five-minute cells, half-open intervals, and local days whatever the clocks do.

An instant is a cell number (Unix seconds divided by 300, so UTC). Opening hours are wall time: what a clock on the
clinic's wall shows. Only this module turns the one into the other.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

CELL_SECONDS = 300
CELL_MINUTES = 5
CELLS_A_DAY = 288

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_CELL = timedelta(seconds=CELL_SECONDS)
_CHUNK = 32 * CELLS_A_DAY


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A half-open stretch of time, `start` included and `end` not, in cells. Raises ValueError unless start < end."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"an interval ends after it starts: {self.start} to {self.end}")

    def overlaps(self, other: "Interval") -> bool:
        """True when some cell lies in both; intervals that only touch do not overlap."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Interval | int") -> bool:
        """True when the whole other interval, or the one cell, lies inside."""
        if isinstance(other, int):
            return self.start <= other < self.end
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class ConstantOffset:
    """A stretch in which a zone's clocks do not change: wall cell = UTC cell + `cells`."""

    interval: Interval
    cells: int


def floor_cell(instant: datetime) -> int:
    """The cell an aware datetime lies in. Raises ValueError for a naive one."""
    seconds, _ = _seconds(instant)
    return seconds // CELL_SECONDS


def ceil_cell(instant: datetime) -> int:
    """The first cell that does not start before an aware datetime. Raises ValueError for a naive one."""
    seconds, microseconds = _seconds(instant)
    return -(-(seconds + (microseconds > 0)) // CELL_SECONDS)


def cell_of(instant: datetime) -> int:
    """The cell that starts at an aware datetime. Raises ValueError for a naive one or one off the five-minute grid."""
    seconds, microseconds = _seconds(instant)
    if microseconds or seconds % CELL_SECONDS:
        raise ValueError(f"{instant.isoformat()} is not on the five-minute grid")
    return seconds // CELL_SECONDS


def instant_of(cell: int) -> datetime:
    """The start of a cell as an aware datetime in UTC."""
    return _EPOCH + cell * _CELL


def local_time(cell: int, zone: ZoneInfo) -> datetime:
    """The start of a cell as the clock on the wall shows it; `fold` tells the second pass of a doubled hour."""
    return instant_of(cell).astimezone(zone)


def is_repeated(cell: int, zone: ZoneInfo) -> bool:
    """True when the wall shows this time twice that day, so that a page has to name which (`local_time().tzname()`)."""
    local = local_time(cell, zone)
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


@lru_cache(maxsize=4096)
def offsets(start: int, end: int, zone: ZoneInfo) -> tuple[ConstantOffset, ...]:
    """The stretches of constant UTC offset that make up the cells start to end, in order.

    Raises ValueError for an empty range and where an offset is not a whole number of cells (local mean time, before
    the zones of today). Clocks are taken to change at most once in any 24 hours.
    """
    Interval(start, end)
    probes = [*range(start, end - 1, CELLS_A_DAY), end - 1]
    shifts = [_offset_at(cell, zone) for cell in probes]
    changes = [_change_after(probes[i], probes[i + 1], zone) for i, (a, b) in enumerate(pairwise(shifts)) if a != b]
    edges = pairwise([start, *changes, end])
    return tuple(ConstantOffset(Interval(a, b), _offset_at(a, zone)) for a, b in edges)


@lru_cache(maxsize=1 << 16)
def wall_interval(day: date, opens: time, closes: time, zone: ZoneInfo) -> tuple[Interval, ...]:
    """The instants at which the wall shows `day` and a time from `opens` up to, not including, `closes`.

    `closes` at 00:00 is the midnight that ends the day. Usually one interval. An hour that the clocks leave out gives
    nothing; an hour that they show twice counts twice, which can make two intervals of an opening that ends inside it.
    Raises ValueError when a time is off the five-minute grid or closes does not come after opens.
    """
    midnight = _wall_midnight(day)
    opening = midnight + _cells_into_day(opens)
    closing = midnight + (_cells_into_day(closes) or CELLS_A_DAY)
    if closing <= opening:
        raise ValueError(f"closing at {closes} does not come after opening at {opens}")
    found = (
        (max(piece.interval.start, opening - piece.cells), min(piece.interval.end, closing - piece.cells))
        for piece in _offsets_near(midnight, zone)
    )
    return _joined((start, end) for start, end in found if start < end)


def local_day(day: date, zone: ZoneInfo) -> Interval:
    """From the first to the last cell of a calendar day in a zone: 288 cells, or more or fewer when clocks change.

    Raises ValueError for a day the zone left out altogether (Apia, 30 December 2011).
    """
    pieces = wall_interval(day, time(), time(), zone)
    if not pieces:
        raise ValueError(f"there was no {day.isoformat()} in {zone.key}")
    return Interval(pieces[0].start, pieces[-1].end)


def cells_at(day: date, wall: time, zone: ZoneInfo) -> tuple[int, ...]:
    """The cells that start when the wall shows this day and time: one, none inside a gap, two in a doubled hour.

    Raises ValueError for a time off the five-minute grid.
    """
    midnight = _wall_midnight(day)
    wall_cell = midnight + _cells_into_day(wall)
    pieces = _offsets_near(midnight, zone)
    return tuple(wall_cell - piece.cells for piece in pieces if piece.interval.contains(wall_cell - piece.cells))


def _seconds(instant: datetime) -> tuple[int, int]:
    try:
        since = instant - _EPOCH
    except TypeError:
        raise ValueError(f"{instant.isoformat()} has no time zone") from None
    return since.days * 86_400 + since.seconds, since.microseconds


def _offset_at(cell: int, zone: ZoneInfo) -> int:
    offset = local_time(cell, zone).utcoffset() or timedelta()
    cells, rest = divmod(offset, _CELL)
    if rest:
        raise ValueError(f"{zone.key} was not on the five-minute grid at {instant_of(cell).isoformat()}")
    return cells


def _change_after(before: int, after: int, zone: ZoneInfo) -> int:
    old = _offset_at(before, zone)
    return before + bisect_left(range(before, after), True, key=lambda cell: _offset_at(cell, zone) != old)


def _wall_midnight(day: date) -> int:
    return (day.toordinal() - _EPOCH_ORDINAL) * CELLS_A_DAY


def _cells_into_day(wall: time) -> int:
    if wall.second or wall.microsecond or wall.minute % CELL_MINUTES or wall.tzinfo is not None:
        raise ValueError(f"{wall} is not a wall time on the five-minute grid")
    return (wall.hour * 60 + wall.minute) // CELL_MINUTES


def _offsets_near(midnight: int, zone: ZoneInfo) -> tuple[ConstantOffset, ...]:
    # Whole chunks of days, so that neighbouring days share one cached answer. Two days more at each end, because a
    # wall time lies up to 15 hours from the same figures read as UTC.
    chunk = midnight - midnight % _CHUNK
    return offsets(chunk - 2 * CELLS_A_DAY, chunk + _CHUNK + 2 * CELLS_A_DAY, zone)


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[Interval, ...]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            start = joined.pop()[0]
        joined.append((start, end))
    return tuple(Interval(start, end) for start, end in joined)
