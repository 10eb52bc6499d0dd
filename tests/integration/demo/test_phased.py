"""The clinic in which finding staggered visits is measured."""

import pytest

from ashi.project import health
from ashi.records.calendar.offers import Search
from ashi.records.models import Appointment, Device, HealthcareService, Location, Room
from tests.integration.demo.conftest import Filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("phased")]


def test_it_has_five_people_four_rooms_and_two_devices() -> None:
    location = Location.objects.get()
    assert location.roles.count() == 5
    assert Room.objects.count() == 4
    assert Device.objects.count() == 2


@pytest.mark.parametrize("slug", ["first-visit", "return-visit", "electroacupuncture"])
def test_each_real_kind_of_visit_is_booked_and_can_still_be_had(phased: Filled, slug: str) -> None:
    kind = HealthcareService.objects.get(slug=slug)
    assert Appointment.objects.filter(service=kind).count() > 50
    assert Search(Location.objects.get(), kind.pk, now=phased.now).total() > 200


def test_its_visits_are_staggered() -> None:
    visits = list(Appointment.objects.order_by("start"))
    staggered = [
        one
        for one in visits
        for other in visits
        if one.practitioner_id == other.practitioner_id and one.start < other.start < one.end
    ]
    assert len(staggered) > 50


def test_the_doctor_finds_nothing_wrong(phased: Filled) -> None:
    asked = ("overlaps", "diary", "licences", "messages")
    assert {name: list(health.QUESTIONS[name](phased.now)) for name in asked} == {name: [] for name in asked}
