"""Locations with their counters as they are now, in one query; the rest of a row only when it has changed."""

from django.db import connection

from ashi.records.models import Location

_COUNTERS = "SELECT id, calendar_version, facts_version FROM records_location ORDER BY id"
_rows: dict[int, Location] = {}


def locations() -> list[Location]:
    """Every location. What a row says beside its counters is kept until its facts_version moves."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTERS)
        return [_row(pk, calendar, facts) for pk, calendar, facts in cursor.fetchall()]


def location(pk: int) -> Location | None:
    return next((row for row in locations() if row.pk == pk), None)


def forget() -> None:
    _rows.clear()


def _row(pk: int, calendar_version: int, facts_version: int) -> Location:
    row = _rows.get(pk)
    if row is None or row.facts_version != facts_version:
        row = Location.objects.get(pk=pk)
    elif row.calendar_version != calendar_version:
        row = _copy(row, calendar_version)
    _rows[pk] = row
    return row


def _copy(row: Location, calendar_version: int) -> Location:
    """A row of its own, because another thread may be working with the old one."""
    fields = {field.attname: getattr(row, field.attname) for field in Location._meta.concrete_fields}
    return Location(**{**fields, "calendar_version": calendar_version})
