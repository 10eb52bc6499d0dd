"""A visit as a calendar file: RFC 5545, with the methods of RFC 5546.

Calendars are synchronised to employers, families and advertisers: the file says that there is a visit, when and where.
Not with whom, not what for, and never the private link.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vGeo, vText
from icalendar.parser import Contentline

from ashi.messaging.facts import Facts, facts_of
from ashi.messaging.timezones import is_ambiguous, timezone_of, written_timezone
from ashi.records.models import Appointment

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
PRODUCT = "-//Ashi//Visits//EN"
END = b"END:VCALENDAR\r\n"


def calendar_file(appointment: Appointment, method: Method = "PUBLISH") -> bytes:
    """The visit as it is now, in the language in use. A repeat with the same SEQUENCE replaces what came before."""
    return calendar_of(facts_of(appointment), method=method, stamp=timezone.now())


def calendar_of(facts: Facts, *, method: Method, stamp: datetime, attendee: str = "") -> bytes:
    """UTF-8, CRLF, lines folded at 75 octets. `attendee`: the patient's mail address, for REQUEST and CANCEL.

    RFC 5546 wants no ATTENDEE in a PUBLISH, and ORGANIZER in all three.
    """
    start, _until = _times(facts)
    zone = written_timezone(facts.location.zone, start.year) if start.tzinfo is not UTC else b""
    event = _event(facts, stamp, b"" if method == "PUBLISH" else _attendee(attendee))
    return b"".join((_head(method), zone, event, END))


def course_calendar(visits: Sequence[Facts], *, stamp: datetime) -> bytes:
    """All visits of a course at one place, as one PUBLISH: an event each, without an ATTENDEE (RFC 5546 section 3.2.1).

    An event whose visit was given back says CANCELLED; the same UID and a higher SEQUENCE replace what came before.
    """
    zone = visits[0].location.zone
    years = {visit.start.astimezone(ZoneInfo(zone)).year for visit in visits}
    in_its_zone = any(_times(visit)[0].tzinfo is not UTC for visit in visits)
    written = timezone_of(zone, min(years), max(years)).to_ical() if in_its_zone else b""
    events = [_event(visit, stamp) for visit in visits]
    return b"".join((_head("PUBLISH"), written, *events, END))


def course_file(visits: Sequence[Appointment]) -> bytes:
    """The visits of a course as they are now, in the language in use."""
    return course_calendar([facts_of(visit) for visit in visits], stamp=timezone.now())


@lru_cache(maxsize=8)
def _head(method: Method) -> bytes:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    return calendar.to_ical().removesuffix(END)


def _times(facts: Facts) -> tuple[datetime, datetime]:
    """Wall times of the location; in the doubled hour UTC, because a wall time there always means the first of two."""
    zone = ZoneInfo(facts.location.zone)
    start, until = facts.start.astimezone(zone), facts.until.astimezone(zone)
    if is_ambiguous(start) or is_ambiguous(until):
        return start.astimezone(UTC), until.astimezone(UTC)
    return start, until


def _event(facts: Facts, stamp: datetime, attendee: bytes = b"") -> bytes:
    """The properties in the order in which icalendar writes them."""
    location = facts.location
    start, until = _times(facts)
    summary = _("Visit at %(clinic)s") % {"clinic": location.organization.name}
    return b"".join(
        (
            b"BEGIN:VEVENT\r\n",
            _text("SUMMARY", summary),
            _time("DTSTART", start),
            _time("DTEND", until),
            _time("DTSTAMP", stamp.astimezone(UTC)),
            f"UID:{facts.uid}\r\nSEQUENCE:{facts.sequence}\r\n".encode(),
            attendee,
            b"CLASS:PRIVATE\r\n",
            _text("DESCRIPTION", _description(get_language() or "", facts.phone, facts.is_provisional, settings.DEMO)),
            _geo(location.latitude, location.longitude),
            _text("LOCATION", facts.place),
            _organizer(location.organization.name, location.organization.email or settings.DEFAULT_FROM_EMAIL),
            f"STATUS:{_status(facts)}\r\n".encode(),
            b"TRANSP:TRANSPARENT\r\n" if facts.is_cancelled else b"TRANSP:OPAQUE\r\n",
            b"END:VEVENT\r\n",
        )
    )


def _status(facts: Facts) -> str:
    if facts.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if facts.is_provisional else "CONFIRMED"


def _time(name: str, value: datetime) -> bytes:
    """Short enough that it is never folded: the longest name of a zone has 32 letters."""
    if value.tzinfo is UTC:
        return f"{name}:{value:%Y%m%dT%H%M%S}Z\r\n".encode()
    return f"{name};TZID={value.tzinfo}:{value:%Y%m%dT%H%M%S}\r\n".encode()


# What is kept below is kept by all that stands in it, and none of it is about a patient.


@lru_cache(maxsize=64)
def _description(language: str, phone: str, provisional: bool, demo: bool) -> str:
    said = {"phone": phone, "provisional": provisional, "demo": demo}
    return render_to_string("messaging/calendar.txt", said).strip()


@lru_cache(maxsize=256)
def _text(name: str, text: str) -> bytes:
    return _line(name, vText(text))


@lru_cache(maxsize=64)
def _geo(latitude: float | None, longitude: float | None) -> bytes:
    return b"" if latitude is None or longitude is None else _line("GEO", vGeo((latitude, longitude)))


@lru_cache(maxsize=64)
def _organizer(name: str, address: str) -> bytes:
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(name)
    return _line("ORGANIZER", organizer)


def _attendee(address: str) -> bytes:
    """The patient asked for this time themselves: there is nothing to accept and nobody waits for a reply."""
    said = "ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE"
    return Contentline(f"{said}:mailto:{address}").to_ical() + b"\r\n"


def _line(name: str, value: Any) -> bytes:
    """A property as icalendar writes it: escaped and folded."""
    return Event().content_line(name, value).to_ical() + b"\r\n"
