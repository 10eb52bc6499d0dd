"""Which hours a sheet shows, and the marks at its edge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ashi.core.time import CELL_MINUTES, Interval, local_time

HOUR = 60 // CELL_MINUTES
ROOM_FOR_WORDS = 8  # minutes around the now-line in which no mark of an hour is written


@dataclass(frozen=True)
class Mark:
    """`minute` from the top of the sheet; `wall` what the clock shows then."""

    minute: int
    wall: datetime


def whole_hours(spans: Iterable[Interval], zone: ZoneInfo) -> Interval | None:
    """From the first to the last of them, outward to full hours on the wall; None when there is nothing."""
    found = list(spans)
    if not found:
        return None
    first, last = min(span.start for span in found), max(span.end for span in found)
    return Interval(first - _past_the_hour(first, zone), last + -_past_the_hour(last, zone) % HOUR)


def _past_the_hour(cell: int, zone: ZoneInfo) -> int:
    return local_time(cell, zone).minute // CELL_MINUTES


def halves(window: Interval) -> tuple[Interval, ...]:
    """A long day in two parts that share an hour or so; a short one whole."""
    hours = (window.end - window.start) // HOUR
    if hours <= 6:
        return (window,)
    length = -(-(hours + 1) // 2) * HOUR
    return Interval(window.start, window.start + length), Interval(window.end - length, window.end)


def marks(window: Interval, zone: ZoneInfo, *, now: float | None) -> tuple[Mark, ...]:
    """One each half hour, but not where the time now is written (minutes from the top)."""
    every = range(window.start, window.end, HOUR // 2)
    found = (Mark((cell - window.start) * CELL_MINUTES, local_time(cell, zone)) for cell in every)
    return tuple(mark for mark in found if now is None or abs(mark.minute - now) >= ROOM_FOR_WORDS)
