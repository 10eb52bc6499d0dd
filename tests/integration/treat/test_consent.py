"""Ana reads, ticks and signs on Bao's tablet before the first needle; she may take it back."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from ashi.core.treatment import Technique
from ashi.records.models import (
    Appointment,
    AuditEvent,
    ConsentText,
    Needle,
    NeedleSet,
    Patient,
    TreatmentConsent,
)
from ashi.treat.actions.consenting import NoConsent
from ashi.treat.actions.needling import put_in
from tests import cast
from tests.integration.clinic.conftest import TUESDAY
from tests.integration.treat.charts import Charting, ready, text_of

SIGNED = {"for": ["needling"], "agree": ["needling"], "name": "Ana Invented", "way": "read"}


@pytest.fixture
def visit(clinic: cast.Clinic, clock: time_machine.Traveller) -> Appointment:
    """Ana is here, her safety check was clear, and nobody has asked her yet."""
    return ready(clinic, TUESDAY + timedelta(hours=2), agreed=False)


def read(charting: Charting, query: str = "") -> str:
    page = charting.browser.get(f"/clinic/visit/{charting.visit.pk}/chart/consent/{query}")
    assert page.status_code == 200
    return text_of(page)


def prescribed(charting: Charting, text: str = "bl23 b") -> None:
    charting.press("open")
    charting.type(text)


def test_no_needle_before_she_signed_and_then_the_words_the_version_and_the_day_stand_on_the_chart(
    charting: Charting,
) -> None:
    prescribed(charting)
    page = charting.look()
    assert "Consent first" in page
    assert "start inserting" not in page
    refused = charting.press("start", number=1)
    assert refused.status_code == 409
    assert "The patient has not agreed to it yet: Needles." in text_of(refused)
    assert not NeedleSet.objects.exists()
    assert charting.press("consent", SIGNED).status_code == 302
    page = charting.look()
    assert re.search(rf"signed [^<]*\b{TUESDAY.day}, words of 2026-11-29<", page)
    assert "</strong>: Ana Invented, Tuesday," in page
    assert charting.press("start", number=1).status_code == 302
    signed = TreatmentConsent.objects.get()
    assert (signed.text.technique, signed.way, signed.signer, signed.language) == ("needling", "read", "patient", "en")
    assert signed.signed_at == TUESDAY
    assert signed.good_until == TUESDAY + timedelta(days=365)


def test_a_return_visit_with_consent_in_force_asks_nothing(
    charting: Charting, clinic: cast.Clinic, bao: Client
) -> None:
    charting.press("consent", SIGNED)
    charting.needle_in("bl23 b")
    charting.count_out(2)
    charting.press("close")
    again = Charting(ready(clinic, TUESDAY + timedelta(days=7, hours=2), patient=charting.visit.patient), bao)
    again.press("open")
    assert "Set 1: start inserting" in again.look()
    assert again.press("start", number=1).status_code == 302


@pytest.mark.parametrize(
    ("typed", "technique", "word"),
    [("bl23 b 2hz", "electrical", "Current on the needles"), ("bl23 b press", "stays", "Press needles that stay in")],
)
def test_another_technique_is_asked_for_by_itself(
    charting: Charting, clinic: cast.Clinic, typed: str, technique: str, word: str
) -> None:
    cast.agreed(charting.visit.patient, clinic, Technique.NEEDLING)
    prescribed(charting, typed)
    page = read(charting)
    assert f'value="{technique}"' in page
    assert word in page
    assert "I agree to be treated with needles." not in page
    refused = charting.press("start", number=1)
    assert (refused.status_code, word in text_of(refused)) == (409, True)
    charting.press("consent", SIGNED | {"for": [technique], "agree": [technique]})
    assert charting.press("start", number=1).status_code == 302


def test_a_point_that_goes_in_at_once_asks_too(charting: Charting, clinic: cast.Clinic) -> None:
    cast.agreed(charting.visit.patient, clinic, Technique.NEEDLING)
    charting.needle_in("bl23 b")
    assert charting.type("st36 b 2hz").status_code == 409
    assert Needle.objects.count() == 1


def test_the_page_says_what_may_happen_how_often_and_where_nothing_was_counted(charting: Charting) -> None:
    page = read(charting, "?for=needling&for=cupping")
    for words in (
        "6 in 100 people",
        "9 in 100 people (5 to 15)",
        "10 in 100,000 people (2 to 23)",
        "2 in 229,230 people",
        "No figure was found.",
        "Bao Tran, A.P., license",
        "AP 0000",
        "$90",
        "You may stop at any moment",
        "call 911",
        "Stay active and wait",
        "No licensed person and no lawyer has signed these words yet.",
    ):
        assert words in page, words
    assert " checked" not in page


def test_it_is_read_in_the_patients_language_and_in_another_at_a_tap(charting: Charting) -> None:
    Patient.objects.update(language="es")
    page = read(charting)
    assert '<html lang="es">' in page
    assert "Acepto que me traten con agujas." in page
    assert "6 de cada 100 personas" in page
    assert 'href="?in=en&amp;for=needling"' in page
    assert "I agree to be treated with needles." in read(charting, "?in=en&for=needling")
    chart = f"/clinic/visit/{charting.visit.pk}/chart/"
    assert f'href="{chart}"' in page  # the clinic's own language comes back with the tablet
    assert f'action="{chart}consent/"' in page
    charting.press("consent", SIGNED | {"in": "es"})
    assert TreatmentConsent.objects.get().language == "es"
    assert '<html lang="en">' in charting.look()


def test_what_is_left_out_is_named_and_nothing_typed_is_lost(charting: Charting) -> None:
    page = charting.press("consent", {"for": ["needling", "moxa"], "agree": ["moxa"], "name": ""})
    assert page.status_code == 422
    assert "Write your name: it is your signature." in text_of(page)
    assert 'value="moxa" class' in text_of(page) or "checked" in text_of(page)
    page = charting.press("consent", {"for": ["needling"], "name": "Ana"})
    assert "Tick what you agree to." in text_of(page)
    assert 'value="Ana"' in text_of(page)
    page = charting.press("consent", SIGNED | {"way": "spoken"})
    assert "Write who heard it" in text_of(page)
    assert charting.press("consent", SIGNED | {"witness": "Dana"}).status_code == 422
    assert charting.press("consent", SIGNED | {"agree": ["lamp"]}).status_code == 422
    assert not TreatmentConsent.objects.exists()


def test_what_she_does_not_tick_is_not_agreed_to(charting: Charting) -> None:
    charting.press("consent", SIGNED | {"for": ["needling", "moxa"]})
    assert list(TreatmentConsent.objects.values_list("text__technique", flat=True)) == ["needling"]
    charting.press("open")
    page = charting.press("beside", {"kind": "moxa", "place": "back", "count": "1"})
    assert page.status_code == 409
    assert "Moxa: heat from a burning herb" in text_of(page)
    assert charting.press("beside", {"kind": "massage", "place": "back", "count": "1"}).status_code == 302


def test_said_aloud_it_needs_a_witness_who_is_somebody_else(charting: Charting) -> None:
    alone = charting.press("consent", SIGNED | {"way": "spoken", "witness": "bao tran, A.P."})
    assert alone.status_code == 409
    assert charting.press("consent", SIGNED | {"way": "paper", "witness": "Dana"}).status_code == 302
    assert TreatmentConsent.objects.get().witness == "Dana"
    assert "witness Dana" in charting.look()


def test_for_a_minor_a_guardian_signs(charting: Charting) -> None:
    Patient.objects.update(birth_date=date(TUESDAY.year - 15, 1, 1))
    assert "a parent or guardian signs" in read(charting)
    assert charting.press("consent", SIGNED).status_code == 422
    guardian = SIGNED | {"name": "Mrs Invented", "relation": "mother"}
    assert charting.press("consent", guardian).status_code == 302
    signed = TreatmentConsent.objects.get()
    assert (signed.signer, signed.relation) == ("guardian", "mother")
    assert "Mrs Invented (mother)" in charting.look()
    prescribed(charting)
    charting.press("caution", {"rule": "CI19", "point": "*", "reason": "Her mother is in the room"})
    assert charting.press("start", number=1).status_code == 302


def test_new_words_and_a_year_gone_by_ask_again(
    charting: Charting, clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    old = ConsentText.objects.create(technique="needling", version="2020-01-01", sha256="0" * 64)
    cast.agreed(charting.visit.patient, clinic, Technique.NEEDLING, text=old)
    prescribed(charting)
    assert "The words have a new version." in charting.look()
    assert charting.press("start", number=1).status_code == 409
    charting.press("consent", SIGNED)
    assert "The words have a new version." not in charting.look()
    clock.shift(timedelta(days=366))
    charting.back()
    assert "It was signed too long ago." in charting.look()


def test_she_takes_it_back_and_nothing_more_goes_in(charting: Charting, clinic: cast.Clinic) -> None:
    cast.agreed(charting.visit.patient, clinic)
    charting.needle_in("bl23 b")
    consent = TreatmentConsent.objects.get(text__technique="needling")
    assert charting.press("withdraw", {"why": "It hurts"}, consent=consent.pk).status_code == 302
    consent.refresh_from_db()
    assert (consent.withdrawn_at, consent.withdrawn_why) == (TUESDAY, "It hurts")
    assert "The patient took it back." in charting.look()
    assert charting.type("st36 b").status_code == 409
    assert charting.press("withdraw", consent=consent.pk).status_code == 409
    assert charting.count_out(2).status_code == 302
    assert charting.press("close").status_code == 302


def test_somebody_elses_consent_is_not_taken_back_here(charting: Charting, clinic: cast.Clinic) -> None:
    charlie = cast.ana(name="Charlie", email="")
    cast.agreed(charlie, clinic, Technique.NEEDLING)
    consent = TreatmentConsent.objects.get()
    assert charting.press("withdraw", consent=consent.pk).status_code == 404
    prescribed(charting)
    assert charting.press("start", number=1).status_code == 409


def test_needles_left_in_name_the_consent_that_covers_them(charting: Charting, clinic: cast.Clinic) -> None:
    cast.agreed(charting.visit.patient, clinic, Technique.NEEDLING)
    needle = charting.needle_in("bl23 b")
    sent = {"count": "1", "until": "2030-02-01"}
    assert charting.press("leave_in", sent, needle=needle.pk).status_code == 409
    cast.agreed(charting.visit.patient, clinic, Technique.STAYS)
    assert charting.press("leave_in", sent, needle=needle.pk).status_code == 302
    needle.refresh_from_db()
    covers = TreatmentConsent.objects.get(text__technique="stays")
    assert needle.left_consent == f"Consent/{covers.pk} 2026-11-29"


def test_when_it_is_taken_back_at_the_same_moment_the_tables_say_so(charting: Charting, clinic: cast.Clinic) -> None:
    cast.agreed(charting.visit.patient, clinic)
    charting.needle_in("bl23 b")
    TreatmentConsent.objects.update(withdrawn_at=TUESDAY, withdrawn_by="user:1")
    from ashi.treat.actions.changing import planned

    with pytest.raises(NoConsent):
        put_in(charting.needle_set(), planned(charting.encounter).points[0], position=9)


def test_every_look_and_every_act_is_written_down(charting: Charting) -> None:
    read(charting)
    charting.press("consent", SIGNED)
    charting.press("withdraw", consent=TreatmentConsent.objects.get().pk)
    about = AuditEvent.objects.filter(patient=charting.visit.patient, action__contains="consent").order_by("pk")
    assert list(about.values_list("action", flat=True)) == ["read-consent", "consent", "withdraw-consent"]
    assert about[1].detail["techniques"] == ["needling"]
    assert set(about.values_list("entity", flat=True)) == {f"Appointment/{charting.visit.pk}"}
    assert "Ana Invented, signed" in text_of(charting.browser.get(f"/clinic/visit/{charting.visit.pk}/chart/print/"))
    assert "Ana" not in str(list(about.values_list("detail", flat=True)))
