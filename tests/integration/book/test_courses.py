"""Courses: booked as a whole or not at all, changed as a whole or one by one. Under contention: tests/races."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction

from ashi.book.actions import Changed, NotCleared, Terms, cancel_visit, move_visit
from ashi.book.courses.actions import (
    AlreadyInCourse,
    NotLive,
    book_course,
    complete_courses,
    end_course,
    move_visits,
    pause_course,
    resume_course,
)
from ashi.book.courses.proposing import Wished, rest_of
from ashi.book.once import KeyReused, Once
from ashi.book.taking import Clashes
from ashi.core.scheduling.course.asking import LIMITS, Limit
from ashi.core.scheduling.course.courses import Course, NoCourse
from ashi.core.scheduling.course.obstacles import Hindrance
from ashi.core.scheduling.course.templates import TEMPLATES, standing
from ashi.messaging.models import OutboxMessage
from ashi.records.by import SYSTEM
from ashi.records.courses import visits_left, visits_of
from ashi.records.models import (
    Absence,
    Appointment,
    AppointmentStatus,
    AuditEvent,
    CarePlan,
    Occupancy,
    Qualification,
    ScreenResult,
)
from ashi.records.reservations import touch_facts
from tests import cast
from tests.integration.book.coursing import BY_DESK, DESK, booked_course, days, proposed, visits

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
TUE_THU = frozenset({1, 3})
MORNINGS = ((time(9), time(12)),)


def actions_of(course: CarePlan) -> list[str]:
    return list(
        AuditEvent.objects.filter(entity=f"CarePlan/{course.pk}").order_by("pk").values_list("action", flat=True)
    )


def test_every_visit_is_booked_and_numbered_and_the_patient_is_told_once(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana(), weekdays=TUE_THU, spans=MORNINGS)
    booked = visits(course)
    assert [visit.course_number for visit in booked] == [1, 2, 3, 4, 5, 6]
    assert {visit.status for visit in booked} == {"booked"}
    assert {day.weekday() for day in days(course)} == {1, 3}
    walls = {visit.start.astimezone(NEW_YORK).time() for visit in booked}
    assert len(walls) == 1
    assert walls < {time(hour, minute) for hour in range(9, 12) for minute in range(0, 60, 10)}
    assert all(visit.occupancy.count() == 4 and visit.links.count() == 1 for visit in booked)
    assert [visit.events.get().kind for visit in booked] == ["booked"] * 6
    assert OutboxMessage.objects.count() == 1
    assert actions_of(course) == ["course.booked"]
    assert AuditEvent.objects.filter(action="propose-course", patient=course.patient).count() == 1
    assert (course.wishes["weekdays"], course.wishes["spans"]) == ([1, 3], [["09:00", "12:00"]])


def test_a_course_may_reach_beyond_the_horizon_for_single_visits(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana(), "twelve", limit=LIMITS["12-in-90"])
    assert (days(course)[-1] - date.today()).days > clinic.location.horizon_days
    assert (days(course)[-1] - days(course)[0]).days < 90


def test_when_one_time_has_gone_nothing_is_booked_and_every_clash_is_named(clinic: cast.Clinic) -> None:
    ana = cast.ana()
    search, found = proposed(clinic, ana)
    plans = search.plans(found)
    for number in (1, 4):
        plan = plans[number]
        cast.booked(clinic, plan.starts_at, patient=cast.ana(email="other@example.invalid"))
    Absence.objects.create(resource=clinic.bao.resource, start=plans[2].starts_at, end=plans[2].ends_at, reason="Away")
    before = Appointment.objects.count(), Occupancy.objects.count(), OutboxMessage.objects.count()
    with pytest.raises(Clashes) as refused:
        book(clinic, ana, found, plans)
    assert {(clash.number, clash.kinds) for clash in refused.value.clashes} >= {(2, ("practitioner",))}
    assert [clash.number for clash in refused.value.clashes] == [1, 2, 4]
    assert (Appointment.objects.count(), Occupancy.objects.count(), OutboxMessage.objects.count()) == before
    assert not CarePlan.objects.exists()


def book(
    clinic: cast.Clinic, patient, found: Course, plans, terms: Terms = BY_DESK, once: Once | None = None
) -> CarePlan:
    agreed = Wished(TEMPLATES["six"], date.today()).agreed(found.usual)
    return book_course(patient=patient, agreed=agreed, plans=plans, terms=terms, by=DESK, once=once)


def test_a_suspended_licence_is_one_of_the_clashes(clinic: cast.Clinic) -> None:
    ana = cast.ana()
    search, found = proposed(clinic, ana)
    plans = search.plans(found)
    Qualification.objects.update(permits_practice=False)
    with pytest.raises(Clashes) as refused:
        book(clinic, ana, found, plans)
    assert {clash.kinds for clash in refused.value.clashes} == {("licence",)}
    assert not Appointment.objects.exists()


def test_the_same_request_sent_twice_books_one_course_and_another_with_its_key_is_refused(clinic: cast.Clinic) -> None:
    ana = cast.ana()
    search, found = proposed(clinic, ana)
    plans = search.plans(found)
    once = Once("desk:1", "key", "a")
    first = book(clinic, ana, found, plans, once=once)
    assert book(clinic, ana, found, plans, once=once) == first
    with pytest.raises(KeyReused):
        book(clinic, ana, found, plans, once=Once("desk:1", "key", "b"))
    assert CarePlan.objects.count() == 1
    assert Appointment.objects.count() == 6


def test_a_patient_has_one_course_at_a_time_and_the_table_says_so_too(clinic: cast.Clinic) -> None:
    ana = cast.ana()
    course = booked_course(clinic, ana)
    with pytest.raises(AlreadyInCourse):
        booked_course(clinic, ana)
    assert Appointment.objects.count() == 6
    second = CarePlan.objects.get(pk=course.pk)
    second.pk, second.reference = None, "AAAA-CCCC"
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()
    end_course(course=course, by=DESK)
    assert booked_course(clinic, ana).pk != course.pk


def test_a_number_of_a_course_belongs_to_one_visit_that_stands(clinic: cast.Clinic) -> None:
    booked = visits(booked_course(clinic, cast.ana()))
    for change in ({"course_number": 1}, {"course_number": None}, {"course_number": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.filter(pk=booked[1].pk).update(**change)
    cancel_visit(appointment=booked[0], by=DESK)
    Appointment.objects.filter(pk=booked[1].pk).update(course_number=1)


@pytest.mark.parametrize("result", [ScreenResult.EMERGENCY, ScreenResult.URGENT, ""])
def test_a_course_needs_a_check_that_lets_its_owner_go_on(clinic: cast.Clinic, result: str) -> None:
    check = cast.cleared(result) if result else cast.cleared("", decided_at=None)
    with pytest.raises(NotCleared):
        booked_course(clinic, cast.ana(), terms=Terms(source="web", clearance=check, screened=True))
    assert not Appointment.objects.exists()


def test_a_visit_of_a_course_is_moved_by_itself_and_the_others_stay(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana())
    third = visits(course)[2]
    others = [visit.start for visit in visits(course) if visit.pk != third.pk]
    was = third.start
    plan = clinic.plan(was + timedelta(hours=2), now=datetime.now(UTC))
    move_visit(appointment=third, plan=plan, by=DESK)
    assert [visit.start for visit in visits(course) if visit.pk != third.pk] == others
    message = OutboxMessage.objects.order_by("-pk")[0]
    assert (message.appointment, message.kind, message.sequence) == (third, "change", 1)
    assert message.facts["before"] == was.isoformat()  # the course's mail had told it
    assert "course" not in message.facts


def test_the_rest_follows_when_asked_in_one_transaction_with_one_mail(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana())
    third = visits(course)[2]
    plan = clinic.plan(third.start + timedelta(days=7, hours=2), now=datetime.now(UTC))
    moved = Appointment.objects.get(pk=third.pk)
    moved.start, moved.end = plan.starts_at, plan.ends_at
    search = rest_of(course, now=datetime.now(UTC), by_desk=True, moved=moved)
    found = search.best()
    assert isinstance(found, Course)
    assert [visit.number for visit in found.visits] == [4, 5, 6]
    later = visits(course)[3:]
    move_visits(course=course, moves=[(third, plan), *zip(later, search.plans(found), strict=True)], by=DESK)
    gaps = [(b - a).days for a, b in zip(days(course)[2:], days(course)[3:], strict=False)]
    assert gaps == [gap.wished for gap in TEMPLATES["six"].gaps[2:]]
    assert [visit.sequence for visit in visits(course)] == [0, 0, 1, 1, 1, 1]
    message = OutboxMessage.objects.order_by("-pk")[0]
    assert (message.appointment_id, message.facts["course"]["event"]) == (third.pk, "moved")
    assert [row["sequence"] for row in message.facts["course"]["visits"]] == [1, 1, 1, 1]
    assert Occupancy.objects.count() == 24
    assert actions_of(course) == ["course.booked", "course.moved"]


def test_a_move_of_many_that_clashes_changes_nothing(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana())
    third, fourth = visits(course)[2:4]
    free = clinic.plan(third.start + timedelta(hours=2), now=datetime.now(UTC))
    taken = clinic.plan(fourth.start + timedelta(hours=2), now=datetime.now(UTC))
    cast.booked(clinic, taken.starts_at, patient=cast.ana(email="other@example.invalid"))
    with pytest.raises(Clashes) as refused:
        move_visits(course=course, moves=[(third, free), (fourth, taken)], by=DESK)
    assert [clash.number for clash in refused.value.clashes] == [1]
    assert [visit.start for visit in visits(course)[2:4]] == [third.start, fourth.start]
    assert third.occupancy.count() == fourth.occupancy.count() == 4


def test_a_paused_course_gives_its_times_back_and_goes_on_where_it_stopped(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana())
    begun = visits(course)[1]
    with time_machine.travel(begun.end + timedelta(hours=1)):
        Appointment.objects.filter(course_number__lte=2).update(status=AppointmentStatus.FULFILLED)
        paused = pause_course(course=course, by=DESK)
        assert paused.status == "on-hold"
        assert [visit.status for visit in visits(course)] == ["fulfilled"] * 2 + ["cancelled"] * 4
        assert visits_left(course) == 4
        assert OutboxMessage.objects.filter(facts__course__event="paused").count() == 1
        with pytest.raises(NotLive):
            pause_course(course=course, by=DESK)
    with time_machine.travel(begun.end + timedelta(days=30)):
        clinic.location.refresh_from_db()
        search = rest_of(course, now=datetime.now(UTC), by_desk=True)
        found = search.best()
        assert isinstance(found, Course)
        numbered = {visit.number: search.plan(visit) for visit in found.visits}
        assert list(numbered) == [3, 4, 5, 6]
        resumed = resume_course(course=course, plans=numbered, terms=BY_DESK, by=DESK)
        assert resumed.status == "active"
        assert [visit.course_number for visit in visits_of(course)] == [1, 2, 3, 4, 5, 6]
        with pytest.raises(Clashes):
            resume_course(course=course, plans=numbered, terms=BY_DESK, by=DESK)
        elsewhere = clinic.plan(visits_of(course)[3].start + timedelta(hours=2), now=datetime.now(UTC))
        with pytest.raises(Changed):  # the third visit is booked already
            resume_course(course=course, plans={3: elsewhere}, terms=BY_DESK, by=DESK)
    assert actions_of(course) == ["course.booked", "course.paused", "course.resumed"]


def test_a_course_that_ends_early_gives_back_what_was_to_come_and_is_over(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana())
    ended = end_course(course=course, by=DESK)
    assert ended.status == "revoked"
    assert not Occupancy.objects.exists()
    assert OutboxMessage.objects.order_by("-pk")[0].facts["course"]["event"] == "ended"
    for again in (end_course, pause_course):
        with pytest.raises(NotLive):
            again(course=course, by=DESK)
    with pytest.raises(NotLive):
        resume_course(course=course, plans={1: clinic_plan(clinic)}, terms=BY_DESK, by=DESK)


def clinic_plan(clinic: cast.Clinic):
    return clinic.plan(cast.next_weekday(1, time(10), after=datetime.now(UTC)), now=datetime.now(UTC))


def test_a_course_of_which_every_visit_has_been_is_completed(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana())
    now = datetime.now(UTC)
    Appointment.objects.filter(course_number__lte=5).update(status=AppointmentStatus.FULFILLED)
    assert complete_courses(now=now, by=SYSTEM) == 0
    Appointment.objects.filter(course_number=6).update(status=AppointmentStatus.NOSHOW)
    assert complete_courses(now=now, by=SYSTEM) == 1
    assert CarePlan.objects.get().status == "completed"
    assert complete_courses(now=now, by=SYSTEM) == 0
    assert visits_left(course) == 0


def test_own_appointments_stand_in_the_way_and_so_do_other_peoples(clinic: cast.Clinic) -> None:
    ana = cast.ana()
    _, free = proposed(clinic, ana)
    own = cast.booked(clinic, clinic.plan(_instant(free.visits[1].start), now=datetime.now(UTC)).starts_at, patient=ana)
    _, found = proposed(clinic, ana)
    taken = {visit.start for visit in found.visits}
    assert int(own.start.timestamp()) // 300 not in taken


def _instant(cell: int) -> datetime:
    return datetime.fromtimestamp(cell * 300, UTC)


def test_no_course_says_what_stands_in_the_way(clinic: cast.Clinic) -> None:
    from ashi.book.courses.proposing import propose_course

    now = datetime.now(UTC)
    wished = Wished(TEMPLATES["twelve"], now.date() + timedelta(days=1), limit=Limit(12, 90, used=4))
    _, found = propose_course(
        patient=cast.ana(), location=clinic.location, service_id=clinic.again.pk, wished=wished, by=DESK, now=now
    )
    assert isinstance(found, NoCourse)
    assert found.obstacles[0].kind is Hindrance.PAID_VISITS


def test_two_who_wish_for_the_same_get_courses_that_do_not_meet_beyond_the_horizon_either(clinic: cast.Clinic) -> None:
    wished = {"weekdays": TUE_THU, "spans": MORNINGS}
    first = booked_course(clinic, cast.ana(), "twelve", **wished)
    second = booked_course(clinic, cast.ana(email="second@example.invalid"), "twelve", **wished)
    horizon = datetime.now(UTC) + timedelta(days=clinic.location.horizon_days)
    assert [visit for visit in visits(second) if visit.start > horizon]
    assert not {visit.start for visit in visits(first)} & {visit.start for visit in visits(second)}


def test_when_nothing_is_free_soon_after_the_last_visit_the_course_goes_on_later(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana())
    for visit in visits(course)[1:]:
        cancel_visit(appointment=visit, by=DESK)
    first = visits(course)[0].start
    Absence.objects.create(
        resource=clinic.bao.resource, start=first + timedelta(hours=12), end=first + timedelta(days=9), reason="Away"
    )
    clinic.bao.resource.version += 1
    clinic.bao.resource.save()
    touch_facts(clinic.location.pk)
    clinic.location.refresh_from_db()
    course.location.refresh_from_db()
    search = rest_of(course, now=datetime.now(UTC), by_desk=True)
    found = search.best()
    assert isinstance(found, Course)
    assert found.visits[0].number == 2
    assert found.visits[0].day >= (first + timedelta(days=8)).date()


def test_a_standing_weekly_time_is_booked_like_any_course(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana(), standing(8), weekdays=frozenset({2}), spans=((time(16), time(16, 5)),))
    assert {(day.weekday()) for day in days(course)} == {2}
    assert {visit.start.astimezone(NEW_YORK).time() for visit in visits(course)} == {time(16)}
    assert course.planned_visits == 8


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London", "Asia/Kathmandu", "Australia/Lord_Howe"])
def test_a_course_across_both_changes_of_clocks_keeps_its_time_in_tables_mail_and_calendar(settings, zone: str) -> None:
    from icalendar import Calendar

    from ashi.messaging.mail import compose

    settings.DEMO = True
    start = datetime(2026, 3, 2, 15, tzinfo=UTC)
    with time_machine.travel(start):
        clinic = cast.open_clinic(zone=zone, licensed_until=start + timedelta(days=900))
        # Thirty-six weeks, from before the one change to after the other, wherever the clinic is.
        course = booked_course(
            clinic, cast.ana(), standing(36), weekdays=frozenset({1}), spans=((time(10), time(10, 5)),)
        )
        place = ZoneInfo(zone)
        assert {visit.start.astimezone(place).time() for visit in visits(course)} == {time(10)}
        assert len({visit.start.astimezone(place).utcoffset() for visit in visits(course)}) == (
            1 if zone == "Asia/Kathmandu" else 2
        )
        mail = compose(OutboxMessage.objects.get(), now=start)
        assert mail.body.count("10:00") == 36
        (file,) = [content for _, content, kind in mail.attachments if kind == "application/ics"]
        calendar = Calendar.from_ical(file)
        assert calendar["METHOD"] == "PUBLISH"
        events = calendar.walk("VEVENT")
        assert len({str(event["UID"]) for event in events}) == 36
        assert not any("ATTENDEE" in event for event in events)
        assert [event["DTSTART"].dt for event in events] == [visit.start for visit in visits(course)]
        assert {event["DTSTART"].dt.strftime("%H:%M") for event in events} == {"10:00"}
        assert {event["DTSTART"].params["TZID"] for event in events} == {zone}
        assert len(calendar.walk("VTIMEZONE")) == 1
