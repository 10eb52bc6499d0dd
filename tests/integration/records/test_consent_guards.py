"""No needle without a consent in force, in the tables themselves; each guard has a control without it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from ashi.core.treatment import Technique
from ashi.records import consent_guards, consent_texts, guards
from ashi.records.models import (
    Beside,
    CarePlan,
    ConsentText,
    Encounter,
    Needle,
    NeedleSet,
    Patient,
    TreatmentConsent,
)
from tests import cast
from tests.integration.records import charting
from tests.integration.records.charting import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic() -> cast.Clinic:
    return cast.open_clinic()


@pytest.fixture
def encounter(clinic: cast.Clinic) -> Encounter:
    """Ana is here, and nobody has asked her yet."""
    return charting.opened(charting.arrived(clinic, agreed=False))


def refused(act: Callable[[], Any], message: str = consent_guards.NO_CONSENT) -> None:
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        act()


def ana(encounter: Encounter) -> Patient:
    return encounter.appointment.patient


def old_words(technique: str = "needling") -> ConsentText:
    return ConsentText.objects.create(technique=technique, version="2020-01-01", sha256="0" * 64)


def a_course(clinic: cast.Clinic, patient: Patient, reference: str, status: str = "completed") -> CarePlan:
    return CarePlan.objects.create(
        reference=reference,
        status=status,
        patient=patient,
        location=clinic.location,
        service=clinic.again,
        template="six",
        gaps=[[7, 5, 9]],
        source="desk",
        created_at=NOW,
        changed_at=NOW,
    )


def test_every_guard_of_consent_is_in_place_and_missed_when_it_is_gone() -> None:
    for name in consent_guards.GUARDS:
        charting.drop(name)
        guards.install(connection)
    assert guards.missing() == []


def test_without_any_consent_no_needle_goes_in_and_with_one_it_does(clinic: cast.Clinic, encounter: Encounter) -> None:
    needles = charting.begun(encounter)
    refused(lambda: charting.put_in(needles))
    cast.agreed(ana(encounter), clinic, Technique.MOXA)
    refused(lambda: charting.put_in(needles))
    cast.agreed(ana(encounter), clinic, Technique.NEEDLING)
    assert charting.put_in(needles).pk


def test_control_without_the_guard_it_goes_in(encounter: Encounter) -> None:
    charting.drop("needle_with_consent")
    assert charting.put_in(charting.begun(encounter), electrical=True, hertz=2.0, stays=True).pk


@pytest.mark.parametrize(
    ("changes", "born"),
    [
        ({"withdrawn_at": NOW, "withdrawn_by": "user:1"}, None),
        ({"signed_at": NOW - timedelta(days=400), "good_until": NOW - timedelta(days=35)}, None),
        ({}, date(NOW.year - 12, 1, 1)),
    ],
    ids=["withdrawn", "run out", "the patient turns out to be a minor"],
)
def test_a_consent_that_does_not_hold_lets_nothing_in(
    clinic: cast.Clinic, encounter: Encounter, changes: dict[str, Any], born: date | None
) -> None:
    cast.agreed(ana(encounter), clinic, **changes)
    needles = charting.begun(encounter)
    if born:
        Patient.objects.update(birth_date=born)
    refused(lambda: charting.put_in(needles))


def test_new_words_want_a_new_signature(clinic: cast.Clinic, encounter: Encounter) -> None:
    cast.agreed(ana(encounter), clinic, Technique.NEEDLING, text=old_words())
    needles = charting.begun(encounter)
    refused(lambda: charting.put_in(needles))
    cast.agreed(ana(encounter), clinic, Technique.NEEDLING)
    assert charting.put_in(needles).pk


def test_another_course_wants_a_new_signature(clinic: cast.Clinic, encounter: Encounter) -> None:
    before, now = (a_course(clinic, ana(encounter), name) for name in ("BEFORE", "NOW"))
    cast.agreed(ana(encounter), clinic, care_plan=before)
    needles = charting.begun(encounter)
    type(encounter.appointment).objects.update(care_plan=now, course_number=1)
    refused(lambda: charting.put_in(needles))
    type(encounter.appointment).objects.update(care_plan=before)
    assert charting.put_in(needles).pk


def test_current_and_needles_that_stay_are_asked_for_by_themselves(clinic: cast.Clinic, encounter: Encounter) -> None:
    cast.agreed(ana(encounter), clinic, Technique.NEEDLING)
    needles = charting.begun(encounter)
    refused(lambda: charting.put_in(needles, electrical=True, hertz=2.0), "electrical")
    refused(lambda: charting.put_in(needles, stays=True), "stays")
    needle = charting.put_in(needles)
    row = Needle.objects.filter(pk=needle.pk)
    refused(lambda: row.update(electrical=True, hertz=2.0), "electrical")
    refused(lambda: row.update(stays=True), "stays")
    refused(lambda: charting.leave_in(needle, 1), "stays")
    charting.drop("needle_changes_with_consent")
    charting.leave_in(needle, 1)  # the control: nothing else stops it


def test_after_it_is_taken_back_no_second_needle_joins_the_first_and_all_come_out(
    clinic: cast.Clinic, encounter: Encounter
) -> None:
    cast.agreed(ana(encounter), clinic)
    needle = charting.put_in(charting.begun(encounter))
    TreatmentConsent.objects.update(withdrawn_at=NOW, withdrawn_by="user:1")
    refused(lambda: Needle.objects.filter(pk=needle.pk).update(inserted=3), "needling")
    NeedleSet.objects.update(inserted_at=NOW)
    charting.take_out(needle, 2)
    charting.close(encounter)
    encounter.refresh_from_db()
    assert encounter.status == "closed"


def test_moxa_cups_and_lamps_are_asked_for_and_a_massage_is_not(clinic: cast.Clinic, encounter: Encounter) -> None:
    def do(kind: str) -> Beside:
        return Beside.objects.create(encounter=encounter, kind=kind, place="back", at=NOW, by="user:1")

    for kind in ("moxa", "cupping", "lamp"):
        refused(lambda kind=kind: do(kind))
    assert do("massage").pk
    cast.agreed(ana(encounter), clinic, Technique.CUPPING)
    assert do("cupping").pk
    charting.drop("beside_with_consent")
    assert do("moxa").pk  # the control


def test_a_minor_does_not_sign_and_a_guardian_says_who_they_are(clinic: cast.Clinic) -> None:
    child = cast.ana(birth_date=date(NOW.year - 15, 1, 1))
    refused(lambda: cast.agreed(child, clinic), consent_guards.MINOR)
    refused(lambda: cast.agreed(child, clinic, signer="guardian"), "consent_of_a_guardian_says_which")
    cast.agreed(child, clinic, signer="guardian", relation="mother", name="Mrs Invented")
    charting.drop("consent_of_a_minor")
    cast.agreed(child, clinic)  # the control
    charting_of = charting.opened(charting.arrived(clinic, agreed=False, patient=child))
    assert charting.put_in(charting.begun(charting_of)).pk


def test_what_was_said_aloud_has_a_witness(clinic: cast.Clinic) -> None:
    refused(lambda: cast.agreed(cast.ana(), clinic, way="spoken"), "consent_not_read_here_has_a_witness")


def test_a_consent_stays_as_it_was_signed_and_is_taken_back_once(clinic: cast.Clinic) -> None:
    cast.agreed(cast.ana(), clinic, Technique.NEEDLING)
    rows = TreatmentConsent.objects.all()
    for change in ({"name": "Somebody"}, {"good_until": NOW + timedelta(days=9999)}, {"text": old_words()}):
        refused(lambda change=change: rows.update(**change), consent_guards.STAYS)
    refused(lambda: charting.raw("DELETE FROM records_treatmentconsent"), consent_guards.STAYS)
    rows.update(withdrawn_at=NOW, withdrawn_by="user:1")
    refused(lambda: rows.update(withdrawn_at=None, withdrawn_by=""), consent_guards.STAYS)
    charting.drop("consent_stays")
    rows.update(withdrawn_at=None, withdrawn_by="", name="Somebody")  # the control
    assert rows.get().name == "Somebody"


def test_the_words_in_force_are_the_newest_and_what_was_signed_is_not_rewritten(clinic: cast.Clinic) -> None:
    assert consent_texts.stale() == []
    assert ConsentText.objects.filter(in_force=True).count() == len(Technique)
    ConsentText.objects.filter(technique="moxa").update(in_force=False)
    ConsentText.objects.filter(technique="lamp").update(sha256="0" * 64)
    assert consent_texts.stale() == ["lamp", "moxa"]
    consent_texts.keep("default")
    assert consent_texts.stale() == []
    cast.agreed(cast.ana(), clinic, Technique.LAMP)
    ConsentText.objects.filter(technique="lamp").update(sha256="0" * 64)
    consent_texts.keep("default")
    assert consent_texts.stale() == ["lamp"]
