"""Locations with their counters as they are now, in one query; the rest of a row only when it has changed.

The counters are asked of the same database as everything that is read because of them afterwards: a row says itself
which one it came from (`rows.alias_of`), and what is kept of one database is never used for another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections

from ashi.core.places import Point
from ashi.records.models import Location

_COUNTERS = "SELECT id, calendar_version, facts_version FROM records_location"
_IN_ORDER = " ORDER BY id"
_rows: dict[tuple[str, int], Location] = {}


@dataclass(frozen=True, slots=True)
class Nearby:
    """A location and how far it is from the place that was named; None when none was, or where it lies is not known."""

    location: Location
    km: float | None = None


def locations(alias: str = DEFAULT_DB_ALIAS, ids: Sequence[int] | None = None) -> list[Location]:
    """Every location, or those with these ids. What a row says beside its counters is kept until its facts_version
    moves."""
    if ids is None:
        return _asked(alias, "", ())
    return _asked(alias, f" WHERE id IN ({', '.join(['%s'] * len(ids))})", ids) if ids else []


def location(pk: int) -> Location | None:
    return next(iter(locations(ids=(pk,))), None)


def near(point: Point, km: float, alias: str = DEFAULT_DB_ALIAS) -> list[Nearby]:
    """The locations within `km` of a point, the nearest first. The box is an index's work, the circle ours."""
    box = point.box(km)
    stretches = " OR ".join(["(longitude >= %s AND longitude <= %s)"] * len(box.stretches))
    where = f" WHERE latitude >= %s AND latitude <= %s AND ({stretches})"
    bounds = (box.south, box.north, *(end for stretch in box.stretches for end in stretch))
    found = [
        Nearby(row, away)
        for row in _asked(alias, where, bounds)
        if row.point is not None and (away := point.km_to(row.point)) <= km
    ]
    return sorted(found, key=lambda one: (one.km, one.location.pk))


def forget() -> None:
    _rows.clear()


def _asked(alias: str, where: str, parameters: Iterable[float]) -> list[Location]:
    with connections[alias].cursor() as cursor:
        cursor.execute(_COUNTERS + where + _IN_ORDER, list(parameters))
        counters = cursor.fetchall()
    changed = [pk for pk, _, facts in counters if not _is_kept(alias, pk, facts)]
    if changed:
        _rows.update({(alias, row.pk): row for row in Location.objects.using(alias).filter(pk__in=changed)})
    return [_with(alias, pk, calendar) for pk, calendar, _ in counters if (alias, pk) in _rows]


def _is_kept(alias: str, pk: int, facts_version: int) -> bool:
    row = _rows.get((alias, pk))
    return row is not None and row.facts_version == facts_version


def _with(alias: str, pk: int, calendar_version: int) -> Location:
    row = _rows[alias, pk]
    if row.calendar_version != calendar_version:
        row = _rows[alias, pk] = _copy(row, calendar_version)
    return row


def _copy(row: Location, calendar_version: int) -> Location:
    """A row of its own, because another thread may be working with the old one."""
    fields = {field.attname: getattr(row, field.attname) for field in Location._meta.concrete_fields}
    copied = Location(**{**fields, "calendar_version": calendar_version})
    copied._state.adding, copied._state.db = False, row._state.db
    return copied
