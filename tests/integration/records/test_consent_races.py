"""Who takes a consent back and who puts a needle in cannot pass each other."""

import pytest
from django.db import connection

from ashi.records import consent_guards
from ashi.records.models import Needle, NeedleSet, TreatmentConsent
from tests import cast
from tests.integration.records import charting
from tests.integration.records.test_chart_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def needles() -> NeedleSet:
    return charting.begun(charting.opened(charting.arrived(cast.open_clinic())))


def take_back(_: NeedleSet) -> None:
    TreatmentConsent.objects.update(withdrawn_at=charting.NOW, withdrawn_by="user:1")


def put_in(needles: NeedleSet) -> None:
    charting.put_in(needles)


def test_a_needle_waits_for_who_takes_the_consent_back_and_is_refused(needles: NeedleSet) -> None:
    assert at_once(take_back, put_in, needles) == ["put_in"]
    assert not Needle.objects.exists()


def test_control_without_the_lock_in_the_guard_the_needle_goes_in(needles: NeedleSet, engine: str) -> None:
    if engine != "postgresql":
        pytest.skip("SQLite has one writer: there is nothing to lock")
    with connection.cursor() as cursor:
        for statement in consent_guards.POSTGRESQL["needle_with_consent"]:
            cursor.execute(statement.replace("FOR SHARE OF c", ""))
    assert at_once(take_back, put_in, needles) == []
    assert Needle.objects.exists()
