"""How it is before the visit: behind the birth date, in the patient's own words, for whoever treats."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from ashi.records.models import Activity, AuditEvent, Baseline, Place, Role, VisitLink
from ashi.web import pain, private_visit
from tests import cast
from tests.integration.check.visiting import BORN, PAIN, Guest, coming


@pytest.fixture
def guest(clinic: cast.Clinic, settings) -> Guest:
    settings.DEMO = True
    return Guest(coming(clinic))


def test_the_link_alone_opens_no_form_about_health(guest: Guest) -> None:
    answer = guest.get("pain/")
    assert answer["Location"] == f"{guest.page}birth-date/?to=check%3Apain"
    assert guest.post("pain/", PAIN)["Location"].startswith(f"{guest.page}birth-date/")
    assert not Baseline.objects.exists()


def test_the_birth_date_opens_it_and_leads_on(guest: Guest) -> None:
    answer = guest.client.post(f"{guest.page}birth-date/?to=check:pain", BORN)
    assert answer["Location"] == f"{guest.page}pain/"
    assert guest.get("pain/").status_code == 200


def test_another_birth_date_opens_nothing_and_says_so(guest: Guest) -> None:
    answer = guest.post("birth-date/", {**BORN, "birth_day": "3"})
    assert answer.status_code == 422
    assert "not the date of birth that belongs to the visit" in answer.content.decode()
    assert private_visit.COOKIE not in answer.cookies
    assert guest.get("pain/").status_code == 302


@pytest.mark.usefixtures("still")
def test_nobody_tries_birth_dates_for_long(guest: Guest) -> None:
    tries = [guest.post("birth-date/", {**BORN, "birth_year": str(1950 + n)}) for n in range(12)]
    assert [one.status_code for one in tries] == [422] * 10 + [429] * 2
    assert guest.post("birth-date/", BORN).status_code == 429
    assert guest.get("pain/").status_code == 302


def test_knowing_one_visit_opens_no_other(clinic: cast.Clinic, guest: Guest) -> None:
    start = guest.visit.start + timedelta(days=1)
    charlies = Guest(cast.booked(clinic, start, patient=cast.ana(name="Charlie Invented")), client=guest.client)
    guest.known()
    assert guest.get("pain/").status_code == 200
    assert charlies.get("pain/").status_code == 302


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "clinic:day", "visit:sent", "", "book:booked"])
def test_the_birth_date_leads_to_pages_of_this_visit_only(guest: Guest, to: str) -> None:
    answer = guest.client.post(f"{guest.page}birth-date/?to={to}", BORN)
    assert answer["Location"] == guest.page


def test_without_a_birth_date_on_record_nothing_opens(guest: Guest) -> None:
    guest.visit.patient.birth_date = None
    guest.visit.patient.save()
    assert "do not have a date of birth" in guest.get("birth-date/").content.decode()
    assert guest.post("birth-date/", BORN).status_code == 422
    assert guest.post("birth-date/", {}).status_code == 422


def test_an_ended_link_leads_to_the_page_that_says_so(guest: Guest) -> None:
    guest.known()
    VisitLink.objects.update(revoked_at=datetime.now(UTC))
    assert guest.get("pain/")["Location"] == guest.page
    assert guest.get().status_code == 410


def test_the_browser_that_booked_is_not_asked_for_the_birth_date(clinic: cast.Clinic, guest: Guest) -> None:
    guest.visit.clearance = cast.cleared(key="a key of this browser")
    guest.visit.save()
    guest.client.cookies["ashi_check"] = "a key of this browser"
    assert guest.get("pain/").status_code == 200
    guest.client.cookies["ashi_check"] = "a key of another browser"
    assert guest.get("pain/").status_code == 302


def test_what_was_said_is_kept_whole(guest: Guest) -> None:
    answer = guest.known().post("pain/", PAIN)
    assert answer["Location"] == f"{guest.page}?done=said"
    said = Baseline.objects.get()
    assert (said.appointment, said.places, said.since, said.began, said.pain) == (
        guest.visit,
        ["low_left", "left_calf"],
        "3-to-12-months",
        "strain",
        6,
    )
    assert (said.medicine, said.physical_therapy, said.surgery, said.other) == ("a-little", "", "not-tried", "helped")
    assert said.other_words == "a hot bath"
    assert [(one.words, one.score) for one in said.activities.all()] == [("putting on socks", 3)]
    entry = AuditEvent.objects.get(entity=f"Baseline/{said.pk}")
    assert (entry.by, entry.action, entry.detail) == (f"patient:{guest.visit.patient_id}", "say-baseline", {})


def test_it_can_be_corrected_and_stays_one(guest: Guest) -> None:
    guest.known().post("pain/", PAIN)
    page = guest.get("pain/").content.decode()
    assert "You have told us this before." in page
    assert 'value="putting on socks"' in page
    guest.post("pain/", {**PAIN, "pain": "4", "activity_1": "", "score_1": ""})
    said = Baseline.objects.get()
    assert (said.pain, said.corrected_at is not None, said.activities.count()) == (4, True, 0)
    actions = list(AuditEvent.objects.filter(entity=f"Baseline/{said.pk}").values_list("action", flat=True))
    assert actions == ["say-baseline", "read", "correct-baseline"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"places": []}, "Choose at least one place where it hurts"),
        ({"places": ["the_moon"]}, "the_moon"),
        ({"since": ""}, "Choose how long you have had this pain"),
        ({"began": ""}, "Choose how it began"),
        ({"pain": ""}, "Choose a number from 0 to 10"),
        ({"pain": "11"}, "11"),
        ({"score_1": ""}, "Choose from 0 to 10 how well you can do it: putting on socks"),
        ({"activity_1": ""}, "Write which activity the number is for"),
        ({"activity_1": "a" * 81}, "Name the activity in at most 80 letters"),
        ({"other_words": "a" * 121}, "Write what else it was in at most 120 letters"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(guest: Guest, changes: dict[str, Any], said: str) -> None:
    answer = guest.known().post("pain/", {**PAIN, **changes})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "error-summary" in page
    assert 'value="strain" id="id_began_0"' in page or changes.get("began") == ""
    assert not Baseline.objects.exists()


def test_after_the_visit_nothing_is_taken_any_more(guest: Guest) -> None:
    guest.known()
    guest.visit.status = "fulfilled"
    guest.visit.save()
    assert guest.post("pain/", PAIN)["Location"] == guest.page
    assert not Baseline.objects.exists()


def test_it_is_offered_on_the_visits_page_until_it_is_told(guest: Guest) -> None:
    assert "Tell us now" in guest.get().content.decode()
    guest.known().post("pain/", PAIN)
    page = guest.get().content.decode()
    assert "Tell us now" not in page
    assert "You have told us where it hurts" in page


def test_the_visits_page_says_nothing_of_what_was_told(guest: Guest) -> None:
    guest.known().post("pain/", PAIN)
    page = Client().get(guest.page).content.decode()
    for word in ("socks", "hot bath", "Low back, left", "6 of 10"):
        assert word not in page


def test_the_cookie_says_nothing_but_which_visit(guest: Guest) -> None:
    cookie = guest.known().client.cookies[private_visit.COOKIE]
    assert cookie["httponly"]
    assert cookie["max-age"] == 1800
    assert private_visit.signing.loads(cookie.value, salt=private_visit.SALT) == guest.visit.pk


def test_the_acupuncturist_sees_it_and_the_desk_does_not(clinic: cast.Clinic, guest: Guest) -> None:
    guest.known().post("pain/", PAIN)
    pages = {}
    for user in (cast.dana(), cast.staff("bao", Role.ACUPUNCTURIST, clinic.bao)):
        staff = Client()
        staff.force_login(user)
        pages[user.username] = staff.get(f"/clinic/visit/{guest.visit.pk}/").content.decode()
    for told in ("putting on socks", "Low back, left, Left lower leg", "6 of 10", "Something else: a hot bath"):
        assert told in pages["bao"]
        assert told not in pages["dana"]


def test_it_is_said_in_spanish_to_who_reads_spanish(guest: Guest) -> None:
    spanish = Guest(guest.visit, prefix="/es", client=guest.known().client)
    page = spanish.get("pain/").content.decode()
    assert "¿Dónde le duele?" in page
    spanish.post("pain/", PAIN)
    assert Baseline.objects.get().language == "es"


def test_every_place_has_a_word_and_all_but_elsewhere_a_spot() -> None:
    assert [value for value, _word in pain.PLACES] == Place.values
    assert {spot.place for spot in pain.SPOTS} == set(Place.values) - {"elsewhere"}


def test_no_two_spots_overlap() -> None:
    def apart(one: pain.Spot, other: pain.Spot) -> bool:
        return (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )

    assert [(a.place, b.place) for a in pain.SPOTS for b in pain.SPOTS if a is not b and not apart(a, b)] == []


VALID = {"places": ["neck"], "since": "over-5-years", "began": "injury", "pain": 5, "language": "en"}


@pytest.mark.parametrize("wrong", [{"pain": 11}, {"since": "ever"}, {"began": ""}, {"medicine": "twice"}])
def test_the_database_refuses_a_baseline_that_cannot_be(guest: Guest, wrong: dict[str, Any]) -> None:
    now = datetime.now(UTC)
    with pytest.raises(IntegrityError, match="baseline_"), transaction.atomic():
        Baseline.objects.create(appointment=guest.visit, said_at=now, **{**VALID, **wrong})
    assert Baseline.objects.create(appointment=guest.visit, said_at=now, **VALID)


@pytest.mark.parametrize("wrong", [{"score": 11}, {"position": 4}, {"position": 0}, {"words": ""}])
def test_the_database_refuses_an_activity_that_cannot_be(guest: Guest, wrong: dict[str, Any]) -> None:
    baseline = Baseline.objects.create(appointment=guest.visit, said_at=datetime.now(UTC), **VALID)
    values = {"position": 1, "words": "walking", "score": 5}
    with pytest.raises(IntegrityError, match="activity_"), transaction.atomic():
        Activity.objects.create(baseline=baseline, **{**values, **wrong})
    assert Activity.objects.create(baseline=baseline, **values)


def test_a_visit_far_away_is_not_asked_the_questions_yet(guest: Guest) -> None:
    assert "Answer the questions" not in guest.get().content.decode()
    assert guest.visit.start - datetime.now(UTC) > timedelta(hours=48)
