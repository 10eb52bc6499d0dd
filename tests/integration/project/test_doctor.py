"""What `ashi doctor` finds. Each test breaks one thing; a sound clinic is told nothing."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import override_settings

from ashi.book.actions import Terms, book_visit
from ashi.messaging.models import OutboxMessage
from ashi.project import health
from ashi.records import guards
from ashi.records.by import SYSTEM
from ashi.records.models import Appointment, Encounter, Occupancy, Qualification
from tests import cast
from tests.integration.records import charting

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
TEN = cast.next_weekday(1, time(10), after=NOW + timedelta(days=2))


@pytest.fixture
def clinic() -> cast.Clinic:
    return cast.open_clinic()


def book(clinic: cast.Clinic) -> Appointment:
    terms = Terms(source="web", clearance=cast.cleared(), screened=True)
    return book_visit(plan=clinic.plan(TEN, now=NOW), patient=cast.ana(), terms=terms, by=SYSTEM)


def said(name: str, now: datetime = NOW) -> str:
    return "\n".join(health.QUESTIONS[name](now))


@pytest.mark.parametrize("name", [name for name in health.QUESTIONS if name not in ("settings", "backup")])
def test_a_sound_clinic_is_told_nothing(clinic: cast.Clinic, name: str) -> None:
    book(clinic)
    assert said(name) == ""


def test_a_guard_that_is_gone_is_named(clinic: cast.Clinic) -> None:
    name = "occupancy_no_overlap" if connection.vendor == "postgresql" else "occupancy_no_overlap_insert"
    _drop(name)
    assert name in said("database")


def test_two_visits_in_one_place_are_found_when_the_guard_was_gone(clinic: cast.Clinic) -> None:
    book(clinic)
    for name in guards.missing() or ["occupancy_no_overlap_insert", "occupancy_no_overlap"]:
        _drop(name)
    row = Occupancy.objects.order_by("pk").first()
    assert row is not None
    row.pk = None
    row.save(force_insert=True)
    assert "overlaps another" in said("overlaps")


def test_a_visit_that_takes_no_time_is_found(clinic: cast.Clinic) -> None:
    visit = book(clinic)
    visit.occupancy.all().delete()
    assert visit.reference in said("diary")


def test_a_visit_of_the_past_needs_no_time_in_the_diary(clinic: cast.Clinic) -> None:
    visit = book(clinic)
    visit.occupancy.all().delete()
    assert said("diary", now=TEN + timedelta(days=1)) == ""


@pytest.mark.parametrize(("days", "word"), [(30, "lapses"), (-1, "lapsed")])
def test_a_licence_that_lapses_is_named_by_its_number(clinic: cast.Clinic, days: int, word: str) -> None:
    Qualification.objects.update(expires_at=NOW + timedelta(days=days))
    assert f"licence US-FL AP 0000 {word}" in said("licences")


def test_a_licence_nobody_looked_up_for_long_is_named(clinic: cast.Clinic) -> None:
    Qualification.objects.update(verified_at=NOW - timedelta(days=91))
    assert "was not verified" in said("licences")


def test_an_acupuncturist_without_a_licence_is_found_by_number_not_by_name(clinic: cast.Clinic) -> None:
    Qualification.objects.update(permits_practice=False)
    assert f"practitioner {clinic.bao.pk} has no licence" in said("licences")
    assert "Bao" not in said("licences")


def test_messages_that_wait_or_failed_are_counted(clinic: cast.Clinic) -> None:
    book(clinic)
    assert "1 messages wait" in said("messages", now=NOW + timedelta(hours=2))
    OutboxMessage.objects.update(gave_up_at=NOW)
    assert "1 messages could not be sent" in said("messages", now=NOW + timedelta(hours=2))


@override_settings(DEMO=False)
def test_an_unsafe_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASHI_ALLOWED_HOSTS", raising=False)
    assert "ASHI_ALLOWED_HOSTS" in said("settings")


def _drop(name: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may be left to check on the table that changes
            cursor.execute("ALTER TABLE records_occupancy DROP CONSTRAINT IF EXISTS occupancy_no_overlap")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def test_a_chart_that_nobody_finished_is_named(clinic: cast.Clinic) -> None:
    encounter = charting.opened(charting.arrived(clinic))
    assert said("needles") == ""
    assert f"encounter {encounter.pk} was opened more than 1 day ago" in said("needles", NOW + timedelta(days=2))
    charting.resting(encounter)
    Encounter.objects.update(status="ended", ended_at=NOW + timedelta(minutes=5), ended_by="user:1", emergency=True)
    assert f"encounter {encounter.pk} ended in an emergency" in said("needles")
