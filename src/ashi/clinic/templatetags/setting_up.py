"""Hours and licences in a few words, for the owner's pages."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django import template
from django.utils.translation import gettext

from ashi.clinic.forms.hours import written
from ashi.records.models import Location, OpeningHours, Practitioner, PractitionerRole, Qualification, Room, WeeklyHours
from ashi.web import wording
from ashi.web.clinic import grouped

register = template.Library()


@register.filter
def in_use(rooms: Iterable[Room]) -> list[str]:
    return [room.name for room in rooms if room.active]


@register.filter
def week_words(rows: Iterable[OpeningHours | WeeklyHours]) -> str:
    """Monday to Friday 9:00-17:00; Saturday 9:00-13:00."""
    week: dict[int, list[tuple[time, time]]] = {}
    for row in rows:
        week.setdefault(row.weekday, []).append((row.opens, row.closes))
    lines = grouped({day: tuple(sorted(found)) for day, found in week.items()})
    return "; ".join(f"{_days(line.first, line.last)} {written(line.stretches)}" for line in lines) or gettext(
        "no hours yet"
    )


def _days(first: int, last: int) -> str:
    if first == last:
        return wording.weekday(first)
    return gettext("%(first)s to %(last)s") % {"first": wording.weekday(first), "last": wording.weekday(last)}


@register.filter
def hours_at(person: Practitioner, place: Location) -> str:
    role = PractitionerRole.objects.filter(practitioner=person, location=place, active=True).first()
    return week_words(role.weekly_hours.all()) if role else gettext("does not work here")


@register.filter
def last_day(licence: Qualification) -> str:
    """Expiry is the end of the last day, in the board's zone."""
    place = Location.objects.filter(jurisdiction=licence.jurisdiction).first()
    zone = ZoneInfo(place.zone if place else "America/New_York")
    found: date = (licence.expires_at - timedelta(minutes=1)).astimezone(zone).date()
    return wording.day_of_year(found)
