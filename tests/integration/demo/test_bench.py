"""The clinic that is measured is the one that bench/README.md describes."""

from datetime import date, datetime, time, timedelta

import pytest

from ashi.core.time import instant_of
from ashi.project import health
from ashi.records.calendar.offers import Search
from ashi.records.models import Appointment, HealthcareService, Location, Qualification, Room, ServicePhase
from tests.integration.demo.conftest import NEW_YORK, Filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bench")]


@pytest.fixture
def grid() -> Location:
    return Location.objects.get(slug="grid")


@pytest.fixture
def acupuncturists(grid: Location) -> list[int]:
    return list(grid.roles.order_by("pk").values_list("practitioner", flat=True))


def next_monday(bench: Filled) -> date:
    return bench.today + timedelta(days=7 - bench.today.weekday())


def free_times(bench: Filled, location: Location, practitioner: int, day: date) -> list[str]:
    begin = datetime.combine(day, time(), tzinfo=NEW_YORK)
    hour = HealthcareService.objects.get(slug="hour")
    search = Search(
        location,
        hour.pk,
        now=bench.now,
        practitioner_id=practitioner,
        earliest=begin,
        latest=begin + timedelta(days=1),
    )
    return [f"{instant_of(cell).astimezone(NEW_YORK):%H:%M}" for cell in search.cells()]


def weekdays(first: date, days: int) -> list[date]:
    return [day for day in (first + timedelta(days=n) for n in range(days)) if day.weekday() < 5]


def test_seven_acupuncturists_and_seven_rooms_offer_one_hour_in_one_phase(
    grid: Location, acupuncturists: list[int]
) -> None:
    assert len(acupuncturists) == 7
    assert Room.objects.filter(location=grid).count() == 7
    phase = ServicePhase.objects.get(service__slug="hour")
    assert (phase.minutes, phase.patient, phase.practitioner, phase.room) == (60, True, True, True)
    assert HealthcareService.objects.get(slug="hour").grid_minutes == 30


def test_one_to_five_have_four_free_hours_every_weekday_of_sixty_days(
    bench: Filled, grid: Location, acupuncturists: list[int]
) -> None:
    for day in weekdays(next_monday(bench), 60):
        for practitioner in acupuncturists[:5]:
            assert free_times(bench, grid, practitioner, day) == ["11:30", "13:30", "15:30", "16:00"], day


def test_each_of_them_has_eight_half_hours_a_day(bench: Filled, grid: Location, acupuncturists: list[int]) -> None:
    days = weekdays(next_monday(bench), 60)
    for practitioner in acupuncturists[:5]:
        visits = Appointment.objects.filter(location=grid, practitioner=practitioner)
        assert visits.count() == 8 * len(days)
        assert {visit.end - visit.start for visit in visits} == {timedelta(minutes=30)}
    assert Appointment.objects.filter(location=grid).count() == 5 * 8 * len(days)


def test_six_and_seven_are_free_all_day_up_to_the_horizon(
    bench: Filled, grid: Location, acupuncturists: list[int]
) -> None:
    every = [f"{9 + n // 2:02}:{n % 2 * 30:02}" for n in range(15)]
    for day in (next_monday(bench), *weekdays(bench.today + timedelta(days=393), 7)):
        for practitioner in acupuncturists[5:]:
            assert free_times(bench, grid, practitioner, day) == every, day


def test_after_the_sixty_days_everybody_is_free(bench: Filled, grid: Location, acupuncturists: list[int]) -> None:
    day = weekdays(next_monday(bench) + timedelta(days=60), 5)[0]
    assert all(len(free_times(bench, grid, practitioner, day)) == 15 for practitioner in acupuncturists)


def test_licences_outlast_the_horizon(bench: Filled, grid: Location) -> None:
    assert grid.horizon_days == 400
    assert not Qualification.objects.filter(expires_at__lt=bench.now + timedelta(days=401)).exists()


def test_the_doctor_finds_nothing_wrong(bench: Filled) -> None:
    asked = ("overlaps", "diary", "licences", "messages")
    assert {name: list(health.QUESTIONS[name](bench.now)) for name in asked} == {name: [] for name in asked}
