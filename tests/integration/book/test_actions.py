"""Holding, booking, moving and cancelling, one person at a time. What happens under contention is in tests/races."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from ashi.book import actions
from ashi.book.actions import (
    Changed,
    HoldGone,
    NotCleared,
    NotExpected,
    Terms,
    book_held,
    book_new_patient,
    book_visit,
    cancel_visit,
    hold_time,
    move_visit,
    renew_hold,
)
from ashi.book.once import KeyReused, Once
from ashi.book.people import Person
from ashi.book.provisional import clear_visit, release_uncleared
from ashi.book.taking import Closed
from ashi.messaging.models import OutboxMessage
from ashi.records.by import SYSTEM, VISITOR, By
from ashi.records.models import Absence, Appointment, AuditEvent, Hold, Occupancy, Qualification, ScreenResult
from ashi.records.plans import Plan, plan_of
from ashi.records.reservations import Taken, Unlicensed, touch_facts
from tests import cast

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)
TEN = cast.next_weekday(1, time(10), after=NOW + timedelta(days=2))
ANA = Person(name="Ana Invented", email="ana@example.invalid", phone="+13055550100")
DESK = By("user", 1)
ON_WEB = Terms(source="web", screened=True)


@pytest.fixture
def clinic() -> cast.Clinic:
    return cast.open_clinic()


def plan_at(clinic: cast.Clinic, start: datetime = TEN) -> Plan:
    return clinic.plan(start, now=NOW)


def hold(clinic: cast.Clinic, start: datetime = TEN, visitor: str = "a") -> Hold:
    return hold_time(plan=plan_at(clinic, start), visitor=visitor, clearance=cast.cleared(), by=VISITOR)


def book(clinic: cast.Clinic, start: datetime = TEN, result: ScreenResult = ScreenResult.CLEAR) -> Appointment:
    terms = Terms(source="web", clearance=cast.cleared(result), screened=True)
    return book_new_patient(plan=plan_at(clinic, start), person=ANA, terms=terms, by=VISITOR)


def starts(clinic: cast.Clinic) -> set[int]:
    return set(clinic.search(now=NOW).cells())


def test_a_visit_takes_the_room_throughout_and_the_acupuncturist_only_at_both_ends(clinic: cast.Clinic) -> None:
    visit = book(clinic)
    taken = {
        kind: list(Occupancy.objects.filter(resource__kind=kind).order_by("start").values_list("start", "end"))
        for kind in ("room", "practitioner", "patient")
    }
    begin = int(visit.start.timestamp()) // 300
    assert taken["room"] == [(begin, begin + 11)]
    assert taken["practitioner"] == [(begin, begin + 4), (begin + 9, begin + 10)]
    assert taken["patient"] == [(begin, begin + 10)]


def test_while_one_patient_rests_the_next_begins_in_another_room(clinic: cast.Clinic) -> None:
    visit = book(clinic)
    second = book(clinic, TEN + timedelta(minutes=20))
    assert second.room != visit.room


def test_a_held_time_is_offered_to_nobody_until_it_runs_out(clinic: cast.Clinic) -> None:
    before = starts(clinic)
    held = hold(clinic)
    assert int(TEN.timestamp()) // 300 not in starts(clinic)
    Hold.objects.update(expires_at=NOW - timedelta(seconds=1))
    Occupancy.objects.update(expires_at=NOW - timedelta(seconds=1))
    clinic.location.facts_version += 1
    touch_facts(clinic.location.pk)
    assert starts(clinic) == before
    with pytest.raises(HoldGone):
        renew_hold(hold=held, by=VISITOR)


def test_an_expired_hold_ages_out_of_the_kept_diary_without_any_writing(clinic: cast.Clinic) -> None:
    before = starts(clinic)
    hold(clinic)
    assert starts(clinic) != before
    later = datetime.now(UTC) + timedelta(minutes=6)
    assert int(TEN.timestamp()) // 300 in set(clinic.search(now=later).cells())


def test_a_visitor_has_one_live_hold(clinic: cast.Clinic) -> None:
    hold(clinic)
    hold(clinic, TEN + timedelta(hours=2))
    assert Hold.objects.count() == 1
    assert int(TEN.timestamp()) // 300 in starts(clinic)


def test_a_hold_that_the_same_visitor_made_a_moment_ago_elsewhere_stands(
    clinic: cast.Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = hold(clinic)
    real, reads = actions._resources_of_hold, iter([[]])  # what was read before the other hold was there
    monkeypatch.setattr(actions, "_resources_of_hold", lambda visitor: next(reads, real(visitor)))
    with pytest.raises(Taken):
        hold(clinic, TEN + timedelta(hours=2))
    assert Hold.objects.get() == first


def test_a_hold_is_renewed_once(clinic: cast.Clinic) -> None:
    held = hold(clinic)
    renewed = renew_hold(hold=held, by=VISITOR)
    assert renewed.expires_at >= held.expires_at
    with pytest.raises(HoldGone):
        renew_hold(hold=held, by=VISITOR)


def test_a_hold_becomes_a_visit_and_is_gone(clinic: cast.Clinic) -> None:
    held = hold(clinic)
    plan = plan_of(held, qualification_id=Qualification.objects.get().pk, price_cents=9_000)
    terms = Terms(source="web", clearance=held.clearance, screened=True)
    visit = book_held(hold=held, plan=plan, person=ANA, terms=terms, consents=[("reminders", "1")], by=VISITOR)
    assert not Hold.objects.exists()
    assert set(Occupancy.objects.values_list("kind", flat=True)) == {"booked"}
    assert visit.patient.verified_at is None
    assert visit.patient.consents.get().kind == "reminders"
    with pytest.raises(HoldGone):
        book_held(hold=held, plan=plan, person=ANA, terms=terms, by=VISITOR)
    assert Appointment.objects.count() == 1


def test_a_booking_after_the_hold_ran_out_is_refused_and_writes_nothing(clinic: cast.Clinic) -> None:
    held = hold(clinic)
    plan = plan_of(held, qualification_id=Qualification.objects.get().pk, price_cents=9_000)
    terms = Terms(source="web", clearance=held.clearance)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5, seconds=1)), pytest.raises(HoldGone):
        book_held(hold=held, plan=plan, person=ANA, terms=terms, by=VISITOR)
    assert not Appointment.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_the_second_of_two_gets_told_what_is_taken(clinic: cast.Clinic) -> None:
    plan = plan_at(clinic)
    book_new_patient(plan=plan, person=ANA, terms=ON_WEB, by=VISITOR)
    with pytest.raises(Taken) as refused:
        book_new_patient(plan=plan, person=ANA, terms=ON_WEB, by=VISITOR)
    assert refused.value.kinds == ("practitioner", "room")
    assert Appointment.objects.count() == 1


def test_a_patient_is_not_in_two_places(clinic: cast.Clinic) -> None:
    patient = cast.ana()
    book_visit(plan=plan_at(clinic), patient=patient, terms=ON_WEB, by=DESK)
    with pytest.raises(Taken) as refused:
        book_visit(plan=plan_at(clinic, TEN + timedelta(minutes=20)), patient=patient, terms=ON_WEB, by=DESK)
    assert refused.value.kinds == ("patient",)


def test_a_squeeze_goes_into_another_lane_of_the_acupuncturist_only(clinic: cast.Clinic) -> None:
    first = book(clinic)
    plan = plan_of(first, qualification_id=first.qualification_id, price_cents=0)
    squeezed = Terms(source="desk", lane=1, squeeze_reason="severe pain today")
    with pytest.raises(Taken) as refused:
        book_visit(plan=plan, patient=cast.ana(), terms=squeezed, by=DESK)
    assert refused.value.kinds == ("room",)


@pytest.mark.parametrize("clearance", [None, ScreenResult.EMERGENCY, ""])
def test_no_hold_without_a_finished_check_that_is_no_emergency(clinic: cast.Clinic, clearance: str | None) -> None:
    passed = None
    if clearance is not None:
        passed = cast.cleared(clearance or ScreenResult.CLEAR)
        passed.result = clearance
    with pytest.raises(NotCleared):
        hold_time(plan=plan_at(clinic), visitor="a", clearance=passed, by=VISITOR)
    assert not Occupancy.objects.exists()


def test_leave_written_in_the_meantime_stops_a_booking(clinic: cast.Clinic) -> None:
    plan = plan_at(clinic)
    Absence.objects.create(resource=clinic.bao.resource, start=TEN, end=TEN + timedelta(hours=1), reason="ill")
    with pytest.raises(Closed) as refused:
        book_new_patient(plan=plan, person=ANA, terms=ON_WEB, by=VISITOR)
    assert refused.value.kinds == ("practitioner",)


def test_hours_that_changed_in_the_meantime_stop_a_booking(clinic: cast.Clinic) -> None:
    plan = plan_at(clinic)
    clinic.location.opening_hours.all().delete()
    touch_facts(clinic.location.pk)
    with pytest.raises(Closed):
        book_new_patient(plan=plan, person=ANA, terms=ON_WEB, by=VISITOR)


def test_a_suspension_in_the_meantime_stops_a_booking(clinic: cast.Clinic) -> None:
    plan = plan_at(clinic)
    Qualification.objects.update(permits_practice=False)
    with pytest.raises(Unlicensed):
        book_new_patient(plan=plan, person=ANA, terms=ON_WEB, by=VISITOR)


def test_a_moved_visit_frees_its_old_time_and_takes_the_new(clinic: cast.Clinic) -> None:
    visit = book(clinic)
    before = starts(clinic)
    moved = move_visit(appointment=visit, plan=plan_at(clinic, TEN + timedelta(hours=3)), by=VISITOR)
    assert (moved.sequence, moved.start) == (1, TEN + timedelta(hours=3))
    assert int(TEN.timestamp()) // 300 in starts(clinic) - before
    assert list(OutboxMessage.objects.order_by("pk").values_list("kind", "sequence")) == [
        ("confirmation", 0),
        ("change", 1),
    ]


def test_a_visit_may_be_moved_by_ten_minutes_into_its_own_time(clinic: cast.Clinic) -> None:
    visit = book(clinic)
    plan = plan_of(visit, qualification_id=visit.qualification_id, price_cents=visit.price_cents)
    object.__setattr__(plan, "start", plan.start + 2)
    assert move_visit(appointment=visit, plan=plan, by=VISITOR).start == TEN + timedelta(minutes=10)


def test_a_move_onto_taken_time_leaves_the_visit_where_it_was(clinic: cast.Clinic) -> None:
    visit = book(clinic)
    other = book(clinic, TEN + timedelta(hours=3))
    onto = plan_of(other, qualification_id=other.qualification_id, price_cents=0)
    with pytest.raises(Taken):
        move_visit(appointment=visit, plan=onto, by=VISITOR)
    visit.refresh_from_db()
    assert (visit.start, visit.sequence) == (TEN, 0)
    assert visit.occupancy.count() == 4


def test_two_moves_from_the_same_reading_make_one(clinic: cast.Clinic) -> None:
    visit = book(clinic)
    old_reading = Appointment.objects.get(pk=visit.pk)
    move_visit(appointment=visit, plan=plan_at(clinic, TEN + timedelta(hours=2)), by=VISITOR)
    with pytest.raises(Changed):
        move_visit(appointment=old_reading, plan=plan_at(clinic, TEN + timedelta(hours=3)), by=VISITOR)


def test_cancelling_gives_the_time_back_and_is_late_inside_the_window(clinic: cast.Clinic) -> None:
    before = starts(clinic)
    visit = book(clinic)
    with time_machine.travel(TEN - timedelta(hours=23)):
        cancelled = cancel_visit(appointment=visit, by=VISITOR)
    assert cancelled.cancelled_late
    assert cancelled.status == "cancelled"
    assert starts(clinic) == before
    with pytest.raises(NotExpected):
        cancel_visit(appointment=visit, by=VISITOR)


def test_cancelling_in_time_is_not_late_and_works_under_a_suspended_licence(clinic: cast.Clinic) -> None:
    visit = book(clinic)
    Qualification.objects.update(permits_practice=False)
    with time_machine.travel(TEN - timedelta(hours=25)):
        assert not cancel_visit(appointment=visit, by=VISITOR).cancelled_late


def test_a_visit_that_has_begun_is_neither_moved_nor_cancelled_by_its_patient(clinic: cast.Clinic) -> None:
    visit = book(clinic)
    later = plan_at(clinic, TEN + timedelta(hours=4))
    with time_machine.travel(TEN + timedelta(minutes=1)):
        with pytest.raises(NotExpected):
            cancel_visit(appointment=visit, by=VISITOR)
        with pytest.raises(NotExpected):
            move_visit(appointment=visit, plan=later, by=VISITOR)


def test_an_urgent_answer_makes_a_provisional_visit_with_a_clock(clinic: cast.Clinic) -> None:
    visit = book(clinic, result=ScreenResult.URGENT)
    assert visit.status == "pending"
    assert visit.clear_by is not None
    assert visit.clear_by <= visit.start - timedelta(hours=2)


def test_a_provisional_visit_is_released_when_its_clock_runs_out_and_its_patient_is_told(clinic: cast.Clinic) -> None:
    visit = book(clinic, result=ScreenResult.URGENT)
    assert visit.clear_by is not None
    assert release_uncleared(now=visit.clear_by - timedelta(seconds=1), by=SYSTEM) == 0
    assert release_uncleared(now=visit.clear_by, by=SYSTEM) == 1
    visit.refresh_from_db()
    assert visit.status == "cancelled"
    assert not Occupancy.objects.exists()
    assert visit.events.last().kind == "released"
    assert OutboxMessage.objects.filter(appointment=visit, kind="cancellation").exists()


def test_a_cleared_visit_stands(clinic: cast.Clinic) -> None:
    visit = book(clinic, result=ScreenResult.URGENT)
    with pytest.raises(ValueError, match="reason"):
        clear_visit(appointment=visit, note=" ", licence="AP 0000", by=DESK, now=NOW)
    cleared = clear_visit(appointment=visit, note="seen by her doctor", licence="AP 0000", by=DESK, now=NOW)
    assert (cleared.status, cleared.cleared_by) == ("booked", "user:1 AP 0000")
    assert release_uncleared(now=TEN, by=SYSTEM) == 0


def test_one_key_books_one_visit_and_refuses_another_request(clinic: cast.Clinic) -> None:
    once = Once(holder="client:1", key="k", fingerprint="f")
    plan = plan_at(clinic)
    first = book_new_patient(plan=plan, person=ANA, terms=ON_WEB, by=VISITOR, once=once)
    again = book_new_patient(plan=plan, person=ANA, terms=ON_WEB, by=VISITOR, once=once)
    assert first.pk == again.pk
    with pytest.raises(KeyReused):
        book_new_patient(
            plan=plan, person=ANA, terms=ON_WEB, by=VISITOR, once=Once(holder="client:1", key="k", fingerprint="g")
        )
    book_new_patient(
        plan=plan_at(clinic, TEN + timedelta(hours=2)),
        person=ANA,
        terms=ON_WEB,
        by=VISITOR,
        once=Once(holder="client:2", key="k", fingerprint="g"),
    )
    assert Appointment.objects.count() == 2


def test_everything_that_is_done_is_written_down_without_a_name(clinic: cast.Clinic) -> None:
    visit = book(clinic)
    cancel_visit(appointment=visit, by=By("patient", visit.patient_id))
    rows = list(AuditEvent.objects.order_by("pk").values_list("action", "by", "entity"))
    entity = f"Appointment/{visit.pk}"
    assert rows == [("visit.booked", "visitor", entity), ("visit.cancelled", f"patient:{visit.patient_id}", entity)]
    assert "Ana" not in str(list(AuditEvent.objects.values()))
