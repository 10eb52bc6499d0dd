"""VTIMEZONE components (RFC 5545 section 3.6.5), made from the system's own rules of the zone.

Not icalendar's `Timezone.from_tzinfo`: it gives the onset of summer time as the wall time after the change, where the
RFC wants the wall time before it, so that the first hour of summer time would be read wrongly.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@lru_cache(maxsize=64)
def timezone_of(name: str, year: int, last: int | None = None) -> Timezone:
    """The zone as it is from the beginning of that year to the end of the one after the last. Do not change what is
    returned."""
    zone = ZoneInfo(name)
    begin, end = datetime(year, 1, 1, tzinfo=UTC) - DAY, datetime((last or year) + 2, 1, 1, tzinfo=UTC) + DAY
    component = Timezone()
    component.add("TZID", name)
    component.add_component(_observance(zone, begin, begin))
    for onset in _changes(zone, begin, end):
        component.add_component(_observance(zone, onset - SECOND, onset))
    return component


@lru_cache(maxsize=64)
def written_timezone(name: str, year: int) -> bytes:
    """The same as it stands in a file."""
    return timezone_of(name, year).to_ical()


def is_ambiguous(wall: datetime) -> bool:
    """Is this wall time there twice, on the night the clocks go back?"""
    return wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The instants between two at which the zone's offset changes."""
    while begin < end:
        after = begin + DAY
        if _offset(zone, begin) != _offset(zone, after):
            yield _onset(zone, begin, after)
        begin = after


def _onset(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Between two instants with different offsets, the first second of the later one."""
    while after - before > SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _observance(zone: ZoneInfo, before: datetime, onset: datetime) -> TimezoneDaylight | TimezoneStandard:
    local = onset.astimezone(zone)
    component = TimezoneDaylight() if local.dst() else TimezoneStandard()
    component.add("DTSTART", (onset + _offset(zone, before)).replace(tzinfo=None))
    component.add("TZOFFSETFROM", _offset(zone, before))
    component.add("TZOFFSETTO", _offset(zone, onset))
    component.add("TZNAME", local.tzname())
    return component


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)
