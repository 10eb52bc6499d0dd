"""A patient tells how it has been since: behind the birth date, an alarm first, and the clinic has a call to make."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from ashi.records.models import AdverseEvent, AuditEvent, Encounter, Needle, NeedleSet, Role
from tests import cast
from tests.integration.check.visiting import BORN, Guest, coming
from tests.integration.clinic.conftest import with_second_factor

DIZZY = {
    "other": ["dizzy", "bruise"],
    "needed": "own",
    "onset": "same-day",
    "outcome": "recovering",
    "words": "Warm day",
}


@pytest.fixture
def guest(db: None, settings: Any) -> Guest:
    """Ana, two hours after her visit."""
    settings.DEMO = True
    clinic = cast.open_clinic()
    visit = coming(clinic, within=timedelta(hours=-2), status="fulfilled", screened=True)
    cast.agreed(visit.patient, clinic)
    visit.patient.phone = "+13055550101"
    visit.patient.save(update_fields=["phone"])
    return Guest(visit, client=Client(enforce_csrf_checks=True))


def needled(guest: Guest, point: str, region: str) -> None:
    visit = guest.visit
    visit.clearance = cast.cleared()
    visit.status = "arrived"
    visit.save()
    chart = {"status": "open", "opened_at": visit.start, "opened_by": "user:1", "practitioner": visit.practitioner}
    encounter = Encounter.objects.create(appointment=visit, **chart)
    needles = NeedleSet.objects.create(encounter=encounter, number=1, started_at=visit.start)
    Needle.objects.create(set=needles, point=point, side="both", region=region, inserted=2)


def test_it_is_asked_for_on_the_visit_page_once_it_has_been_and_only_behind_the_birth_date(guest: Guest) -> None:
    page = guest.get().content.decode()
    assert "How have you been since?" in page
    assert f"{guest.page}after/" in page
    for answer in (guest.get("after/"), guest.post("after/", DIZZY), guest.get("after/told/")):
        assert answer["Location"].startswith(f"{guest.page}birth-date/?to=after%3A")
    assert not AdverseEvent.objects.exists()
    known = guest.client.post(f"{guest.page}birth-date/?to=after:tell", BORN)
    assert known["Location"] == f"{guest.page}after/"
    assert guest.get("after/told/")["Location"] == guest.page


def test_before_the_visit_there_is_nothing_to_tell(guest: Guest) -> None:
    start = datetime.now(UTC) + timedelta(days=1)
    type(guest.visit).objects.update(status="booked", start=start, end=start + timedelta(hours=1))
    assert "How have you been since?" not in guest.get().content.decode()
    assert guest.known().post("after/", DIZZY)["Location"] == guest.page
    assert not AdverseEvent.objects.exists()


def test_what_is_told_is_kept_by_category_and_the_clinic_has_a_call_to_make(guest: Guest) -> None:
    answer = guest.known().post("after/", DIZZY)
    assert answer["Location"] == f"{guest.page}after/told/"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    events = AdverseEvent.objects.order_by("category")
    assert [(one.category, one.severity, one.signs, one.call) for one in events] == [
        ("bleeding_haematoma", "moderate", ["bruise"], True),
        ("dizziness_nausea", "moderate", ["dizzy"], True),
    ]
    shown = guest.get("after/told/").content.decode()
    assert "Somebody from the clinic calls you" in shown
    guest.post("after/", DIZZY)  # the other press of the button
    assert events.count() == 2
    dana = Client()
    dana.force_login(with_second_factor(cast.staff("dana", Role.DESK)))
    todo = dana.get("/clinic/to-do/").content.decode()
    for said in ("Ask after these patients", "Ana Invented", "tel:+13055550101"):
        assert said in todo
    for health in ("Dizzy", "bruise", "Warm day"):
        assert health not in todo
    assert dana.post(f"/clinic/to-do/after/{guest.visit.pk}/").status_code == 302
    assert "Ask after these patients" not in dana.get("/clinic/to-do/").content.decode()
    assert set(events.values_list("called_by", flat=True)) != {""}
    assert AuditEvent.objects.filter(action="adverse-called", patient=guest.visit.patient).count() == 1


def test_what_was_mild_needs_no_call_unless_the_patient_asks(guest: Guest) -> None:
    mild = DIZZY | {"needed": "nothing"}
    guest.known().post("after/", mild)
    assert not AdverseEvent.objects.filter(call=True).exists()
    assert "Nobody calls you about it unless you ask" in guest.get("after/told/").content.decode()
    guest.post("after/", {"other": ["headache"], "needed": "nothing", "call": "on"})
    assert AdverseEvent.objects.get(call=True).category == "headache"


@pytest.mark.parametrize(("prefix", "said"), [("", "Call 911"), ("/es", "Llame al 911")])
def test_short_of_breath_shows_what_to_do_now_and_nothing_else(guest: Guest, prefix: str, said: str) -> None:
    """Also when nothing else on the page was filled in."""
    needled(guest, "BL13", "back-upper")
    guest.prefix = prefix
    answer = guest.known().post("after/", {"pressing": ["breathless"]})
    assert answer["Location"] == f"{guest.page}after/told/"
    page = guest.get("after/told/").content.decode()
    for words in (
        'href="tel:911"',
        said,
        "I had acupuncture and now I am short of breath",
        "The needles were near my lungs.",
    ):
        assert words in page
    assert "<header" not in page
    event = AdverseEvent.objects.get()
    assert (event.severity, event.category, event.call, event.language) == (
        *("serious", "pneumothorax", True),
        prefix.strip("/") or "en",
    )


def test_away_from_the_lung_the_lung_is_not_named(guest: Guest) -> None:
    needled(guest, "ST36", "leg")
    guest.known().post("after/", {"pressing": ["chest-pain"]})
    assert "near my lungs" not in guest.get("after/told/").content.decode()


def test_fever_means_a_doctor_today_and_a_needle_that_was_found_a_call_now(guest: Guest) -> None:
    guest.known().post("after/", {"pressing": ["fever"], "other": ["needle-in"], "needed": "nothing"})
    page = guest.get("after/told/").content.decode()
    assert "See a doctor today." in page
    assert "Call us now." in page
    assert AdverseEvent.objects.filter(category="retained_needle").exists()


def test_nothing_ticked_is_asked_for_and_nothing_typed_is_lost(guest: Guest) -> None:
    page = guest.known().post("after/", {"words": "A blue spot", "needed": "nothing"})
    assert page.status_code == 422
    shown = page.content.decode()
    assert "Tick what it was" in shown
    assert "A blue spot" in shown
    page = guest.post("after/", {"other": ["bruise"], "pressing": ["nonsense"]})
    assert page.status_code == 422
    assert "Choose what it needed" in page.content.decode()
    assert not AdverseEvent.objects.exists()


def test_nobody_fills_the_table_but_an_alarm_is_still_answered(guest: Guest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ashi.treat.views.after.MOST", 1)
    guest.known().post("after/", {"other": ["upset"], "needed": "nothing"})
    guest.post("after/", {"other": ["rash"], "needed": "nothing"})
    assert [one.category for one in AdverseEvent.objects.all()] == ["emotional"]
    answer = guest.post("after/", {"pressing": ["collapse"]})
    assert answer.status_code == 200
    assert 'href="tel:911"' in answer.content.decode()
