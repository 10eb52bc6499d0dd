"""Adverse events from the chart: beside it, signed or not; judged, amended, counted among how many."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from ashi.records.models import AdverseAmendment, AdverseEvent, AuditEvent, Encounter, Needle
from ashi.treat.rates import rates
from tests import cast
from tests.integration.clinic.conftest import TUESDAY
from tests.integration.records.charting import harmed
from tests.integration.treat.charts import Charting, ready, text_of

BRUISE = {
    "category": "bleeding_haematoma",
    "severity": "mild",
    "relation": "certain",
    "onset": "during",
    "action": "care",
    "outcome": "resolved",
    "words": "Pressed for a minute.",
}


@pytest.fixture
def closed(charting: Charting) -> Charting:
    charting.needle_in("bl23 b, st36 l")
    charting.count_out(3)
    assert charting.press("close").status_code == 302
    return charting


def look(charting: Charting) -> str:
    return text_of(charting.browser.get(f"/clinic/visit/{charting.visit.pk}/chart/adverse/"))


def test_after_the_chart_is_signed_an_event_stands_beside_it_and_nothing_in_it_changes(closed: Charting) -> None:
    before = Encounter.objects.values().get()
    needle = Needle.objects.get(point="BL23")
    assert closed.press("adverse_new", BRUISE | {"needles": [needle.pk]}).status_code == 302
    assert Encounter.objects.values().get() == before
    event = AdverseEvent.objects.get()
    assert (event.reporter, event.by_name, event.needles.get()) == ("acupuncturist", "Bao Tran, A.P.", needle)
    shown = look(closed)
    for said in ("Bleeding or bruise", "Pressed for a minute.", "BL23 both", "Bao Tran, A.P.", "Certain"):
        assert said in shown
    assert "Bleeding or bruise" in closed.look()
    noted = AuditEvent.objects.filter(action__in=("adverse-event", "read-adverse"), patient=closed.visit.patient)
    assert sorted(noted.values_list("action", flat=True)) == ["adverse-event", "read-adverse"]
    assert "bleeding" not in str(list(AuditEvent.objects.values_list("detail", "entity")))


def test_what_is_not_chosen_is_asked_for_and_nothing_typed_is_lost(closed: Charting) -> None:
    page = closed.press("adverse_new", BRUISE | {"severity": "", "category": "other", "words": ""})
    assert page.status_code == 422
    for asked in ("Choose how severe it was", "Write what happened: none of the kinds fits it."):
        assert asked in text_of(page)
    page = closed.press("adverse_new", BRUISE | {"relation": "", "needles": ["999"]})
    assert "Pressed for a minute." in text_of(page)
    assert not AdverseEvent.objects.exists()


def test_what_a_patient_told_is_judged_and_amended_with_author_and_reason(closed: Charting) -> None:
    told = {"reporter": "patient", "relation": "", "action": "", "by_name": "", "signs": ["dizzy"], "call": True}
    event = harmed(closed.visit, category="dizziness_nausea", severity="moderate", **told)
    shown = look(closed)
    assert "not judged yet" in shown
    assert "Somebody has to telephone." in shown
    assert closed.press("adverse_called").status_code == 302
    where, name = {"event": event.pk}, f"e{event.pk}-"
    assert closed.press("adverse_amend", {f"{name}severity": "mild"}, **where).status_code == 422
    said = {f"{name}severity": "mild", f"{name}relation": "possible", f"{name}reason": "Gone after a glass of water."}
    assert closed.press("adverse_amend", said, **where).status_code == 302
    shown = look(closed)
    for words in ("Gone after a glass of water.", "Possible", "Mild", "Bao Tran, A.P."):
        assert words in shown
    assert "not judged yet" not in shown
    assert AdverseEvent.objects.get().severity == "moderate"  # as it was reported
    assert closed.press("adverse_amend", {f"{name}reason": "Another visit", f"{name}withdrawn": "on"}, **where)
    assert AdverseAmendment.objects.latest("pk").withdrawn is True
    assert "withdrawn" in look(closed)
    assert AdverseEvent.objects.get().called_by.startswith("user:")


def test_an_event_of_another_visit_is_not_amended_here(clinic: cast.Clinic, closed: Charting) -> None:
    event = harmed(ready(clinic, TUESDAY + timedelta(hours=4), patient=cast.ana(name="Dee Invented")))
    said = {f"e{event.pk}-reason": "x"}
    assert closed.press("adverse_amend", said, event=event.pk).status_code == 404


def year(clinic: cast.Clinic) -> Any:
    return rates(clinic.location, since=TUESDAY - timedelta(days=365), until=TUESDAY + timedelta(days=1))


def test_a_rate_is_of_treatments_that_are_over_and_withdrawn_ones_count_nowhere(
    clinic: cast.Clinic, closed: Charting
) -> None:
    assert year(clinic).anything.events == 0
    for category in ("needle_pain", "needle_pain", "headache"):
        harmed(closed.visit, category=category)
    gone = harmed(closed.visit, category="burn", severity="serious")
    AdverseAmendment.objects.create(event=gone, withdrawn=True, reason="x", by_name="Bao", by="user:1", at=TUESDAY)
    judged = harmed(closed.visit, category="fall", severity="serious")
    AdverseAmendment.objects.create(event=judged, severity="mild", reason="x", by_name="Bao", by="user:1", at=TUESDAY)
    other = ready(clinic, TUESDAY + timedelta(hours=4), patient=cast.ana(name="Dee Invented"))
    harmed(other)  # its visit has no needles
    found = year(clinic)
    assert (found.treatments, found.people, found.needles) == (1, 1, 3)
    assert (found.anything.events, found.anything.treatments.events, found.elsewhere) == (4, 1, 1)
    assert {one.what: (one.events, one.treatments.events) for one in found.categories} == {
        "needle_pain": (2, 1),
        "headache": (1, 1),
        "fall": (1, 1),
    }
    pain = next(one for one in found.categories if one.what == "needle_pain")
    assert pain.needles is not None
    assert (pain.needles.events, pain.needles.of) == (2, 3)
    assert next(one for one in found.categories if one.what == "headache").needles is None
    assert {one.what: one.events for one in found.severities} == {"mild": 4, "moderate": 0, "serious": 0}
    assert "burn" in {one.what for one in found.none_of}
    before = rates(clinic.location, since=TUESDAY - timedelta(days=9), until=TUESDAY - timedelta(days=1))
    assert (before.treatments, before.anything.events) == (0, 0)


def test_the_page_says_the_denominator_and_three_divided_by_it_when_nothing_happened(
    clinic: cast.Clinic, closed: Charting, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    clock.shift(60)
    monkeypatch.setattr("ashi.core.evidence.rates.ENOUGH", 1)
    page = text_of(closed.browser.get("/clinic/adverse-events/"))
    for said in ("1 treatment of 1 people, 3 needles", "up to 1,000 in 1,000", "Not compared with other clinics"):
        assert said in page
    harmed(closed.visit)
    page = text_of(closed.browser.get("/clinic/adverse-events/?days=30"))
    for said in (
        "In 1 of these 1",
        "1,000 in 1,000",
        "25 to 1,000",
        "1 of 1",
        "none, at most 1,000",
        "333 (8.4 to 906)",
    ):
        assert said in page
    assert "Ana" not in page
    monkeypatch.setattr("ashi.core.evidence.rates.ENOUGH", 30)
    assert "With so few treatments that says little" in text_of(closed.browser.get("/clinic/adverse-events/"))
