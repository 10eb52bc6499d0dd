"""Who is reminded, when, and who is not."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ashi.messaging import reminders
from ashi.messaging.models import OutboxMessage
from ashi.records.models import Appointment, Consent, OpeningHours, WeeklyHours
from tests.integration.messaging.office import Office, remind, rows

MIAMI = ZoneInfo("America/New_York")


@pytest.fixture
def visit(office: Office) -> Appointment:
    """Thursday at ten, booked on Monday, confirmed; the patient wants a reminder."""
    visit = office.book()
    remind(visit.patient, at=office.now)
    office.send()
    return visit


def put(office: Office) -> int:
    return reminders.put_due(now=office.now)


def test_a_reminder_goes_out_a_day_before(office: Office, visit: Appointment) -> None:
    office.clock.move_to(visit.start - timedelta(hours=24, seconds=1))
    assert put(office) == 0
    office.later(seconds=1)
    assert put(office) == 1
    assert "reminder" in office.send()[0]


def test_it_goes_out_once(office: Office, visit: Appointment) -> None:
    office.clock.move_to(visit.start - timedelta(hours=24))
    assert [put(office), put(office)] == [1, 0]
    office.send()
    office.later(hours=3)
    assert put(office) == 0


def test_without_consent_there_is_none(office: Office, visit: Appointment) -> None:
    Consent.objects.all().delete()
    office.clock.move_to(visit.start - timedelta(hours=24))
    assert put(office) == 0


def test_consent_to_news_is_no_consent_to_reminders(office: Office, visit: Appointment) -> None:
    Consent.objects.update(kind="news")
    office.clock.move_to(visit.start - timedelta(hours=24))
    assert put(office) == 0


def test_a_consent_taken_back_holds_even_for_what_already_waits(office: Office, visit: Appointment) -> None:
    office.clock.move_to(visit.start - timedelta(hours=24))
    put(office)
    Consent.objects.update(revoked_at=office.now)
    assert office.send() == []
    assert OutboxMessage.objects.get(kind="reminder").withdrawn_at == office.now
    assert put(office) == 0


@pytest.mark.parametrize(("before", "reminded"), [(timedelta(hours=24, minutes=1), 1), (timedelta(hours=23), 0)])
def test_whoever_books_within_the_last_day_has_just_been_told(office: Office, before: timedelta, reminded: int) -> None:
    wednesday = office.at(2, 10)
    office.clock.move_to(wednesday - before)
    remind(office.book(wednesday).patient, at=office.now)
    office.clock.move_to(wednesday - timedelta(hours=22))
    assert put(office) == reminded


def test_whoever_moved_it_within_the_last_day_has_just_been_told(office: Office, visit: Appointment) -> None:
    office.clock.move_to(visit.start - timedelta(hours=22))
    moved = office.move(visit, visit.start + timedelta(hours=1))
    office.clock.move_to(moved.start - timedelta(hours=20))
    assert put(office) == 0


def test_a_visit_that_was_moved_far_away_gets_its_reminder_there(office: Office, visit: Appointment) -> None:
    moved = office.move(visit, office.at(0, 10))
    assert moved.start - visit.start > timedelta(days=3)
    office.clock.move_to(visit.start - timedelta(hours=24))
    assert put(office) == 0
    office.clock.move_to(moved.start - timedelta(hours=24))
    assert put(office) == 1


def open_at_night(office: Office) -> None:
    for hours in (OpeningHours, WeeklyHours):
        hours.objects.update(opens=time(6), closes=time(23))
    office.clinic.location.facts_version += 1
    office.clinic.location.save()


@pytest.mark.parametrize(("hour", "sent_at"), [(7, (2, 8)), (21, (3, 8))])
def test_at_night_it_waits_for_the_morning(office: Office, hour: int, sent_at: tuple[int, int]) -> None:
    """A visit at seven is reminded of at eight the day before, one at nine in the evening at eight of its own day."""
    open_at_night(office)
    visit = office.book(office.at(3, hour))
    remind(visit.patient, at=office.now)
    office.send()
    office.clock.move_to(visit.start - timedelta(hours=24))
    while not put(office):
        office.later(minutes=5)
    local = office.now.astimezone(MIAMI)
    assert (local.weekday(), local.hour, local.minute) == (*sent_at, 0)


def test_one_that_failed_into_the_night_waits_for_the_morning_and_is_not_counted(office: Office) -> None:
    open_at_night(office)
    visit = office.book(office.at(3, 19, 30))
    remind(visit.patient, at=office.now)
    office.send()
    office.clock.move_to(visit.start - timedelta(hours=24))
    put(office)
    office.later(minutes=31)
    assert office.send() == []
    message = OutboxMessage.objects.get(kind="reminder")
    assert message.send_after.astimezone(MIAMI) == datetime.combine(visit.start.astimezone(MIAMI), time(8), MIAMI)
    assert message.attempts == 0
    office.clock.move_to(message.send_after)
    assert len(office.send()) == 1


def test_a_change_takes_a_waiting_reminder_out_of_the_way(office: Office, visit: Appointment) -> None:
    office.clock.move_to(visit.start - timedelta(hours=24))
    put(office)
    office.cancel(visit)
    subjects = office.send()
    assert len(subjects) == 1
    assert "canceled" in subjects[0]


def test_nobody_is_reminded_of_a_visit_that_has_begun_or_begins_at_once(office: Office, visit: Appointment) -> None:
    office.clock.move_to(visit.start - timedelta(hours=2))
    assert put(office) == 0


def test_a_reminder_that_comes_too_late_is_dropped(office: Office, visit: Appointment) -> None:
    office.clock.move_to(visit.start - timedelta(hours=24))
    put(office)
    office.clock.move_to(visit.start)
    assert office.send() == []
    assert OutboxMessage.objects.get(kind="reminder").withdrawn_at == visit.start


def test_who_left_only_a_number_is_reminded_by_telephone(office: Office) -> None:
    visit = office.book(email="")
    remind(visit.patient, at=office.now)
    office.clock.move_to(visit.start - timedelta(hours=24))
    put(office)
    assert rows("kind", "channel")[-1] == ("reminder", "call")


def test_night_is_where_the_clinic_is(office: Office, visit: Appointment) -> None:
    office.clinic.location.zone = "Asia/Kathmandu"
    office.clinic.location.save()
    office.clock.move_to(visit.start - timedelta(hours=24))  # ten in Miami, a quarter to nine in the evening there
    assert put(office) == 0
