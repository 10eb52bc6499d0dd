"""What was reported stays as it was reported, in the tables themselves; each guard has a control without it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from ashi.records import adverse_guards, guards
from ashi.records.models import AdverseAmendment, AdverseEvent, AdverseNeedle, Appointment, Needle
from tests import cast
from tests.integration.records import charting
from tests.integration.records.charting import NOW

pytestmark = pytest.mark.django_db
PATIENT = {"reporter": "patient", "relation": "", "action": "", "by_name": "", "signs": ["dizzy"]}


@pytest.fixture
def needle() -> Needle:
    encounter = charting.opened(charting.arrived(cast.open_clinic()))
    needle = charting.resting(encounter, 2)
    charting.take_out(needle, 2)
    charting.close(encounter)
    return needle


@pytest.fixture
def event(needle: Needle) -> AdverseEvent:
    found = charting.harmed(needle.set.encounter.appointment, call=True, called_at=NOW, called_by="user:1")
    AdverseNeedle.objects.create(event=found, needle=needle)
    AdverseAmendment.objects.create(event=found, reason="slip", by_name="Bao", by="user:1", at=NOW)
    return found


def refused(act: Callable[[], Any], match: str = "ashi: ") -> None:
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        act()


WAYS = {
    "adverse_stays": "UPDATE records_adverseevent SET severity = 'serious'",
    "adverse_called_once": "UPDATE records_adverseevent SET called_by = 'user:2'",
    "adverse_needle_stays": "UPDATE records_adverseneedle SET event_id = event_id",
    "adverse_needle_is_not_taken_away": "DELETE FROM records_adverseneedle",
    "adverse_amendment_stays": "UPDATE records_adverseamendment SET reason = 'other'",
    "adverse_amendment_is_not_taken_away": "DELETE FROM records_adverseamendment",
}


@pytest.mark.parametrize(("guard", "sql"), WAYS.items(), ids=list(WAYS))
def test_nothing_that_was_reported_changes_or_goes(guard: str, sql: str, event: AdverseEvent) -> None:
    refused(lambda: charting.raw(sql))
    charting.drop(guard)
    charting.raw(sql)
    guards.install(connection)


def test_an_event_is_not_taken_away(needle: Needle) -> None:
    charting.harmed(needle.set.encounter.appointment)
    refused(lambda: charting.raw("DELETE FROM records_adverseevent"))
    charting.drop("adverse_is_not_taken_away")
    charting.raw("DELETE FROM records_adverseevent")
    guards.install(connection)


def test_a_needle_of_another_visit_is_refused(needle: Needle) -> None:
    other = charting.make_another(needle.set.encounter.appointment)
    event = charting.harmed(other)
    refused(lambda: AdverseNeedle.objects.create(event=event, needle=needle), "of another visit")
    charting.drop("adverse_needle_of_the_visit")
    assert AdverseNeedle.objects.create(event=event, needle=needle).pk
    guards.install(connection)


def test_missing_needles_of_another_visit_are_refused() -> None:
    encounter = charting.opened(charting.arrived(cast.open_clinic()))
    missing = charting.declare_missing(charting.resting(encounter, 2))
    other = charting.make_another(encounter.appointment)
    refused(lambda: charting.harmed(other, missing=missing), "of another visit")
    charting.drop("adverse_is_of_its_visit")
    assert charting.harmed(other, missing=missing).pk
    guards.install(connection)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"category": "bad luck"}, "adverse_category_known"),
        ({"severity": "awful"}, "adverse_severity_known"),
        ({"onset": "soon"}, "adverse_onset_known"),
        ({"outcome": "fine"}, "adverse_outcome_known"),
        ({"by_name": ""}, "adverse_reported_in_full"),
        ({"relation": ""}, "adverse_reported_in_full"),
        ({**PATIENT, "signs": []}, "adverse_reported_in_full"),
        ({**PATIENT, "severity": "moderate"}, "adverse_more_than_mild_is_called"),
        ({"called_at": NOW, "called_by": "user:1"}, "adverse_called_when_and_by_whom"),
        ({"call": True, "called_at": NOW}, "adverse_called_when_and_by_whom"),
        ({"category": "other"}, "adverse_other_says_what"),
        ({"by": ""}, "adverse_reported_by_somebody"),
    ],
)
def test_what_is_not_whole_is_refused(changes: dict[str, Any], constraint: str, needle: Needle) -> None:
    visit: Appointment = needle.set.encounter.appointment
    refused(lambda: charting.harmed(visit, **changes), constraint)
    assert charting.harmed(visit, **{**PATIENT, "severity": "moderate", "call": True}).pk


def test_an_amendment_is_whole(event: AdverseEvent) -> None:
    said = {"event": event, "reason": "so", "by_name": "Bao", "by": "user:1", "at": NOW}
    for wrong in ({"reason": ""}, {"by_name": ""}, {"severity": "awful"}, {"relation": "perhaps"}):
        refused(lambda wrong=wrong: AdverseAmendment.objects.create(**{**said, **wrong}), "adverse_amend")


def test_every_guard_is_missed_when_it_is_gone() -> None:
    for name in adverse_guards.GUARDS:
        charting.drop(name)
        guards.install(connection)
    assert guards.missing() == []
