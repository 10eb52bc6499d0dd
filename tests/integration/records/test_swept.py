"""A test that commits leaves an empty database with all its guards behind, whatever was charted in it."""

import pytest

from ashi.records import guards
from ashi.records.models import Encounter
from tests import cast
from tests.integration.records import charting


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", ["first", "second"])
def test_a_closed_encounter_does_not_outlive_its_test(_: str) -> None:
    assert guards.missing() == []
    assert Encounter.objects.count() == 0
    encounter = charting.opened(charting.arrived(cast.open_clinic()))
    charting.take_out(charting.resting(encounter), 2)
    charting.close(encounter)
