"""Filters that say dates, times, money and telephone numbers: `{{ visit.start|moment:location.zone }}`."""

from datetime import date, datetime, time

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext

from ashi.web import wording
from ashi.web.clinic import Hours

register = template.Library()
register.filter("money", wording.money)
register.filter("phone_number", wording.phone_number)
register.filter("phone_link", wording.phone_link)
register.filter("jurisdiction", wording.jurisdiction)
register.filter("weekday", wording.weekday)
register.filter("listed", wording.listed)


@register.filter
def moment(instant: datetime, zone: str | None = None) -> str:
    return wording.moment(wording.local(instant, zone))


@register.filter
def moment_in_sentence(instant: datetime, zone: str | None = None) -> str:
    return wording.moment_in_sentence(wording.local(instant, zone))


@register.filter
def day(value: date, zone: str | None = None) -> str:
    return wording.day(_date(value, zone))


@register.filter
def day_of_year(value: date, zone: str | None = None) -> str:
    return wording.day_of_year(_date(value, zone))


@register.filter
def short_day(value: date, zone: str | None = None) -> str:
    return wording.short_day(_date(value, zone))


@register.filter
def clock(value: datetime | time, zone: str | None = None) -> str:
    return wording.clock_exact(wording.local(value, zone).time() if isinstance(value, datetime) else value)


@register.filter
def spoken(codes: list[str]) -> str:
    """English, Spanish and French."""
    return wording.listed([wording.language_name(code) for code in codes])


@register.filter
def minutes_long(minutes: int) -> str:
    return ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}


@register.filter
def opening_hours(hours: Hours) -> str:
    """Monday to Friday 9 am to 6 pm."""
    stretches = [
        pgettext("opening hours", "%(opens)s to %(closes)s")
        % {"opens": wording.clock(opens), "closes": wording.clock(closes)}
        for opens, closes in hours.stretches
    ]
    return capfirst(f"{_days(hours)} {gettext(' and ').join(stretches)}")


def _days(hours: Hours) -> str:
    if hours.first == hours.last:
        return wording.weekday(hours.first)
    return pgettext("days of the week", "%(first)s to %(last)s") % {
        "first": wording.weekday(hours.first),
        "last": wording.weekday(hours.last),
    }


def _date(value: date, zone: str | None) -> date:
    return wording.local(value, zone).date() if isinstance(value, datetime) else value
