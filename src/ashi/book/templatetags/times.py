"""How a free time, a week and a zone are said."""

from collections.abc import Sequence
from datetime import date

from django import template
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext, pgettext

from ashi.book.weeks import Day, Time, Weeks
from ashi.web import wording

register = template.Library()


@register.filter
def hour(time: Time) -> str:
    """2:30, what stands large on a button."""
    return _said(time).partition(wording.TIGHT)[0]


@register.filter
def half(time: Time) -> str:
    """pm; with the zone where the wall shows this time twice that day."""
    return " ".join(part for part in (_said(time).partition(wording.TIGHT)[2], time.zone) if part)


@register.filter
def whole(time: Time) -> str:
    """Monday, November 23 at 2:30 pm."""
    said = wording.moment_in_sentence(time.wall)
    return f"{said} ({time.zone})" if time.zone else said


@register.filter
def part_name(code: str) -> str:
    return {"morning": gettext("Morning"), "afternoon": gettext("Afternoon"), "evening": gettext("Evening")}[code]


@register.filter
def span(days: Sequence[Day]) -> str:
    """November 23 to 27; November 30 to December 4."""
    if not days:
        return ""
    first, last = days[0].date, days[-1].date
    if first == last:
        return wording.day(first)
    if first.month == last.month:
        pattern = pgettext("days of one month", "%(month)s %(first)s to %(last)s")
    else:
        pattern = pgettext("days of two months", "%(month)s %(first)s to %(last_month)s %(last)s")
    return pattern % {"month": _month(first), "first": first.day, "last": last.day, "last_month": _month(last)}


@register.simple_tag
def zone_words(weeks: Weeks, days: Sequence[Day], city: str) -> str:
    """All times are Miami time (EST, UTC-5); in the week of a change of clocks, both."""
    first, last = weeks.zone_words(days)
    if first == last:
        return gettext("All times are %(city)s time (%(zone)s).") % {"city": city, "zone": first}
    return gettext("All times are %(city)s time. The clocks change this week: first %(zone)s, then %(later)s.") % {
        "city": city,
        "zone": first,
        "later": last,
    }


def _said(time: Time) -> str:
    return wording.clock_exact(time.wall.time())


def _month(day: date) -> str:
    return formatted(day, pgettext("date format: month alone", "F"))
