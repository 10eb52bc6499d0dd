"""The clock of a visit that waits for a licensed person's word."""

from datetime import datetime, timedelta

CLEAR_WITHIN = timedelta(hours=24)
CLEAR_BEFORE_START = timedelta(hours=2)
# Somebody who is asked close to the visit is looked at by whoever is there, not given away meanwhile.
LEAST_TO_CLEAR = timedelta(minutes=30)


def clear_by_of(start: datetime, *, now: datetime) -> datetime:
    """When the time is given back if nobody has cleared it: at latest two hours before it starts."""
    return min(now + CLEAR_WITHIN, start - CLEAR_BEFORE_START)


def clear_by_for_booked(start: datetime, *, now: datetime) -> datetime:
    """The same for a visit that was booked before it had to wait."""
    return max(clear_by_of(start, now=now), now + LEAST_TO_CLEAR)
