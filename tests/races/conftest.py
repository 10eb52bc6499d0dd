"""The clinic that the races are run in."""

from collections.abc import Iterator

import pytest
from django.db import connection

from ashi.records import guards
from ashi.records.models import Appointment, Occupancy
from tests import cast
from tests.races.crowd import end_all
from tests.races.rounds import drop_licence_guard, drop_overlap_guard


@pytest.fixture(autouse=True)
def clinic(transactional_db: None) -> cast.Clinic:
    cast.cleared()
    return cast.open_clinic(rooms=2)


@pytest.fixture(autouse=True, scope="session")
def _everybody_goes_home(django_db_setup: None) -> Iterator[None]:
    yield
    end_all()


@pytest.fixture
def without_the_guard(clinic: cast.Clinic) -> Iterator[None]:
    drop_overlap_guard()
    yield
    Occupancy.objects.all().delete()  # what the control let in would not pass the guard that comes back
    guards.install(connection)
    assert guards.missing() == []


@pytest.fixture
def without_the_licence_guard(clinic: cast.Clinic) -> Iterator[None]:
    drop_licence_guard()
    yield
    Appointment.objects.filter(status="booked").update(status="fulfilled")
    guards.install(connection)
    assert guards.missing() == []
