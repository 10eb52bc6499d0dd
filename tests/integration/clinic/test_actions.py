"""What the desk does to a visit, and taking it back."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from ashi.book.actions import NotExpected, Terms
from ashi.book.people import Person
from ashi.clinic.actions import changing, visits
from ashi.clinic.actions.undo import TooLate, may_undo, undo
from ashi.clinic.queries.times import Asked, DeskTimes
from ashi.messaging.models import MessageKind, OutboxMessage
from ashi.messaging.sending import send_due
from ashi.records.by import By
from ashi.records.models import Appointment, AppointmentEvent, AuditEvent, Occupancy, OccupancyKind
from ashi.records.plans import Plan
from ashi.records.reservations import Taken
from tests import cast
from tests.integration.clinic.conftest import TUESDAY

DANA, OTHER = By("user", 1), By("user", 2)
TEN = TUESDAY + timedelta(hours=2)


def now() -> datetime:
    return timezone.now()


def booked(clinic: cast.Clinic, start: datetime = TEN) -> Appointment:
    return cast.booked(clinic, start)


def plan(clinic: cast.Clinic, start: datetime) -> Plan:
    return clinic.plan(start, now=now())


def is_free(clinic: cast.Clinic, start: datetime = TEN) -> bool:
    clinic.location.refresh_from_db()
    return clinic.search(now=now(), by_desk=True).plan_at(int(start.timestamp()) // 300) is not None


def waiting(visit: Appointment) -> list[str]:
    return list(visit.messages.filter(withdrawn_at=None, sent_at=None).values_list("kind", flat=True))


def fresh(visit: Appointment) -> Appointment:
    return Appointment.objects.get(pk=visit.pk)


def cancelled(visit: Appointment) -> AppointmentEvent:
    return changing.cancel(appointment=visit, note="", by=DANA)


def test_arriving_and_finishing_are_written_down_with_who_and_when(clinic: cast.Clinic) -> None:
    visit = booked(clinic)
    visits.arrive(appointment=visit, by=DANA, now=now())
    visits.finish(appointment=visit, by=OTHER, now=now())
    assert fresh(visit).status == "fulfilled"
    assert list(visit.events.values_list("kind", "by")) == [
        ("booked", "user:1"),
        ("arrived", "user:1"),
        ("fulfilled", "user:2"),
    ]
    assert AuditEvent.objects.filter(action="visit.arrived", patient_id=visit.patient_id).count() == 1


def test_nobody_arrives_twice_or_finishes_before_they_came(clinic: cast.Clinic) -> None:
    visit = booked(clinic)
    with pytest.raises(NotExpected):
        visits.finish(appointment=visit, by=DANA, now=now())
    visits.arrive(appointment=visit, by=DANA, now=now())
    with pytest.raises(NotExpected):
        visits.arrive(appointment=visit, by=DANA, now=now())


def test_a_visit_that_waits_for_clearance_is_not_begun(clinic: cast.Clinic) -> None:
    visit = booked(clinic)
    Appointment.objects.filter(pk=visit.pk).update(status="pending", clear_by=now())
    with pytest.raises(NotExpected):
        visits.arrive(appointment=visit, by=DANA, now=now())


@pytest.mark.parametrize("minutes", [0, -5, 121])
def test_a_delay_nobody_means_is_refused(minutes: int, clinic: cast.Clinic) -> None:
    with pytest.raises(ValueError, match="delay"):
        visits.say_late(appointment=booked(clinic), minutes=minutes, by=DANA, now=now())


def test_nobody_is_a_no_show_before_the_visit_begins(clinic: cast.Clinic) -> None:
    with pytest.raises(NotExpected):
        visits.record_no_show(appointment=booked(clinic), by=DANA)


def test_who_did_not_come_gives_their_time_back_after_three_minutes(
    clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    visit = booked(clinic)
    clock.shift(timedelta(hours=2, minutes=15))
    visits.record_no_show(appointment=visit, by=DANA)
    assert not Occupancy.objects.filter(appointment=visit).exists()
    assert Occupancy.objects.filter(kind=OccupancyKind.HOLD).exists()
    clock.shift(timedelta(minutes=4))
    assert is_free(clinic, TEN + timedelta(minutes=20))


def test_nobody_is_told_of_a_cancellation_for_three_minutes(clinic: cast.Clinic, clock: time_machine.Traveller) -> None:
    visit = booked(clinic)
    send_due(now=now())
    cancelled(visit)
    assert send_due(now=now()) == 0
    clock.shift(timedelta(minutes=3))
    assert send_due(now=now()) == 1


def test_the_time_a_cancellation_frees_is_kept_for_three_minutes(
    clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    cancelled(booked(clinic))
    assert not is_free(clinic)
    clock.shift(timedelta(minutes=3))
    assert is_free(clinic)


def test_a_cancellation_undone_leaves_the_visit_as_it_was_and_nobody_told(clinic: cast.Clinic) -> None:
    visit = booked(clinic)
    taken = sorted(Occupancy.objects.values_list("resource", "lane", "start", "end"))
    before = waiting(visit)
    undo(event=cancelled(visit), by=DANA)
    back = fresh(visit)
    assert (back.status, back.cancelled_at, back.cancelled_late) == ("booked", None, False)
    assert sorted(Occupancy.objects.values_list("resource", "lane", "start", "end")) == taken
    assert waiting(visit) == before
    assert visit.events.last().kind == "undone"


def test_a_provisional_visit_that_was_cancelled_waits_again_when_that_is_undone(clinic: cast.Clinic) -> None:
    visit = booked(clinic)
    Appointment.objects.filter(pk=visit.pk).update(status="pending", clear_by=now() + timedelta(hours=1))
    undo(event=cancelled(fresh(visit)), by=DANA)
    assert fresh(visit).status == "pending"


def test_a_move_undone_goes_back_and_nobody_is_told(clinic: cast.Clinic) -> None:
    visit = booked(clinic)
    OutboxMessage.objects.update(sent_at=now())
    event = changing.move(appointment=visit, plan=plan(clinic, TEN + timedelta(hours=3)), by=DANA)
    assert fresh(visit).start == TEN + timedelta(hours=3)
    assert waiting(visit) == [MessageKind.CHANGE]
    undo(event=event, by=DANA)
    assert fresh(visit).start == TEN
    assert waiting(visit) == []
    assert is_free(clinic, TEN + timedelta(hours=3))


def test_the_time_a_move_frees_is_kept_for_three_minutes_even_beside_the_new_time(
    clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    visit = booked(clinic)
    asked = Asked(clinic.location, clinic.again.pk, now(), moving=visit)
    half_past = DeskTimes(asked, TEN.date()).plan_at(int(TEN.timestamp()) // 300 + 6)
    assert half_past is not None
    changing.move(appointment=visit, plan=half_past, by=DANA)
    assert not is_free(clinic)
    undo(event=visit.events.last(), by=DANA)
    assert fresh(visit).start == TEN


def test_a_visit_moved_to_where_it_is_frees_nothing_and_the_move_can_be_undone(clinic: cast.Clinic) -> None:
    """Two at the desk have the same idea: the second finds the visit where they wanted it."""
    visit, one = booked(clinic), plan(clinic, TEN + timedelta(hours=3))
    changing.move(appointment=visit, plan=one, by=DANA)
    undo(event=changing.move(appointment=fresh(visit), plan=one, by=OTHER), by=OTHER)
    assert fresh(visit).start == one.starts_at
    assert visit.occupancy.count() == len(one.stretches(visit.patient.resource_id))


def test_a_booking_undone_is_cancelled_without_a_word_and_not_as_late(clinic: cast.Clinic) -> None:
    who = Person(name="Ben Invented", phone="+13055550101", email="ben@example.invalid")
    visit, event = changing.book(plan=plan(clinic, TEN), who=who, terms=Terms(source="desk"), by=DANA)
    assert send_due(now=now()) == 0
    undo(event=event, by=DANA)
    gone = fresh(visit)
    assert (gone.status, gone.cancelled_late) == ("cancelled", False)
    assert waiting(visit) == []
    assert is_free(clinic)


def test_a_patient_marked_as_absent_who_was_there_after_all_has_their_time_again(
    clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    visit = booked(clinic)
    clock.shift(timedelta(hours=2, minutes=10))
    undo(event=visits.record_no_show(appointment=visit, by=DANA), by=DANA)
    assert fresh(visit).status == "booked"
    assert Occupancy.objects.filter(appointment=visit).count() == 4


def test_after_three_minutes_it_is_too_late_to_undo(clinic: cast.Clinic, clock: time_machine.Traveller) -> None:
    visit = booked(clinic)
    event = cancelled(visit)
    clock.shift(timedelta(minutes=3))
    assert not may_undo(event, by=DANA, now=now())
    with pytest.raises(TooLate):
        undo(event=event, by=DANA)
    assert fresh(visit).status == "cancelled"


def test_nobody_undoes_what_somebody_else_did(clinic: cast.Clinic) -> None:
    event = cancelled(booked(clinic))
    with pytest.raises(TooLate):
        undo(event=event, by=OTHER)


def test_only_the_last_thing_that_happened_can_be_undone(clinic: cast.Clinic) -> None:
    visit = booked(clinic)
    event = visits.arrive(appointment=visit, by=DANA, now=now())
    visits.finish(appointment=visit, by=DANA, now=now())
    with pytest.raises(TooLate):
        undo(event=event, by=DANA)


def test_nothing_is_undone_twice(clinic: cast.Clinic) -> None:
    event = cancelled(booked(clinic))
    undo(event=event, by=DANA)
    with pytest.raises(TooLate):
        undo(event=event, by=DANA)


def test_who_was_told_in_spite_of_all_is_told_what_is_so_now(clinic: cast.Clinic) -> None:
    visit = booked(clinic)
    event = cancelled(visit)
    OutboxMessage.objects.update(sent_at=now())
    undo(event=event, by=DANA)
    assert waiting(visit) == [MessageKind.CHANGE]


def test_a_move_onto_somebody_elses_time_is_refused_and_nothing_changes(clinic: cast.Clinic) -> None:
    visit, free = booked(clinic), plan(clinic, TEN + timedelta(hours=3))
    cast.booked(clinic, TEN + timedelta(hours=3), patient=cast.ana(name="Ben Invented"))
    rooms = clinic.location.rooms.exclude(pk=free.room_id)
    assert rooms.exists()
    with pytest.raises(Taken):
        changing.move(appointment=visit, plan=free, by=DANA)
    assert fresh(visit).start == TEN
    assert not Occupancy.objects.filter(kind=OccupancyKind.HOLD).exists()
