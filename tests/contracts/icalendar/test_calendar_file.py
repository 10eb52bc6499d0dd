"""The calendar file as other programs read it: RFC 5545, 5546 and 6047, line by line and as a whole."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event, Timezone, vCalAddress, vGeo, vText

from ashi.messaging.calendar_file import Method, calendar_file, calendar_of
from ashi.messaging.facts import Facts, facts_of
from ashi.messaging.timezones import timezone_of
from ashi.records.models import Appointment, AppointmentStatus, Location, Organization, ScreenResult
from ashi.records.tokens import token_of
from tests import cast
from tests.integration.messaging.office import Office, event_in, part

NOW = datetime(2026, 2, 2, 14, tzinfo=UTC)
ZONES = ["America/New_York", "Europe/London", "Asia/Kathmandu", "Australia/Lord_Howe"]
PUBLISH: Method = "PUBLISH"


@pytest.fixture
def office(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield Office(cast.open_clinic(), clock, monkeypatch)


def facts(start: datetime, *, zone: str = "America/New_York", **changes: object) -> Facts:
    """A visit of fifty minutes, without a database."""
    house = Organization(name="ACUMD", phone="+13052049981", email="desk@example.invalid")
    place = Location(organization=house, name="ACUMD", zone=zone, address="1 Invented Avenue", city="Miami", state="FL")
    values = {
        "reference": "AAAA-CCCC",
        "sequence": 0,
        "status": "booked",
        "start": start,
        "until": start + timedelta(minutes=50),
        "location": place,
        "practitioner": "Bao Tran, A.P.",
        "licence": "AP 0000",
        "jurisdiction": "US-FL",
        **changes,
    }
    return Facts(**values)  # type: ignore[arg-type]


def lines(content: bytes) -> list[bytes]:
    assert content.endswith(b"\r\n")
    return content.split(b"\r\n")[:-1]


def unfolded(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def published(visit: Facts) -> bytes:
    return calendar_of(visit, method=PUBLISH, stamp=NOW)


def test_every_line_ends_in_crlf_and_none_is_longer_than_75_octets(office: Office) -> None:
    office.clinic.location.name = (
        "Clínica de la niñez y la señorita Núñez, corazón de Pequeña Habana, número ocho y medio"
    )
    office.clinic.location.save()
    content = calendar_file(office.book())
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in lines(content)) <= 75
    assert any(line.startswith(b" ") for line in lines(content))
    assert "Clínica de la niñez y la señorita Núñez" in content.replace(b"\r\n ", b"").decode()


def test_the_header_says_which_standard_and_who_made_it(office: Office) -> None:
    head = unfolded(calendar_file(office.book()))
    assert head[0] == "BEGIN:VCALENDAR"
    for line in ("VERSION:2.0", "PRODID:-//Ashi//Visits//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"):
        assert line in head
    assert head[-1] == "END:VCALENDAR"


def test_a_file_to_download_has_an_organizer_and_no_attendee(office: Office) -> None:
    """RFC 5546 section 3.2.1."""
    event = event_in(calendar_file(office.book()))
    assert "ATTENDEE" not in event
    assert str(event["ORGANIZER"]).startswith("mailto:")
    for name in ("DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "UID", "SEQUENCE"):
        assert name in event


def test_the_visit_ends_when_the_patient_may_go(office: Office) -> None:
    visit = office.book()
    event = event_in(calendar_file(visit))
    assert event["DTSTART"].dt == visit.start
    assert event["DTEND"].dt == visit.start + timedelta(minutes=50)
    assert visit.end == visit.start + timedelta(minutes=55)


def test_uid_stays_and_sequence_rises_with_every_event(office: Office) -> None:
    visit = office.book()
    seen = [event_in(calendar_file(visit))]
    visit = office.move(visit, office.at(4, 14))
    seen.append(event_in(calendar_file(visit)))
    visit = office.cancel(visit)
    seen.append(event_in(calendar_file(visit)))
    assert len({event["UID"] for event in seen}) == 1
    assert [event["SEQUENCE"] for event in seen] == [0, 1, 2]
    assert [event["STATUS"] for event in seen] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_two_visits_have_two_uids(office: Office) -> None:
    visits = [office.book(), office.book(office.at(4, 10))]
    assert len({event_in(calendar_file(visit))["UID"] for visit in visits}) == 2


def test_a_provisional_visit_is_tentative(office: Office) -> None:
    assert event_in(calendar_file(office.book(result=ScreenResult.URGENT)))["STATUS"] == "TENTATIVE"


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_says_nothing_a_third_party_should_read(office: Office, language: str) -> None:
    visit = office.book(name="Ana Invented", language=language)
    with translation.override(language):
        text = "\n".join(unfolded(calendar_file(visit)))
    assert {"en": "SUMMARY:Visit at ACUMD", "es": "SUMMARY:Visita en ACUMD"}[language] in text
    assert "CLASS:PRIVATE" in text
    for secret in (token_of(visit.links.get()), visit.reference, "Ana", "Bao", "/visit/", "http", "example.invalid"):
        assert secret not in text.replace("visits@ashi.invalid", ""), secret
    assert not re.search(r"acupunct|needle|aguja|pain|dolor|treat|trata|first|primera|licen", text, re.IGNORECASE)


def test_a_mail_asks_in_a_part_whose_method_is_that_of_the_calendar(office: Office) -> None:
    """RFC 6047 section 2.4."""
    office.book()
    office.send()
    invitation = part(office.last(), "text/calendar")
    assert invitation.get_param("method") == "REQUEST"
    assert str(invitation.get_param("charset")).lower() == "utf-8"
    assert "METHOD:REQUEST" in invitation.get_content()


def test_the_attached_file_is_the_same_octet_for_octet_with_its_crlf(office: Office) -> None:
    office.book()
    office.send()
    attached = part(office.last(), "application/ics")
    assert attached.get_filename() == "visit.ics"
    content = attached.get_content()
    assert lines(content)[0] == b"BEGIN:VCALENDAR"
    asked = part(office.last(), "text/calendar").get_content()
    assert asked.splitlines() == content.decode().splitlines()


def test_the_patient_is_asked_for_no_answer(office: Office) -> None:
    """They chose the time themselves, and nobody reads replies."""
    office.book()
    office.send()
    attendee = event_in(part(office.last(), "text/calendar").get_content())["ATTENDEE"]
    assert attendee == "mailto:ana@example.invalid"
    assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert "CN" not in attendee.params


def test_a_cancellation_cancels_the_same_event_for_the_same_attendee(office: Office) -> None:
    """RFC 5546 section 3.2.5: UID, a higher SEQUENCE, ORGANIZER and everybody who is out."""
    office.cancel(office.book())
    office.send()
    asked, off = [event_in(part(sent, "text/calendar").get_content()) for sent in mail.outbox]
    assert part(office.last(), "text/calendar").get_param("method") == "CANCEL"
    assert off["UID"] == asked["UID"]
    assert (asked["SEQUENCE"], off["SEQUENCE"]) == (0, 1)
    assert off["STATUS"] == "CANCELLED"
    assert off["ATTENDEE"] == asked["ATTENDEE"]
    assert off["ORGANIZER"] == asked["ORGANIZER"]


def test_a_repeat_has_the_same_stamp_and_a_later_event_a_later_one(office: Office) -> None:
    visit = office.book()
    office.later(minutes=5)
    office.move(visit, office.at(4, 14))
    office.later(minutes=5)
    office.send()
    stamps = [event_in(part(sent, "text/calendar").get_content())["DTSTAMP"].dt for sent in mail.outbox]
    assert stamps == [NOW, NOW + timedelta(minutes=5)]


def test_it_can_be_made_of_a_visit_read_from_the_table(office: Office) -> None:
    pk = office.book().pk
    assert event_in(calendar_file(Appointment.objects.get(pk=pk)))["SEQUENCE"] == 0


def test_commas_and_line_breaks_are_escaped(office: Office) -> None:
    text = unfolded(calendar_file(office.book(result=ScreenResult.URGENT)))
    assert any(line.startswith("LOCATION:ACUMD Miami\\, 1 Invented Avenue\\, Miami") for line in text)
    assert any(line.startswith("DESCRIPTION:This time is kept") and "\\n" in line for line in text)


@pytest.mark.parametrize("zone", ZONES)
def test_every_zone_that_is_named_is_described(zone: str) -> None:
    content = published(facts(datetime(2026, 6, 1, 14, tzinfo=UTC), zone=zone))
    calendar = Calendar.from_ical(content)
    named = re.findall(rb"TZID=([^:;]+):", content)
    assert named == [zone.encode()] * 2
    assert [str(each["TZID"]) for each in calendar.walk("VTIMEZONE")] == [zone]


def read_by_its_own_zone(content: bytes) -> tuple[datetime, datetime]:
    """Start and end as somebody reads them who knows no zone but those the file describes (RFC 5545, 3.6.5)."""
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    zones = calendar.walk("VTIMEZONE")
    return tuple(_instant(event, name, zones[0] if zones else None) for name in ("DTSTART", "DTEND"))  # type: ignore[return-value]


def _instant(event: Event, name: str, zone: Timezone | None) -> datetime:
    value = event[name]
    if "TZID" not in value.params:
        return value.dt.astimezone(UTC)
    assert zone is not None
    wall = value.dt.replace(tzinfo=None, fold=0)
    possible = sorted(wall - each["TZOFFSETTO"].td for each in zone.subcomponents)
    right = [utc for utc in possible if utc + _offset(zone, utc) == wall]
    # A wall time that is there twice is the first of two; one that is not there goes by the offset before the gap.
    first = right[0] if right else wall - _offset(zone, possible[0])
    return first.replace(tzinfo=UTC)


def _offset(zone: Timezone, utc: datetime) -> timedelta:
    onsets = sorted(
        (each["DTSTART"].dt - each["TZOFFSETFROM"].td, each["TZOFFSETTO"].td) for each in zone.subcomponents
    )
    return [offset for onset, offset in onsets if onset <= utc][-1]


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda naive: naive.replace(minute=naive.minute // 5 * 5, second=0, microsecond=0, tzinfo=UTC)
)


@given(zone=st.sampled_from(ZONES), start=INSTANTS)
def test_read_by_its_own_zone_it_is_the_instant_that_was_booked(zone: str, start: datetime) -> None:
    visit = facts(start, zone=zone)
    assert read_by_its_own_zone(published(visit)) == (visit.start, visit.until)


CHANGES = [
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
]


@pytest.mark.parametrize(("zone", "day"), CHANGES)
def test_each_five_minutes_around_a_change_of_the_clocks_is_the_instant_that_was_booked(zone: str, day: date) -> None:
    midnight = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
    wrong = []
    for minutes in range(-120, 6 * 60, 5):
        visit = facts(midnight + timedelta(minutes=minutes), zone=zone)
        if read_by_its_own_zone(published(visit)) != (visit.start, visit.until):
            wrong.append(visit.start)
    assert wrong == []


def test_in_the_doubled_hour_the_second_half_past_one_is_told_apart_from_the_first() -> None:
    """A wall time there would mean the first of the two (RFC 5545 section 3.3.5), so it is said in UTC."""
    first = facts(datetime(2026, 11, 1, 5, 30, tzinfo=UTC))
    second = facts(datetime(2026, 11, 1, 6, 30, tzinfo=UTC))
    assert "DTSTART:20261101T053000Z" in unfolded(published(first))
    assert "DTSTART:20261101T063000Z" in unfolded(published(second))
    assert b"VTIMEZONE" not in published(second)


def test_summer_time_begins_at_the_wall_time_before_the_change() -> None:
    """RFC 5545 section 3.6.5: DTSTART of an observance is local time by TZOFFSETFROM."""
    onsets = {
        str(each["DTSTART"].dt): (each["TZOFFSETFROM"].td, each["TZOFFSETTO"].td)
        for each in timezone_of("America/New_York", 2026).subcomponents
    }
    hour = timedelta(hours=1)
    assert onsets["2026-03-08 02:00:00"] == (-5 * hour, -4 * hour)
    assert onsets["2026-11-01 02:00:00"] == (-4 * hour, -5 * hour)


def test_the_zone_of_the_library_would_be_found_wrong() -> None:
    """What the reader above is for: icalendar's own components put the onset of summer time an hour late."""
    visit = facts(datetime(2026, 3, 8, 7, 30, tzinfo=UTC))  # half past three, half an hour into summer time
    content = published(visit)
    theirs = Timezone.from_tzid("America/New_York", first_date=date(2026, 1, 1), last_date=date(2027, 12, 31))
    begin, end = content.index(b"BEGIN:VTIMEZONE"), content.index(b"BEGIN:VEVENT")
    assert read_by_its_own_zone(content[:begin] + theirs.to_ical() + content[end:])[0] != visit.start


def test_facts_kept_with_an_event_outlive_the_visit_as_it_is_now(office: Office) -> None:
    visit = office.book()
    kept = visit.messages.get().facts
    moved = office.move(visit, office.at(4, 14))
    told = facts_of(moved, kept, 0)
    assert (told.start, told.sequence, told.status) == (visit.start, 0, AppointmentStatus.BOOKED)


AWKWARD = ["ACUMD", "Núñez, Niño & Söhne; an \\odd^ name", "針灸 " * 30]


@pytest.mark.parametrize("name", AWKWARD)
@pytest.mark.parametrize("status", ["booked", "pending", "cancelled"])
@pytest.mark.parametrize("start", [datetime(2026, 6, 1, 14, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)])
def test_the_event_is_written_as_the_library_writes_it(name: str, status: str, start: datetime) -> None:
    """The parts that repeat are kept and the times are written by hand: octet for octet what icalendar makes of it."""
    visit = facts(start, status=status, sequence=7)
    visit.location.name = visit.location.organization.name = name
    visit.location.latitude, visit.location.longitude = 25.75, -80.25
    address = "somebody.with.quite.a.long.address+visits@mail.example.invalid"
    content = calendar_of(visit, method="REQUEST", stamp=NOW + timedelta(microseconds=3), attendee=address)
    begin, end = content.index(b"BEGIN:VEVENT"), content.index(b"END:VCALENDAR")
    zone = UTC if b"VTIMEZONE" not in content else ZoneInfo(visit.location.zone)
    assert content[begin:end] == by_the_library(visit, content, address, zone).to_ical()


def by_the_library(visit: Facts, content: bytes, address: str, zone: tzinfo) -> Event:
    event = Event()
    event.add("UID", visit.uid)
    event.add("SEQUENCE", visit.sequence)
    event.add("DTSTAMP", NOW)
    event.add("SUMMARY", f"Visit at {visit.location.organization.name}")
    event.add("LOCATION", visit.place)
    event.add("DESCRIPTION", str(event_in(content)["DESCRIPTION"]))
    event.add("STATUS", {"booked": "CONFIRMED", "pending": "TENTATIVE"}.get(visit.status, "CANCELLED"))
    event.add("CLASS", "PRIVATE")
    event.add("TRANSP", "TRANSPARENT" if visit.is_cancelled else "OPAQUE")
    event.add("GEO", vGeo((25.75, -80.25)))
    organizer = vCalAddress("mailto:desk@example.invalid")
    organizer.params["CN"] = vText(visit.location.organization.name)
    event.add("ORGANIZER", organizer)
    attendee = vCalAddress(f"mailto:{address}")
    said = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    attendee.params.update({name: vText(value) for name, value in said.items()})
    event.add("ATTENDEE", attendee)
    event.add("DTSTART", visit.start.astimezone(zone))
    event.add("DTEND", visit.until.astimezone(zone))
    return event


def test_what_is_kept_is_never_said_of_another_place_or_in_another_language() -> None:
    visit = facts(datetime(2026, 6, 1, 14, tzinfo=UTC))
    before = published(visit).decode()
    visit.location.organization.name, visit.location.organization.email = "Other", "other@example.invalid"
    visit.location.name, visit.location.phone, visit.location.latitude = "Elsewhere", "+13052049982", 1.5
    visit.location.longitude = 2.5
    with translation.override("es"):
        after = "\n".join(unfolded(published(visit)))
    for said in ("SUMMARY:Visita en Other", "LOCATION:Elsewhere", "305-204-9982", "other@example", "GEO:1.5;2.5"):
        assert said in after, said
        assert said not in before, said
    assert "ACUMD" not in after
