"""A check that is answered again while something is held or booked from it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from ashi.book.actions import NotCleared, Terms, book_held, book_visit, hold_time
from ashi.book.people import Person
from ashi.check import actions
from ashi.core.safety import Answer
from ashi.knowledge.safety import the_screen
from ashi.messaging.models import OutboxMessage
from ashi.records.by import SYSTEM, VISITOR
from ashi.records.models import Appointment, Clearance, Hold, Occupancy, Recheck, StopRecord
from tests import cast
from tests.integration.check.walking import BORN, Visitor

TEN = cast.next_weekday(1, time(10), after=datetime.now(UTC) + timedelta(days=3))
HERE = "/book/miami/bao/return/"


@pytest.fixture(autouse=True)
def _a_demo(settings) -> None:
    settings.DEMO = True


def keep(visitor: Visitor, start: datetime = TEN) -> Any:
    return visitor.client.post(f"{HERE}keep/", {"start": f"{start:%Y-%m-%dT%H:%MZ}"})


def book(visitor: Visitor, start: datetime = TEN) -> Appointment:
    assert keep(visitor, start).status_code == 302
    hold = Hold.objects.get()
    typed = {"name": "Ana Invented", "email": "ana@example.invalid", "key": str(hold.key)}
    sent = visitor.client.post(f"{HERE}your-time/", {**typed, "start": f"{start:%Y-%m-%dT%H:%MZ}"})
    assert sent.status_code == 302
    return Appointment.objects.latest("pk")


@pytest.fixture
def booked(visitor: Visitor) -> Appointment:
    visitor.begin()
    visitor.walk()
    return book(visitor)


def test_an_emergency_later_in_the_same_browser_gives_the_time_back(visitor: Visitor, booked: Appointment) -> None:
    visitor.begin()
    assert visitor.answer("saddle", "RF01")["Location"] == "/check/stop/"
    booked.refresh_from_db()
    assert booked.status == "cancelled"
    assert not Occupancy.objects.exists()
    row = Recheck.objects.get()
    assert (row.appointment, row.whole, row.result, row.answers) == (booked, True, "emergency", {"RF01": "yes"})
    assert OutboxMessage.objects.get(kind="cancellation").facts["released"] is True
    assert booked.clearance.result == "clear"


def test_what_it_leaves_is_the_visits_and_the_anonymous_stop(visitor: Visitor, booked: Appointment) -> None:
    visitor.begin()
    visitor.answer("saddle", "RF01")
    actions.forget_unbooked(now=timezone.now() + timedelta(hours=25), by=SYSTEM)
    assert list(Clearance.objects.all()) == [booked.clearance]
    assert StopRecord.objects.get().rule == "RF01"
    assert Recheck.objects.count() == 1


def test_every_visit_that_was_booked_from_the_check_is_given_back(visitor: Visitor, booked: Appointment) -> None:
    book(visitor, TEN + timedelta(days=1))
    visitor.begin()
    visitor.answer("saddle", "RF01")
    assert set(Appointment.objects.values_list("status", flat=True)) == {"cancelled"}


def test_another_birth_date_is_another_person_whose_visit_stands(visitor: Visitor, booked: Appointment) -> None:
    visitor.begin(date(1950, 1, 1))
    visitor.answer("saddle", "RF01")
    booked.refresh_from_db()
    assert booked.status == "booked"
    assert not Recheck.objects.exists()


def test_another_browser_touches_nobodys_visit(visitor: Visitor, booked: Appointment) -> None:
    other = Visitor()
    other.begin()
    other.answer("saddle", "RF01")
    booked.refresh_from_db()
    assert booked.status == "booked"


def test_urgent_later_makes_the_visit_wait(visitor: Visitor, booked: Appointment) -> None:
    visitor.begin()
    visitor.walk("RF05")
    booked.refresh_from_db()
    assert booked.status == "pending"
    assert (Recheck.objects.get().result, Recheck.objects.get().whole) == ("urgent", True)


@pytest.mark.parametrize("yes", [[], ["CI02"]])
def test_a_mild_result_later_changes_nothing(visitor: Visitor, booked: Appointment, yes: list[str]) -> None:
    visitor.begin()
    visitor.walk(*yes)
    booked.refresh_from_db()
    assert (booked.status, booked.sequence) == ("booked", 0)
    assert not Recheck.objects.exists()


def test_a_visit_that_waits_already_goes_on_waiting(visitor: Visitor) -> None:
    visitor.begin()
    visitor.walk("RF18")
    visit = book(visitor)
    clock = visit.clear_by
    visitor.begin()
    visitor.walk("RF18")
    visit.refresh_from_db()
    assert (visit.status, visit.clear_by, visit.sequence) == ("pending", clock, 0)


def test_a_time_that_is_only_held_is_given_back_too(visitor: Visitor) -> None:
    visitor.begin()
    visitor.walk()
    keep(visitor)
    assert Hold.objects.exists()
    visitor.answer("saddle", "RF01")
    assert not Hold.objects.exists()
    assert not Occupancy.objects.exists()
    assert keep(visitor)["Location"].startswith("/check/")


def test_a_booking_that_read_the_check_before_it_was_changed_is_refused(clinic: cast.Clinic, visitor: Visitor) -> None:
    """Both windows of one browser at once: the form was sent while the other window answered."""
    visitor.begin()
    visitor.walk()
    stale = Clearance.objects.get()
    plan = clinic.plan(TEN, now=timezone.now())
    hold = hold_time(plan=plan, visitor="v", clearance=stale, by=VISITOR)
    Clearance.objects.update(result="emergency")
    person = Person(name="Ana Invented", phone="", email="a@example.invalid", language="en", birth_date=BORN)
    with pytest.raises(NotCleared):
        book_held(hold=hold, plan=plan, person=person, terms=Terms(source="web", clearance=stale), by=VISITOR)
    with pytest.raises(NotCleared):
        hold_time(plan=plan, visitor="v", clearance=stale, by=VISITOR)
    assert not Appointment.objects.exists()


def test_an_answer_that_read_the_check_before_it_was_booked_gives_the_time_back(
    clinic: cast.Clinic, visitor: Visitor
) -> None:
    visitor.begin()
    visitor.walk()
    stale = Clearance.objects.get()
    plan = clinic.plan(TEN, now=timezone.now())
    visit = book_visit(plan=plan, patient=cast.ana(), terms=Terms(source="web", clearance=stale), by=VISITOR)
    today = timezone.localdate()
    actions.answer(check=stale, answers={"RF01": Answer.YES}, today=today, by=VISITOR, now=timezone.now())
    visit.refresh_from_db()
    assert (visit.status, Recheck.objects.get().result) == ("cancelled", "emergency")
    assert Clearance.objects.get().rules_version == the_screen().version
