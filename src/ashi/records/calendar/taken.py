"""What takes the time of resources, read from one database for many of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ashi.core.scheduling.availability import Window, bits_of_pairs
from ashi.core.time import ceil_cell, floor_cell
from ashi.records.calendar.rows import instant, rows_of

# Written once: a busy place has hundreds of rows, and Django would look at each value of each, and at each id.
_ROWS = """SELECT resource_id, "start", "end", expires_at FROM records_occupancy
    WHERE "start" < %s AND "end" > %s AND resource_id IN ({places})"""
_ABSENCES = 'SELECT resource_id, "start", "end" FROM records_absence WHERE resource_id IN ({places})'
_VERSIONS = "SELECT id, version FROM records_resource WHERE id IN ({places})"


@dataclass(frozen=True)
class Busy:
    """What one resource's rows said: cells taken, and when the first hold among them runs out."""

    version: int
    taken: int
    until: datetime | None


class Taken:
    """The rows of some resources within the widest of their windows. Their versions are read first."""

    def __init__(self, resource_ids: Iterable[int], low: int, high: int, now: datetime, alias: str) -> None:
        self._ids = sorted(set(resource_ids))
        self._alias, self._now = alias, now
        self._versions = versions_of(self._ids, alias)
        self._pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._until: dict[int, datetime] = {}
        if self._ids:
            self._read_occupancy(low, high)
            self._read_absences()

    def within(self, resource_ids: Iterable[int], window: Window) -> dict[int, Busy]:
        return {
            pk: Busy(self._versions[pk], bits_of_pairs(self._pairs[pk], window), self._until.get(pk))
            for pk in resource_ids
        }

    def _read_occupancy(self, low: int, high: int) -> None:
        """One statement for what is booked and what is held: a hold becomes a booking between two statements."""
        for pk, start, end, expires_at in rows_of(_ROWS, self._ids, self._alias, high, low):
            if expires_at is None or self._is_live(pk, instant(expires_at)):
                self._pairs[pk].append((start, end))

    def _is_live(self, pk: int, expires_at: datetime) -> bool:
        if expires_at <= self._now:
            return False
        self._until[pk] = min(self._until.get(pk, expires_at), expires_at)
        return True

    def _read_absences(self) -> None:
        for pk, begins, ends in rows_of(_ABSENCES, self._ids, self._alias):
            self._pairs[pk].append((floor_cell(instant(begins)), ceil_cell(instant(ends))))


def versions_of(resource_ids: Iterable[int], alias: str) -> Mapping[int, int]:
    ids = list(resource_ids)
    return dict(rows_of(_VERSIONS, ids, alias)) if ids else {}
