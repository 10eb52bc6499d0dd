"""Charts of the invented clinic: believable, balanced, and one visit that can be charted at once."""

from collections import Counter

import pytest

from ashi.core.treatment import Level, of_value
from ashi.records.models import Appointment, CautionAnswer, Encounter, Needle, Protocol
from ashi.treat.actions.changing import planned
from ashi.treat.ledgers import ledger_of
from ashi.treat.past import last_encounter
from ashi.treat.speaking import speaking
from tests.integration.demo.conftest import Filled

pytestmark = pytest.mark.django_db


def test_who_comes_today_was_treated_before_and_every_needle_came_out(acumd: Filled) -> None:
    closed = Encounter.objects.filter(status="closed")
    assert closed.count() >= 10
    for encounter in closed:
        count = ledger_of(encounter)
        assert count.inserted == count.removed > 0
        assert of_value(encounter.prescription).needles == count.inserted
    assert max(Counter(closed.values_list("appointment__patient", flat=True)).values()) >= 3


def test_somebody_lies_with_needles_now(acumd: Filled) -> None:
    resting = Encounter.objects.filter(status="open")
    assert resting.exists()
    assert Needle.objects.filter(set__encounter__in=resting, removed=0).exists()
    assert not resting.exclude(appointment__status="arrived").exists()


def test_nobody_was_needled_over_a_caution_that_nobody_answered(acumd: Filled) -> None:
    charts = list(Encounter.objects.filter(sets__needles__isnull=False).distinct())
    asked = [one for each in charts for one in speaking(each, planned(each).points) if one.level is Level.ASKS]
    assert charts
    assert asked == []
    assert CautionAnswer.objects.exists()


def test_the_next_visits_may_be_needled_and_begin_with_last_times_points(acumd: Filled) -> None:
    booked = Appointment.objects.filter(status="booked", screened=True)
    assert not booked.filter(clearance=None).exists()
    assert any(last_encounter(visit) for visit in booked.order_by("start")[:20])
    assert Protocol.objects.count() == 2
