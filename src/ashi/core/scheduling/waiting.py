"""Whom a freed time suits, and when they may be asked. Instants are aware datetimes; wall times are the location's.

Source of the rules: the clinic's own way of asking (eight in the morning to eight in the evening).
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

FROM, UNTIL = time(8), time(20)


@dataclass(frozen=True)
class EarlierWish:
    """`weekdays` from Monday, 0 to 6; a visit begins in [from_time, to_time) on a day in [earliest, latest], and before
    `before`. None: anyone, any day."""

    weekdays: frozenset[int]
    from_time: time
    to_time: time
    before: datetime
    practitioner: int | None = None
    earliest: date | None = None
    latest: date | None = None


def fits(wish: EarlierWish, *, start: datetime, practitioner: int, zone: str) -> bool:
    """Does a visit with this practitioner that begins at `start` suit the wish?"""
    local = start.astimezone(ZoneInfo(zone))
    day = local.date()
    return (
        start < wish.before
        and wish.practitioner in (None, practitioner)
        and day.weekday() in wish.weekdays
        and wish.from_time <= local.time() < wish.to_time
        and (wish.earliest is None or wish.earliest <= day)
        and (wish.latest is None or day <= wish.latest)
    )


def may_ask(now: datetime, zone: str) -> bool:
    """Is it between eight and eight where the clinic is? On both sides of a change of the clocks."""
    return FROM <= now.astimezone(ZoneInfo(zone)).time() < UNTIL
