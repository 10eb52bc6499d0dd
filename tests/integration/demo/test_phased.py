"""The phased clinic that is measured."""

import pytest

from ashi.records.calendar.offers import Search
from ashi.records.models import Appointment, HealthcareService, Location, Room
from tests.integration.demo.conftest import Filled

pytestmark = pytest.mark.django_db


def test_the_phased_place_has_five_people_four_rooms_and_the_real_kinds_of_visit(phased: Filled) -> None:
    location = Location.objects.get(slug="phased")
    assert location.roles.count() == 5
    assert Room.objects.filter(location=location).count() == 4
    for slug in ("first-visit", "return-visit", "electroacupuncture"):
        kind = HealthcareService.objects.get(slug=slug)
        assert Search(location, kind.pk, now=phased.now).total() > 200
        assert Appointment.objects.filter(location=location, service=kind).count() > 50
