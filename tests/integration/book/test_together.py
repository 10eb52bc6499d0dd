"""Two people at once in two rooms; chairs in one room; a standing time is in test_courses."""

from datetime import UTC, datetime, time, timedelta

import pytest

from ashi.book.actions import NotCleared, Terms, book_visit
from ashi.book.taking import Clashes
from ashi.book.together import book_together
from ashi.messaging.models import OutboxMessage
from ashi.records.calendar.together import TogetherSearch
from ashi.records.models import Appointment, Audience, AuditEvent, Location, Occupancy, Patient, Room, ScreenResult
from ashi.records.plans import Plan
from ashi.records.reservations import touch_facts
from tests import cast
from tests.integration.book.coursing import BY_DESK, DESK, booked_course, visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(clinic: cast.Clinic) -> tuple[Patient, Patient]:
    charlie = cast.hire("Charlie", "Nobody", number="AP 0009")
    cast.give_role(charlie, clinic.location, [clinic.again, clinic.electro])
    touch_facts(clinic.location.pk)
    return cast.ana(), cast.ana(name="Bert (invented)", email="bert@example.invalid")


def first_time(clinic: cast.Clinic, pair: tuple[Patient, Patient], services=None) -> tuple[datetime, list[Plan]]:
    services = services or [clinic.again, clinic.again]
    place = Location.objects.get(pk=clinic.location.pk)
    asked = [(patient, service.pk) for patient, service in zip(pair, services, strict=True)]
    begin = cast.next_weekday(1, time(9), after=datetime.now(UTC))
    search = TogetherSearch(place, asked, now=datetime.now(UTC), earliest=begin)
    _, plans = next(search.times())
    return plans[0].starts_at, plans


def test_two_people_come_at_the_same_time_in_two_rooms_with_two_acupuncturists(
    clinic: cast.Clinic, pair: tuple[Patient, Patient]
) -> None:
    start, plans = first_time(clinic, pair)
    booked = book_together(visits=[(who, plan, BY_DESK) for who, plan in zip(pair, plans, strict=True)], by=DESK)
    assert {visit.start for visit in booked} == {start}
    assert len({visit.room_id for visit in booked}) == len({visit.practitioner_id for visit in booked}) == 2
    assert [visit.patient for visit in booked] == list(pair)
    assert OutboxMessage.objects.count() == 2  # each is told of their own
    assert AuditEvent.objects.filter(action="together.booked").count() == 1


def test_when_one_of_the_two_cannot_be_had_neither_is_booked(
    clinic: cast.Clinic, pair: tuple[Patient, Patient]
) -> None:
    _, plans = first_time(clinic, pair)
    book_visit(plan=plans[1], patient=cast.ana(email="third@example.invalid"), terms=BY_DESK, by=DESK)
    before = Occupancy.objects.count()
    with pytest.raises(Clashes) as refused:
        book_together(visits=[(who, plan, BY_DESK) for who, plan in zip(pair, plans, strict=True)], by=DESK)
    assert [clash.number for clash in refused.value.clashes] == [1]
    assert Occupancy.objects.count() == before
    assert Appointment.objects.count() == 1


def test_two_who_want_one_machine_do_not_come_at_the_same_time(
    clinic: cast.Clinic, pair: tuple[Patient, Patient]
) -> None:
    with pytest.raises(StopIteration):
        first_time(clinic, pair, [clinic.electro, clinic.electro])
    assert first_time(clinic, pair, [clinic.electro, clinic.again])


def test_two_who_clash_with_each_other_are_refused_by_the_table(
    clinic: cast.Clinic, pair: tuple[Patient, Patient]
) -> None:
    from ashi.records.reservations import Taken

    _, plans = first_time(clinic, pair)
    with pytest.raises(Taken):
        book_together(visits=[(pair[0], plans[0], BY_DESK), (pair[1], plans[0], BY_DESK)], by=DESK)
    assert not Appointment.objects.exists()


def test_one_patient_is_no_pair_and_a_stop_holds_for_both(clinic: cast.Clinic, pair: tuple[Patient, Patient]) -> None:
    _, plans = first_time(clinic, pair)
    with pytest.raises(ValueError, match="two or more"):
        book_together(visits=[(pair[0], plans[0], BY_DESK), (pair[0], plans[1], BY_DESK)], by=DESK)
    stopped = Terms(source="web", clearance=cast.cleared(ScreenResult.EMERGENCY))
    with pytest.raises(NotCleared):
        book_together(visits=[(pair[0], plans[0], BY_DESK), (pair[1], plans[1], stopped)], by=DESK)
    assert not Appointment.objects.exists()


@pytest.fixture
def community(clinic: cast.Clinic):
    """A room with three chairs: each chair is a resource, only for the visits that ask for such a one."""
    chairs = [cast.add_room(clinic.location, f"Community room, chair {number}") for number in (1, 2, 3)]
    Room.objects.filter(pk__in=[chair.pk for chair in chairs]).update(kind="chair")
    phases = (("needles_in", 10, None, None, "PRO"), ("retention", 30, None, None, "PO"), ("out", 5, None, None, "PRO"))
    service = cast.offer_service("community", Audience.RETURNING, phases, price_cents=3_000)
    service.room_kind = "chair"
    service.save()
    clinic.bao.roles.get().services.add(service)
    touch_facts(clinic.location.pk)
    return service


def test_chairs_of_one_room_are_shared_one_after_the_other_and_a_fourth_waits(clinic: cast.Clinic, community) -> None:
    begin = cast.next_weekday(1, time(9), after=datetime.now(UTC))
    rooms = set()
    for number in range(3):
        start = begin + timedelta(minutes=10 * number)
        visit = cast.booked(clinic, start, patient=cast.ana(email=f"c{number}@example.invalid"), service=community)
        rooms.add(visit.room.name)
    assert rooms == {f"Community room, chair {number}" for number in (1, 2, 3)}
    free = set(clinic.search(now=datetime.now(UTC), service=community).cells())
    while_all_sit = int((begin + timedelta(minutes=30)).timestamp()) // 300
    assert while_all_sit not in free
    assert int((begin + timedelta(minutes=70)).timestamp()) // 300 in free


def test_a_chair_is_no_room_of_ones_own_and_a_room_is_no_chair(clinic: cast.Clinic, community) -> None:
    now = datetime.now(UTC)
    begin = cast.next_weekday(2, time(9), after=now)
    assert clinic.plan(begin, now=now, service=community).room_id not in {room.pk for room in clinic.rooms}
    assert clinic.plan(begin, now=now).room_id in {room.pk for room in clinic.rooms}


def test_a_course_of_community_sessions_is_a_course_like_any_other(clinic: cast.Clinic, community) -> None:
    clinic.again = community
    course = booked_course(clinic, cast.ana())
    assert {visit.room.kind for visit in visits(course)} == {"chair"}
    assert len(visits(course)) == 6
