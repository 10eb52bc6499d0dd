"""Where people say they are: postal codes and cities, from a list that was brought in. No other host is asked."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from unicodedata import combining, normalize

from django.db import transaction

from ashi.core.places import Point, middle
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Locality

COLUMNS = ("postal_code", "city", "state", "latitude", "longitude")
AT_ONCE = 2_000


class BadList(Exception):
    """The list cannot be used; the message says in which line and why."""


@dataclass(frozen=True)
class Row:
    postal_code: str
    city: str
    state: str
    point: Point


def key_of(said: str) -> str:
    """A name without case, accents and doubled spaces: Coral  Gábles as coral gables."""
    plain = "".join(letter for letter in normalize("NFKD", said) if not combining(letter))
    return " ".join(plain.casefold().split())[:100]


def rows_of(lines: Iterable[str]) -> Iterator[Row]:
    """The rows of a CSV list with COLUMNS in its first line, in any order. Raises BadList."""
    reader = csv.DictReader(lines)
    if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
        raise BadList(f"line 1: the columns are {', '.join(COLUMNS)}; {missing[0]} is missing")
    for row in reader:
        try:
            point = Point(float(row["latitude"]), float(row["longitude"]))
        except (TypeError, ValueError):
            where = f"{row['latitude']!r}, {row['longitude']!r}"
            raise BadList(f"line {reader.line_num}: {where} is no latitude from -90 to 90 and longitude") from None
        code, city, state = ((row[name] or "").strip() for name in COLUMNS[:3])
        yield Row(code, city, state, point)


@transaction.atomic
def replace_localities(*, rows: Iterable[Row], now: datetime, by: By) -> int:
    """Put this list in the place of the one there is. Returns how many names are known now."""
    found = [Locality(key=key_of(name), name=name, **_degrees(point)) for name, point in _names(rows)]
    Locality.objects.all().delete()
    Locality.objects.bulk_create(found, batch_size=AT_ONCE)
    record(at=now, by=by, action="localities.replaced", entity="Locality", names=len(found))
    return len(found)


def _names(rows: Iterable[Row]) -> Iterator[tuple[str, Point]]:
    """Each postal code, and each city in the middle of its postal codes, with its state and without."""
    points: dict[tuple[str, str], list[Point]] = defaultdict(list)
    codes: dict[str, Point] = {}
    for row in rows:
        if row.postal_code:
            codes[row.postal_code] = row.point
        if row.city:
            points[row.city, row.state].append(row.point)
    yield from codes.items()
    yield from ((f"{city}, {state}" if state else city, middle(known)) for (city, state), known in points.items())


def points_called(said: str) -> list[Point]:
    """Where the places of this name lie: a postal code, a city, a city with its state. There are many Springfields."""
    key = key_of(said)
    rows = Locality.objects.filter(key=key) if key else Locality.objects.none()
    # Miami stands as Miami, FL: a city is also known without its state.
    cities = Locality.objects.filter(key__startswith=f"{key}, ") if key and not rows else ()
    return [row.point for row in (*rows, *cities)]


def _degrees(point: Point) -> dict[str, float]:
    return {"latitude": point.latitude, "longitude": point.longitude}
