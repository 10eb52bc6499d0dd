"""What the database refuses by itself, whatever the code thought; each guard has a control of its own."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ashi.records import guards
from ashi.records.models import Appointment, Occupancy, OccupancyKind, Qualification, Resource, ResourceKind
from tests import cast

pytestmark = pytest.mark.django_db

BASE = 6_000_000


@pytest.fixture
def clinic() -> cast.Clinic:
    return cast.open_clinic()


@pytest.fixture
def visit(clinic: cast.Clinic) -> Appointment:
    return make_visit(clinic)


def make_visit(clinic: cast.Clinic, **changes: Any) -> Appointment:
    now = datetime.now(UTC)
    start = cast.next_weekday(0, time(10), after=now)
    plan = clinic.plan(start, now=now)
    values = {
        **plan.fields(),
        "reference": f"T{Appointment.objects.count()}",
        "status": "booked",
        "patient": cast.ana(),
        "qualification_id": plan.qualification_id,
        "price_cents": 0,
        "source": "test",
        "created_at": now,
        **changes,
    }
    return Appointment.objects.create(**values)


def occupy(visit: Appointment, resource: Resource, start: int, end: int, lane: int = 0) -> Occupancy:
    with transaction.atomic():
        return Occupancy.objects.create(
            resource=resource,
            lane=lane,
            start=BASE + start,
            end=BASE + end,
            kind=OccupancyKind.BOOKED,
            appointment=visit,
        )


def test_every_guard_is_in_place_after_migrating() -> None:
    assert guards.missing() == []


def test_neighbours_touch_and_are_both_accepted(visit: Appointment) -> None:
    room = visit.room.resource
    occupy(visit, room, 0, 4)
    occupy(visit, room, 4, 8)
    occupy(visit, room, -4, 0)


@pytest.mark.parametrize(("start", "end"), [(0, 4), (1, 3), (-1, 1), (3, 9), (-5, 9), (0, 288), (-287, 1)])
def test_an_overlap_on_a_lane_is_refused(visit: Appointment, start: int, end: int) -> None:
    occupy(visit, visit.room.resource, 0, 4)
    with pytest.raises(IntegrityError):
        occupy(visit, visit.room.resource, start, end)


def test_a_row_that_is_moved_onto_another_is_refused(visit: Appointment) -> None:
    occupy(visit, visit.room.resource, 0, 4)
    later = occupy(visit, visit.room.resource, 4, 8)
    with pytest.raises(IntegrityError), transaction.atomic():
        Occupancy.objects.filter(pk=later.pk).update(start=BASE + 3)


def test_a_row_may_be_shortened_in_its_own_time(visit: Appointment) -> None:
    row = occupy(visit, visit.room.resource, 0, 4)
    Occupancy.objects.filter(pk=row.pk).update(start=BASE + 1)


def test_other_lanes_and_other_resources_do_not_collide(visit: Appointment) -> None:
    occupy(visit, visit.practitioner.resource, 0, 4)
    occupy(visit, visit.practitioner.resource, 0, 4, lane=1)
    for _ in range(3):  # resources 1 and 2 collided when the shift was made in int4
        occupy(visit, Resource.objects.create(kind=ResourceKind.ROOM), 0, 4)


@pytest.mark.parametrize("fields", [{"lane": 16}, {"end": BASE}, {"end": BASE + 289}, {"start": -1, "end": 3}])
def test_a_stretch_outside_its_limits_is_refused(visit: Appointment, fields: dict[str, int]) -> None:
    values = {"lane": 0, "start": BASE, "end": BASE + 4, **fields}
    with pytest.raises(DatabaseError), transaction.atomic():
        Occupancy.objects.create(resource=visit.room.resource, kind="booked", appointment=visit, **values)


def test_without_the_guard_the_same_overlap_goes_in(visit: Appointment) -> None:
    occupy(visit, visit.room.resource, 0, 4)
    remove_overlap_guard()
    assert any(name.startswith("occupancy_no_overlap") for name in guards.missing())
    occupy(visit, visit.room.resource, 0, 4)


def test_guards_that_were_dropped_are_put_back(visit: Appointment) -> None:
    remove_overlap_guard()
    guards.install(connection)
    assert guards.missing() == []


def remove_overlap_guard() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks pending cannot be altered
            cursor.execute("ALTER TABLE records_occupancy DROP CONSTRAINT occupancy_no_overlap")
        else:
            cursor.execute("DROP TRIGGER occupancy_no_overlap_insert")
            cursor.execute("DROP TRIGGER occupancy_no_overlap_update")


@pytest.mark.parametrize(
    "change",
    [
        {"permits_practice": False},
        {"jurisdiction": "US-GA"},
        {"expires_at": datetime.now(UTC)},
    ],
)
def test_a_visit_that_no_licence_permits_is_refused(clinic: cast.Clinic, change: dict[str, Any]) -> None:
    make_visit(clinic)  # the control: with the licence as it was, it goes in
    plan_before = Appointment.objects.get()
    Qualification.objects.update(**change)
    values = {field.attname: getattr(plan_before, field.attname) for field in Appointment._meta.concrete_fields}
    values.update(id=None, reference="SECOND")
    with pytest.raises(IntegrityError, match="licence"), transaction.atomic():
        Appointment.objects.create(**values)


def test_a_licence_of_somebody_else_is_refused(clinic: cast.Clinic) -> None:
    other = cast.hire("Charlie", "Nobody", number="AP 0009")
    with pytest.raises(IntegrityError, match="licence"), transaction.atomic():
        make_visit(clinic, qualification_id=other.qualifications.get().pk)


def test_the_last_day_of_a_licence_ends_at_its_expiry_to_the_minute(clinic: cast.Clinic) -> None:
    visit = make_visit(clinic)
    Qualification.objects.update(expires_at=visit.end)
    make_visit_like(visit, "EXACT")
    Qualification.objects.update(expires_at=visit.end - timedelta(minutes=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_visit_like(visit, "OVER")


def make_visit_like(visit: Appointment, reference: str) -> None:
    values = {field.attname: getattr(visit, field.attname) for field in Appointment._meta.concrete_fields}
    Appointment.objects.create(**{**values, "id": None, "reference": reference})


def test_moving_a_visit_past_the_licence_is_refused_and_cancelling_it_always_works(visit: Appointment) -> None:
    Qualification.objects.update(permits_practice=False)
    with pytest.raises(IntegrityError, match="licence"), transaction.atomic():
        Appointment.objects.filter(pk=visit.pk).update(end=visit.end + timedelta(days=1))
    Appointment.objects.filter(pk=visit.pk).update(status="arrived")  # nothing moved: the desk can go on
    Appointment.objects.filter(pk=visit.pk).update(status="cancelled", cancelled_at=visit.start)
    with pytest.raises(IntegrityError, match="licence"), transaction.atomic():
        Appointment.objects.filter(pk=visit.pk).update(status="booked", cancelled_at=None)
