"""What the board of a proposal needs, on which visits are dragged: plain values that a script reads."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from ashi.clinic.queries.replan_places import Choice
from ashi.clinic.queries.replanning import Row
from ashi.clinic.templatetags.desk import short_weekday
from ashi.core.scheduling.replanning import Place
from ashi.core.time import instant_of
from ashi.records.plans import visit_of

MOST_DAYS = 6


def board_of(rows: Sequence[Row], names: Mapping[int, str], zone: ZoneInfo) -> dict[str, Any]:
    """`days`: of those to which a visit goes and could go the first few; `people`: the columns of each; `visits`: by
    id, name, minutes and reason; `places`: by the value that a form sends, day, minute of it and person."""
    spots = {value_of(one): _spot(one, zone) for row in rows for one in _all(row)}
    going = {spots[value_of(row.place)][0] for row in rows if row.place}
    days = sorted({*going, *sorted({spot[0] for spot in spots.values()})[:MOST_DAYS]})[: max(MOST_DAYS, len(going))]
    people = sorted({spot[2] for spot in spots.values()}, key=lambda pk: names[pk])
    return {
        "days": [[day, short_weekday(date.fromisoformat(day))] for day in days],
        "people": [[pk, names[pk]] for pk in people],
        "visits": {row.visit.pk: [row.visit.patient.name, visit_of(row.visit).length * 5, row.clash] for row in rows},
        "places": spots,
        "words": {"call": gettext("Call the patient"), "drop": gettext("Drag a visit here to call its patient")},
    }


def value_of(place: Place) -> str:
    """Start, person, room and device, as a form sends them."""
    return ":".join("" if part is None else str(part) for part in cast(Choice, place.choice))


def _all(row: Row) -> Iterable[Place]:
    return [row.place, *row.others] if row.place else row.others


def _spot(place: Place, zone: ZoneInfo) -> tuple[str, int, int]:
    start, person = cast(Choice, place.choice)[:2]
    wall = instant_of(start).astimezone(zone)
    return wall.date().isoformat(), wall.hour * 60 + wall.minute, person
