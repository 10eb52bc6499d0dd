"""How people say dates, times, money and telephone numbers, in the language of the page.

The patterns are translations themselves, so a further language brings its own order of words.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext, npgettext, pgettext

# A number and its "pm" stay on one line, and so do a month and its day, in either order.
TIGHT = "\u00a0"
BESIDE_A_DAY = re.compile(r"(?<=[^\W\d]) (?=\d{1,2}\b)|(?<=\b\d) (?=[^\W\d])|(?<=\b\d\d) (?=[^\W\d])")


def local(instant: datetime, zone: str | None = None) -> datetime:
    """The wall time of an aware instant in an IANA zone, or in the current one."""
    return timezone.localtime(instant, ZoneInfo(zone) if zone else None)


def clock(wall: time) -> str:
    """2:30 pm, 9 am at full hours without minutes: 2:30 p. m."""
    half = pgettext("before noon", "am") if wall.hour < 12 else pgettext("after noon", "pm")
    minutes = f":{wall.minute:02}" if wall.minute else ""
    return f"{wall.hour % 12 or 12}{minutes} {half}".replace(" ", TIGHT)


def clock_exact(wall: time) -> str:
    """2:00 pm: with the minutes, for a time somebody has to be there."""
    half = pgettext("before noon", "am") if wall.hour < 12 else pgettext("after noon", "pm")
    return f"{wall.hour % 12 or 12}:{wall.minute:02} {half}".replace(" ", TIGHT)


def day(value: date) -> str:
    """Monday, November 23."""
    return _dated(value, pgettext("date format: weekday, day and month", "l, F j"))


def day_of_year(value: date) -> str:
    """November 23, 2026."""
    return _dated(value, pgettext("date format: day, month and year", "F j, Y"))


def short_day(value: date) -> str:
    """Nov 23."""
    return _dated(value, pgettext("date format: day and short month", "M j"))


def _dated(value: date, pattern: str) -> str:
    return BESIDE_A_DAY.sub(TIGHT, formatted(value, pattern))


def moment(wall: datetime) -> str:
    """Monday, November 23, 2:30 pm."""
    return pgettext("a day and a time on it", "%(day)s, %(time)s") % {
        "day": day(wall),
        "time": clock_exact(wall.time()),
    }


def moment_in_sentence(wall: datetime) -> str:
    """Monday, November 23 at 2:30 pm. Spanish says "at" otherwise for one o'clock, so the hour counts as a number."""
    hour = wall.hour % 12 or 12
    pattern = npgettext("a day and a time on it, in a sentence", "%(day)s at %(time)s", "%(day)s at %(time)s", hour)
    return pattern % {"day": day(wall), "time": clock_exact(wall.time())}


def weekday(number: int) -> str:
    """Monday is 0; 2024 began on a Monday."""
    return formatted(date(2024, 1, 1) + timedelta(days=number), "l")


def money(cents: int, currency: str = "USD") -> str:
    """$120, and $85.50 only where there are cents."""
    amount = f"{cents // 100:,}" if cents % 100 == 0 else f"{cents / 100:,.2f}"
    return f"${amount}" if currency == "USD" else f"{amount}{TIGHT}{currency}"


@lru_cache(maxsize=256)
def phone_number(number: str, region: str = "US") -> str:
    """305-204-9981 at home, +44 20 7946 0018 abroad; what cannot be read stays as it is."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return number
    if parsed.country_code == phonenumbers.country_code_for_region(region) == 1:
        digits = str(parsed.national_number)
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def phone_link(number: str, region: str = "US") -> str:
    """tel:+13052049981."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return f"tel:{number.replace(' ', '')}"
    return f"tel:{phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)}"


def jurisdiction(code: str) -> str:
    """US-FL is said as Florida; a code without a word is said as it is."""
    return {"US-FL": gettext("Florida")}.get(code, code)


def language_name(code: str) -> str:
    """A spoken language by its code, as it is called in the language of the page."""
    spoken = {
        "en": gettext("English"),
        "es": gettext("Spanish"),
        "ht": gettext("Haitian Creole"),
        "fr": gettext("French"),
        "pt": gettext("Portuguese"),
        "de": gettext("German"),
        "zh": gettext("Chinese"),
        "ru": gettext("Russian"),
    }
    return spoken.get(code, code)


def listed(words: Sequence[str]) -> str:
    """A, B and C."""
    if len(words) < 2:
        return "".join(words)
    return pgettext("a list and its last member", "%(words)s and %(last)s") % {
        "words": ", ".join(words[:-1]),
        "last": words[-1],
    }
