"""A visit as a calendar file: RFC 5545, with the methods of RFC 5546.

Calendars are synchronised to employers, families and advertisers: the file says that there is a visit, when and where.
Not with whom, not what for, and never the private link.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vGeo, vText

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
    event = _event(facts, stamp)
    if method != "PUBLISH":
        event.add("ATTENDEE", _attendee(attendee), encode=False)
    start, until = _times(facts)
    event.add("DTSTART", start)
    event.add("DTEND", until)
    in_its_zone = start.tzinfo is not None and str(start.tzinfo) == facts.location.zone
    zone = written_timezone(facts.location.zone, start.year) if in_its_zone else b""
    return b"".join((_head(method), zone, event.to_ical(), END))


def course_calendar(visits: Sequence[Facts], *, stamp: datetime) -> bytes:
    """All visits of a course at one place, as one PUBLISH: an event each, without an ATTENDEE (RFC 5546 section 3.2.1).

    An event whose visit was given back says CANCELLED; the same UID and a higher SEQUENCE replace what came before.
    """
    zone = visits[0].location.zone
    years = {visit.start.astimezone(ZoneInfo(zone)).year for visit in visits}
    in_its_zone = any(_times(visit)[0].tzinfo is not UTC for visit in visits)
    written = timezone_of(zone, min(years), max(years)).to_ical() if in_its_zone else b""
    events = []
    for visit in visits:
        event = _event(visit, stamp)
        start, until = _times(visit)
        event.add("DTSTART", start)
        event.add("DTEND", until)
        events.append(event.to_ical())
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
    return (facts.start, facts.until) if is_ambiguous(start) or is_ambiguous(until) else (start, until)


def _event(facts: Facts, stamp: datetime) -> Event:
    location = facts.location
    event = Event()
    event.add("UID", facts.uid)
    event.add("SEQUENCE", facts.sequence)
    event.add("DTSTAMP", stamp)
    event.add("SUMMARY", _("Visit at %(clinic)s") % {"clinic": location.organization.name})
    event.add("LOCATION", facts.place)
    event.add("DESCRIPTION", _description(facts))
    event.add("STATUS", _status(facts))
    event.add("CLASS", "PRIVATE")
    event.add("TRANSP", "TRANSPARENT" if facts.is_cancelled else "OPAQUE")
    if location.latitude is not None and location.longitude is not None:
        event.add("GEO", vGeo((location.latitude, location.longitude)))
    event.add("ORGANIZER", _organizer(facts), encode=False)
    return event


def _status(facts: Facts) -> str:
    if facts.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if facts.is_provisional else "CONFIRMED"


def _description(facts: Facts) -> str:
    return render_to_string("messaging/calendar.txt", {"facts": facts, "demo": settings.DEMO}).strip()


def _organizer(facts: Facts) -> vCalAddress:
    organization = facts.location.organization
    organizer = vCalAddress(f"mailto:{organization.email or settings.DEFAULT_FROM_EMAIL}")
    organizer.params["CN"] = vText(organization.name)
    return organizer


def _attendee(address: str) -> vCalAddress:
    """The patient asked for this time themselves: there is nothing to accept and nobody waits for a reply."""
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee
