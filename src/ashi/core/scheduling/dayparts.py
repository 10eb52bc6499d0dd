"""Morning, afternoon and evening, as people ask for them."""

from collections.abc import Iterable
from datetime import date, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from ashi.core.scheduling.availability import Window, bits_of
from ashi.core.time import wall_interval


class DayPart(StrEnum):
    """A part of a day; it begins and ends at a time of the clock on the wall. The evening ends at midnight."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"

    @property
    def opens(self) -> time:
        return {"morning": time(0), "afternoon": time(12), "evening": time(17)}[self]

    @property
    def closes(self) -> time:
        """00:00 is the midnight that ends the day."""
        return {"morning": time(12), "afternoon": time(17), "evening": time(0)}[self]


def cells_of(days: Iterable[date], parts: Iterable[DayPart], window: Window, zone: ZoneInfo) -> int:
    """The cells of the window that lie in these parts of these days, as a bitset."""
    wanted = tuple(parts)
    return bits_of(
        (piece for day in days for part in wanted for piece in wall_interval(day, part.opens, part.closes, zone)),
        window,
    )
