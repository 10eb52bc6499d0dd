"""What takes the time of resources, read from one database for many of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connections

from ashi.core.scheduling.availability import Window, bits_of_pairs
from ashi.core.time import ceil_cell, floor_cell
from ashi.records.models import Absence, Resource
from ashi.records.statements import places

# Written once: a busy place has hundreds of rows, and Django would look at each value of each.
_ROWS = """SELECT resource_id, "start", "end", expires_at FROM records_occupancy
    WHERE "start" < %s AND "end" > %s AND resource_id IN ({places})"""


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
        with connections[self._alias].cursor() as cursor:
            cursor.execute(_ROWS.format(places=places(len(self._ids))), [high, low, *self._ids])
            for pk, start, end, expires_at in cursor.fetchall():
                if expires_at is not None and not self._is_live(pk, _instant(expires_at)):
                    continue
                self._pairs[pk].append((start, end))

    def _is_live(self, pk: int, expires_at: datetime) -> bool:
        if expires_at <= self._now:
            return False
        self._until[pk] = min(self._until.get(pk, expires_at), expires_at)
        return True

    def _read_absences(self) -> None:
        rows = Absence.objects.using(self._alias).filter(resource__in=self._ids)
        for pk, begins, ends in rows.values_list("resource_id", "start", "end"):
            self._pairs[pk].append((floor_cell(begins), ceil_cell(ends)))


def versions_of(resource_ids: Iterable[int], alias: str) -> Mapping[int, int]:
    rows = Resource.objects.using(alias).filter(pk__in=list(resource_ids))
    return dict(rows.values_list("pk", "version"))


def _instant(value: datetime) -> datetime:
    """SQLite keeps instants without a zone, in UTC."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)
