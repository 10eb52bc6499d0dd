"""The old clinic: much behind it, and before it exactly what the bench clinic has."""

from datetime import timedelta

import pytest

from ashi.book.actions import Terms, book_new_patient
from ashi.book.people import Person
from ashi.messaging.models import OutboxMessage
from ashi.project.demo import bench, old
from ashi.records.by import SYSTEM
from ashi.records.calendar import diary, fresh
from ashi.records.calendar.offers import Search
from ashi.records.models import (
    Appointment,
    AppointmentEvent,
    AuditEvent,
    HealthcareService,
    Location,
    Occupancy,
    Patient,
    VisitLink,
)
from tests.integration.demo.conftest import NOW

pytestmark = pytest.mark.django_db
VISITS = 1_200


@pytest.fixture
def long_ago() -> None:
    old.fill(now=NOW, seed=1, visits=VISITS)


def search() -> Search:
    return Search(Location.objects.get(), HealthcareService.objects.get(slug="hour").pk, now=NOW)


@pytest.mark.usefixtures("long_ago")
def test_ten_years_of_visits_lie_behind_with_what_became_of_each() -> None:
    visits = Appointment.objects.filter(reference__startswith="OLD")
    assert visits.count() == VISITS
    first, last = visits.earliest("start"), visits.latest("start")
    assert first.start < NOW - timedelta(days=3640)
    assert last.end < NOW
    assert {row.status for row in visits} == {"fulfilled", "cancelled", "noshow"}
    assert AppointmentEvent.objects.filter(appointment__in=visits).count() == 2 * VISITS
    assert AuditEvent.objects.filter(patient__name__startswith="Former").count() == 3 * VISITS
    for rows in (OutboxMessage, VisitLink):
        assert rows.objects.filter(appointment__in=visits).count() == VISITS
    assert OutboxMessage.objects.filter(sent_at=None).count() == 0
    assert Patient.objects.filter(name__startswith="Former").count() == VISITS // old.VISITS_OF_ONE + 1


@pytest.mark.usefixtures("long_ago")
def test_rows_that_the_database_wrote_are_read_as_those_that_django_wrote() -> None:
    visit = Appointment.objects.filter(reference__startswith="OLD", status="fulfilled").latest("start")
    assert visit.end - visit.start == timedelta(hours=1)
    assert visit.phases == [["visit", 60, ["patient", "practitioner", "room"]]]
    assert visit.patient.birth_date is not None
    assert visit.patient.email == f"former{visit.patient.name.rsplit(' ', 1)[-1]}@example.invalid"
    assert visit.messages.get().facts["status"] == "booked"


def test_what_can_be_booked_is_what_can_be_booked_in_the_bench_clinic() -> None:
    bench.fill(now=NOW, seed=1)
    few = search().diary
    starts = few.starts(few.facts.services[search().service_id])
    taken = Occupancy.objects.count()
    assert len(starts) == 7
    old_tables_only()
    diary.forget()
    fresh.forget()
    full = search().diary
    assert full.starts(full.facts.services[search().service_id]) == starts
    assert Occupancy.objects.count() == taken


def old_tables_only() -> None:
    """What `old.fill` adds to the bench clinic."""
    before = bench.fill
    try:
        bench.fill = lambda **_: None
        old.fill(now=NOW, seed=1, visits=VISITS)
    finally:
        bench.fill = before


@pytest.mark.usefixtures("long_ago")
def test_the_next_visit_can_be_booked() -> None:
    """Keys that were given out by hand are not given out again."""
    asked = search()
    cell = asked.soonest()
    assert cell is not None
    plan = asked.plan_at(cell)
    assert plan is not None
    visit = book_new_patient(plan=plan, person=Person(name="Ana Invented"), terms=Terms(source="test"), by=SYSTEM)
    assert visit.pk > Appointment.objects.filter(reference__startswith="OLD").latest("pk").pk
