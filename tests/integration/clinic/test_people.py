"""Finding people, putting right what is known of them, and two records of one person."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ashi.clinic.actions.merging import NotMerged, merge
from ashi.clinic.actions.people import keep_apart
from ashi.clinic.queries.duplicates import alike, likely_pairs, likely_same
from ashi.records.by import By
from ashi.records.models import Appointment, AuditEvent, Occupancy, Patient
from tests import cast
from tests.integration.clinic.conftest import TUESDAY

TEN = TUESDAY + timedelta(hours=2)
DANA = By("user", 1)


def found(browser: Client, text: str) -> str:
    return browser.post(reverse("clinic:people"), {"q": text}).content.decode()


@pytest.mark.parametrize("text", ["Perez", "pérez, ana", "305-555-0100", "0100", "5/2/1984", "05021984"])
def test_one_box_finds_by_name_number_or_birth_date(text: str, dana: Client, clinic: cast.Clinic) -> None:
    cast.ana(name="Ana Pérez (invented)")
    cast.ana(name="Zoe Quill (invented)", phone="+13055559999", birth_date=date(1990, 1, 1), email="")
    page = found(dana, text)
    assert "Ana Pérez" in page
    assert "Zoe Quill" not in page


def test_a_search_leaves_what_was_typed_in_no_address(dana: Client, clinic: cast.Clinic) -> None:
    cast.ana()
    assert "Ana Invented" not in dana.get(reverse("clinic:people"), {"q": "Ana"}).content.decode()


def test_who_searched_and_whom_they_saw_is_kept_without_names(dana: Client, clinic: cast.Clinic) -> None:
    ana = cast.ana()
    found(dana, "Ana")
    entry = AuditEvent.objects.get(action="search")
    assert entry.detail == {"found": [ana.pk]}


@pytest.mark.parametrize("page", ["visit", "person"])
def test_who_looked_is_recorded_like_who_changed(page: str, dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    pk = visit.pk if page == "visit" else visit.patient_id
    dana.get(reverse(f"clinic:{page}", args=[pk]))
    entry = AuditEvent.objects.get(action="read")
    assert (entry.patient_id, entry.by.startswith("user:")) == (visit.patient_id, True)


def test_nobody_known_is_said_with_a_way_on(dana: Client, clinic: cast.Clinic) -> None:
    assert "Nobody is on record" in found(dana, "Zoe")


def person(**changes: object) -> dict[str, object]:
    return {"name": "Ana Pérez", "phone": "305-555-0199", "language": "es", "birth_date": "5/3/1984", **changes}


def test_a_correction_is_kept_and_the_audit_says_what_changed_but_not_to_what(
    dana: Client, clinic: cast.Clinic
) -> None:
    ana = cast.ana()
    dana.post(reverse("clinic:person", args=[ana.pk]), person(verified="on"))
    ana.refresh_from_db()
    assert (ana.name, ana.phone, ana.birth_date) == ("Ana Pérez", "+13055550199", date(1984, 5, 3))
    assert ana.verified_at is not None
    entry = AuditEvent.objects.get(action="correct")
    assert set(entry.detail["changed"]) == {"name", "phone", "email", "birth_date", "language", "verified_at"}
    assert "Pérez" not in str(entry.detail)


def test_a_wrong_correction_changes_nothing(dana: Client, clinic: cast.Clinic) -> None:
    ana = cast.ana()
    page = dana.post(reverse("clinic:person", args=[ana.pk]), person(birth_date="yesterday"))
    assert page.status_code == 422
    ana.refresh_from_db()
    assert ana.name == "Ana Invented"


def two(**changes: object) -> tuple[Patient, Patient]:
    return cast.ana(), cast.ana(name="ANA INVENTED", email="", **changes)


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"birth_date": None}, True),
        ({"birth_date": date(2012, 1, 1)}, False),
        ({"name": "Leo Invented", "birth_date": None}, True),
        ({"name": "Leo Soto", "birth_date": None}, False),
        ({"phone": "", "birth_date": date(1984, 5, 2)}, True),
        ({"phone": "", "birth_date": None}, False),
    ],
)
def test_two_records_are_alike_when_nothing_speaks_against_it(
    changes: dict[str, object], same: bool, clinic: cast.Clinic
) -> None:
    ana = cast.ana()
    other = cast.ana(**{"name": "Ana Invented", "email": "", **changes})
    assert alike(ana, other) is same
    assert bool(likely_pairs()) is same


def test_merging_brings_visits_time_and_contact_together(clinic: cast.Clinic) -> None:
    ana, other = two(guardian_name="Eva Invented")
    first, second = cast.booked(clinic, TEN, patient=ana), cast.booked(clinic, TEN + timedelta(hours=2), patient=other)
    merge(keep=ana, other=other, by=DANA)
    assert set(Appointment.objects.filter(patient=ana)) == {first, second}
    assert Occupancy.objects.filter(resource=ana.resource).count() == 2
    assert not Occupancy.objects.filter(resource=other.resource).exists()
    ana.refresh_from_db()
    other.refresh_from_db()
    assert (ana.guardian_name, ana.email) == ("Eva Invented", "ana@example.invalid")
    assert other.merged_into == ana
    assert AuditEvent.objects.filter(action="merge").count() == 2


def test_merging_is_refused_when_visits_overlap_and_nothing_changes(clinic: cast.Clinic) -> None:
    cleo = cast.hire("Cleo", "Invented", number="AP 0001")
    cast.give_role(cleo, clinic.location, [clinic.again])
    ana, other = two()
    cast.booked(clinic, TEN, patient=ana)
    cast.booked(clinic, TEN + timedelta(minutes=20), patient=other)
    with pytest.raises(NotMerged, match="overlap"):
        merge(keep=ana, other=other, by=DANA)
    other.refresh_from_db()
    assert other.merged_into is None
    assert Appointment.objects.filter(patient=other).exists()


def test_visits_that_only_touch_do_not_overlap(clinic: cast.Clinic) -> None:
    ana, other = two()
    cast.booked(clinic, TEN, patient=ana)
    cast.booked(clinic, TEN + timedelta(minutes=50), patient=other)
    merge(keep=ana, other=other, by=DANA)
    assert Appointment.objects.filter(patient=ana).count() == 2


def test_two_birth_dates_are_two_people(clinic: cast.Clinic) -> None:
    ana, other = two(birth_date=date(1990, 1, 1))
    with pytest.raises(NotMerged, match="birth"):
        merge(keep=ana, other=other, by=DANA)


def test_nobody_is_merged_twice_or_with_themselves(clinic: cast.Clinic) -> None:
    ana, other = two()
    merge(keep=ana, other=other, by=DANA)
    for keep, gone in ((ana, other), (other, ana), (ana, ana)):
        with pytest.raises(NotMerged, match="gone"):
            merge(keep=keep, other=gone, by=DANA)


def test_the_refusal_is_said_on_the_page(dana: Client, clinic: cast.Clinic) -> None:
    ana, other = two(birth_date=date(1990, 1, 1))
    page = dana.post(reverse("clinic:merge", args=[ana.pk, other.pk]))
    assert page.status_code == 409
    assert "The birth dates differ" in page.content.decode()


def test_a_merged_record_leads_to_the_one_it_became(dana: Client, clinic: cast.Clinic) -> None:
    ana, other = two()
    merge(keep=ana, other=other, by=DANA)
    assert dana.get(reverse("clinic:person", args=[other.pk]))["Location"] == reverse("clinic:person", args=[ana.pk])
    assert likely_same(ana) == []


def test_two_people_who_were_told_apart_are_not_brought_up_again(clinic: cast.Clinic) -> None:
    ana, other = two()
    assert [(pair.older, pair.newer) for pair in likely_pairs()] == [(ana, other)]
    keep_apart(one=other, other=ana, by=DANA, now=datetime.now(UTC))
    assert likely_pairs() == []
    assert likely_same(ana) == likely_same(other) == []
