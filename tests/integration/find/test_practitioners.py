"""Who is shown to whom, in which order, and what is said of them."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from ashi.exchange.imports.places import import_places
from ashi.records.by import SYSTEM
from ashi.records.localities import replace_localities, rows_of
from ashi.records.models import (
    Absence,
    Appointment,
    AppointmentStatus,
    Clearance,
    Locality,
    Location,
    Patient,
    Practitioner,
    Qualification,
    ScreenResult,
    WeeklyHours,
)
from ashi.records.reservations import touch, touch_facts
from tests import cast

FIND = "/find/"


def names(page: Any) -> list[str]:
    return [person.practitioner.given_name for person in page.context["people"]]


def hire_mei(clinic: cast.Clinic, *languages: str) -> Practitioner:
    """Mei works in the afternoons, so Bao can always be seen sooner."""
    mei = cast.hire("Mei", "Invented", number="AP 0009")
    role = cast.give_role(mei, clinic.location, [clinic.first, clinic.again], languages or ["en", "es"])
    WeeklyHours.objects.filter(role=role).update(opens=time(13))
    touch_facts(clinic.location.pk)
    return mei


def away(person: Practitioner, clinic: cast.Clinic, days: int) -> None:
    now = datetime.now(UTC)
    Absence.objects.create(resource=person.resource, start=now - timedelta(days=1), end=now + timedelta(days=days))
    touch([person.resource_id], location_ids=[clinic.location.pk])


def treated(clinic: cast.Clinic, people: int, *, days_ago: int = 30, each: int = 1) -> list[Patient]:
    """Visits that took place, `each` for every one of so many people."""
    patients = [cast.ana(name=f"Patient {n}") for n in range(people)]
    licence = clinic.bao.qualifications.get()
    now = datetime.now(UTC)
    for n, patient in enumerate(patients):
        for visit in range(each):
            start = now - timedelta(days=days_ago + visit)
            Appointment.objects.create(
                location=clinic.location,
                practitioner=clinic.bao,
                service=clinic.again,
                room=clinic.rooms[0],
                start=start,
                end=start + timedelta(hours=1),
                phases=[],
                reference=f"T{days_ago}-{n}-{visit}",
                status=AppointmentStatus.FULFILLED,
                patient=patient,
                qualification=licence,
                price_cents=0,
                source="desk",
                created_at=start,
            )
    return patients


def checked(client: Client, result: ScreenResult) -> Clearance:
    client.cookies["ashi_check"] = f"key-{result}"
    return cast.cleared(result, key=f"key-{result}")


def test_a_licence_is_shown_with_its_number_and_the_day_it_was_checked(clinic: cast.Clinic, client: Client) -> None:
    Qualification.objects.update(verified_at=datetime.now(UTC) - timedelta(days=2))
    page = client.get(FIND).content.decode()
    day = datetime.now(UTC) - timedelta(days=2)
    assert "Florida license AP\xa00000. Checked" in page
    assert f"{day:%Y}" in page
    assert "Not recently checked" not in page


@pytest.mark.parametrize("changes", [{"verified_at": None, "verified_source": ""}, {"days": 31}])
def test_a_licence_that_was_not_looked_at_for_a_month_is_not_called_checked(
    clinic: cast.Clinic, client: Client, changes: dict
) -> None:
    if days := changes.pop("days", 0):
        changes["verified_at"] = datetime.now(UTC) - timedelta(days=days)
    Qualification.objects.update(**changes)
    assert "Not recently checked" in client.get(FIND).content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"permits_practice": False},
        {"expires_at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"jurisdiction": "US-GA"},
    ],
)
def test_nobody_is_shown_without_a_licence_that_permits_it(clinic: cast.Clinic, client: Client, changes: dict) -> None:
    hire_mei(clinic)
    clinic.bao.qualifications.update(**changes)
    touch_facts(clinic.location.pk)
    assert names(client.get(FIND)) == ["Mei"]


def test_whoever_can_be_seen_soonest_comes_first(clinic: cast.Clinic, client: Client) -> None:
    hire_mei(clinic)
    away(clinic.bao, clinic, days=9)
    assert names(client.get(FIND)) == ["Mei", "Bao"]
    away(Practitioner.objects.get(given_name="Mei"), clinic, days=20)
    assert names(client.get(FIND)) == ["Bao", "Mei"]


def test_the_button_leads_to_the_soonest_time(clinic: cast.Clinic, client: Client) -> None:
    page = client.get(FIND)
    soonest = page.context["people"][0].soonest
    assert soonest.starts_at.strftime("%Y-%m-%dT%H:%MZ") == soonest.key
    assert f'href="/book/miami/bao/first/?at={soonest.key}"' in page.content.decode()


def test_somebody_with_no_free_time_stands_last_and_it_is_said(clinic: cast.Clinic, client: Client) -> None:
    hire_mei(clinic)
    away(clinic.bao, clinic, days=100)
    page = client.get(FIND)
    assert names(page) == ["Mei", "Bao"]
    assert "No free time in the coming weeks" in page.content.decode()


def test_a_language_leaves_those_who_speak_it(clinic: cast.Clinic, client: Client) -> None:
    hire_mei(clinic, "en", "es")
    assert names(client.get(FIND, {"language": "es"})) == ["Mei"]
    assert set(names(client.get(FIND, {"language": "en"}))) == {"Bao", "Mei"}
    nobody = client.get(FIND, {"language": "fr"})
    assert names(nobody) == []
    assert "Nobody here fits all of that." in nobody.content.decode()


def test_a_day_and_a_time_of_day_move_the_soonest_time(clinic: cast.Clinic, client: Client) -> None:
    page = client.get(FIND, {"day": "2", "part": "afternoon"})
    local = page.context["people"][0].soonest.starts_at.astimezone(cast.ZoneInfo("America/New_York"))
    assert local.weekday() == 2
    assert 12 <= local.hour < 17
    none = client.get(FIND, {"part": "evening"})
    assert none.context["people"][0].soonest.starts_at is None
    assert "No free time that fits" in none.content.decode()


def test_whoever_was_here_before_is_offered_return_visits_of_the_kind_they_want(
    clinic: cast.Clinic, client: Client
) -> None:
    assert "/book/miami/bao/first/" in client.get(FIND).content.decode()
    page = client.get(FIND, {"been": "yes"})
    assert "/book/miami/bao/return/" in page.content.decode()
    assert 'name="kind"' in page.content.decode()
    assert "/book/miami/bao/electro/" in client.get(FIND, {"been": "yes", "kind": "electro"}).content.decode()


def test_who_offers_no_first_visits_is_not_shown_to_new_patients(clinic: cast.Clinic, client: Client) -> None:
    mei = hire_mei(clinic)
    mei.roles.get().services.set([clinic.again])
    touch_facts(clinic.location.pk)
    assert names(client.get(FIND)) == ["Bao"]
    assert set(names(client.get(FIND, {"been": "yes"}))) == {"Bao", "Mei"}


def test_a_kind_of_visit_that_is_booked_by_phone_only_is_not_offered(clinic: cast.Clinic, client: Client) -> None:
    clinic.first.bookable_online = False
    clinic.first.save()
    page = client.get(FIND)
    assert names(page) == []
    assert b"305-204-9981" in page.content


def test_experience_is_people_counted_once_there_are_ten(clinic: cast.Clinic, client: Client) -> None:
    treated(clinic, 9, each=2)
    page = client.get(FIND).content.decode()
    assert "Fewer than ten patients so far here" in page
    assert "people in the last 12 months" not in page
    treated(clinic, 1, days_ago=60)
    assert "10 people in the last 12 months" in client.get(FIND).content.decode()


def test_two_records_of_one_person_count_once_and_old_visits_not_at_all(clinic: cast.Clinic, client: Client) -> None:
    first, second, *_others = treated(clinic, 11)
    treated(clinic, 5, days_ago=400)
    assert "11 people in the last 12 months" in client.get(FIND).content.decode()
    second.merged_into = first
    second.save()
    assert "10 people in the last 12 months" in client.get(FIND).content.decode()


def test_experience_never_changes_the_order(clinic: cast.Clinic, client: Client) -> None:
    hire_mei(clinic)
    treated(clinic, 40)
    away(clinic.bao, clinic, days=9)
    assert names(client.get(FIND)) == ["Mei", "Bao"]


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (ScreenResult.CLEAR, "Nothing in your answers speaks against a visit."),
        (ScreenResult.CAUTION, "Your acupuncturist has to know a few things first."),
        (ScreenResult.URGENT, "It stands only when a licensed person has cleared it."),
    ],
)
def test_the_page_says_what_the_safety_check_said(
    clinic: cast.Clinic, client: Client, result: ScreenResult, said: str
) -> None:
    checked(client, result)
    page = client.get(FIND)
    assert said in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_without_a_safety_check_one_may_look_and_is_led_to_it(clinic: cast.Clinic, client: Client) -> None:
    page = client.get(FIND).content.decode()
    assert "Before a time can be booked there is a short safety check" in page
    assert 'href="/check/"' in page


def test_somebody_who_was_stopped_is_told_so_before_anything_else(clinic: cast.Clinic, client: Client) -> None:
    checked(client, ScreenResult.EMERGENCY)
    page = client.get(FIND).content.decode()
    assert "One of your answers today called for emergency help." in page
    assert page.index('href="tel:911"') < page.index("<h1>")
    assert "Look around." not in page


def test_an_urgent_answer_sees_no_time_within_a_day(clinic: cast.Clinic, client: Client) -> None:
    checked(client, ScreenResult.URGENT)
    soonest = client.get(FIND).context["people"][0].soonest.starts_at
    assert soonest >= datetime.now(UTC) + timedelta(hours=24)


def open_key_west(clinic: cast.Clinic) -> Location:
    """A second place, about 130 miles away, where Mei works."""
    place = Location.objects.get(pk=clinic.location.pk)
    place.pk, place.slug, place.name, place.city, place.postal_code = (
        None,
        "key-west",
        "ACUMD South",
        "Key West",
        "33040",
    )
    place.latitude, place.longitude, place.facts_version, place.calendar_version = 24.5551, -81.78, 0, 0
    place.save()
    mei = cast.hire("Mei", "Invented", number="AP 0009")
    cast.give_role(mei, place, [clinic.first])
    return place


@pytest.mark.parametrize("near", ["Key West", "key west", " 33040 ", "33040-1234", "ACUMD South", "Key West, FL"])
def test_a_place_leaves_those_near_it(clinic: cast.Clinic, client: Client, near: str) -> None:
    open_key_west(clinic)
    assert names(client.get(FIND, {"near": near})) == ["Mei"]


def test_a_place_within_reach_is_shown_with_its_distance(clinic: cast.Clinic, client: Client) -> None:
    place = open_key_west(clinic)
    place.latitude, place.longitude = 25.9, -80.24
    place.save()
    page = client.get(FIND, {"near": "33145"})
    assert set(names(page)) == {"Bao", "Mei"}
    assert "About 10 miles away" in page.content.decode()


def test_a_place_nobody_knows_is_said_and_everybody_shown(clinic: cast.Clinic, client: Client) -> None:
    open_key_west(clinic)
    page = client.get(FIND, {"near": "<b>Atlantis"})
    assert len(names(page)) == 2
    assert "We have no place called “&lt;b&gt;Atlantis”" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"day": "9", "part": "midnight", "been": "maybe", "kind": "nothing", "language": "xx" * 500},
        {"near": "x" * 5000},
        {"day": "\x00", "near": "\x00", "language": "\x00", "kind": "\x00"},
    ],
)
def test_words_that_mean_nothing_are_no_error(clinic: cast.Clinic, client: Client, query: dict[str, str]) -> None:
    assert client.get(FIND, query).status_code == 200


def test_a_clinic_that_is_not_set_up_shows_nobody(db: None, client: Client) -> None:
    assert client.get(FIND).status_code == 200


def test_the_page_asks_the_database_little_however_many_work_here(
    clinic: cast.Clinic, client: Client, django_assert_max_num_queries: Any
) -> None:
    for n in range(6):
        person = cast.hire(f"Mei{n}", "Invented", number=f"AP 001{n}")
        cast.give_role(person, clinic.location, [clinic.first])
    touch_facts(clinic.location.pk)
    client.get(FIND)
    with django_assert_max_num_queries(14):
        client.get(FIND)


def test_who_is_within_the_miles_that_were_chosen(clinic: cast.Clinic, client: Client) -> None:
    place = open_key_west(clinic)
    Location.objects.filter(pk=place.pk).update(latitude=25.9, longitude=-80.24)
    touch_facts(place.pk)
    assert names(client.get(FIND, {"near": "33145", "within": "10"})) == ["Bao"]
    both = client.get(FIND, {"near": "33145", "within": "25", "order": "nearest"})
    assert names(both) == ["Bao", "Mei"]
    assert "The list is in order of the distance." in both.content.decode()
    assert '<option value="25" selected>25 miles</option>' in both.content.decode()
    odd = client.get(FIND, {"near": "33145", "within": "-1", "order": "price"})
    assert set(names(odd)) == {"Bao", "Mei"}


def test_a_postal_code_from_the_list_or_of_the_same_region_is_understood(clinic: cast.Clinic, client: Client) -> None:
    open_key_west(clinic)
    assert names(client.get(FIND, {"near": "33199"})) == ["Bao"]  # of the region of 33145
    assert not client.get(FIND, {"near": "Hialeah"}).context["found"].understood
    rows = rows_of(
        ["postal_code,city,state,latitude,longitude", "33010,Hialeah,FL,25.83,-80.28", "99501,Nome,AK,61,-150"]
    )
    replace_localities(rows=rows, now=datetime.now(UTC), by=SYSTEM)
    for said in ("hialeah", "Hialeáh, fl", "33010"):
        assert names(client.get(FIND, {"near": said})) == ["Bao"]
    far = client.get(FIND, {"near": "Nome"})
    assert names(far) == []
    assert "We have no place within 25 miles of “Nome”." in far.content.decode()


def test_of_many_places_somebody_says_first_where(clinic: cast.Clinic, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("ashi.find.views.LOOKED_AT", 1)
    open_key_west(clinic)
    page = client.get(FIND)
    assert names(page) == []
    assert "We work in 2 places." in page.content.decode()
    assert 'href="?near=33040"' in page.content.decode()
    assert names(client.get(FIND, {"near": "33040"})) == ["Mei"]


@pytest.mark.parametrize("line", ["33010,Hialeah,FL,north,-80", "33010,Hialeah,FL,95,-80"])
def test_a_list_with_a_place_that_is_none_is_refused_whole(db: None, line: str) -> None:
    report = import_places(
        f"postal_code,city,state,latitude,longitude\n{line}\n".encode(),
        name="list.csv",
        by=SYSTEM,
        now=datetime.now(UTC),
    )
    assert report.refused[0].startswith("list.csv, line 2")
    assert not Locality.objects.exists()
    assert (
        "state is missing"
        in import_places(b"postal_code,city,latitude,longitude\n", name="x", by=SYSTEM, now=datetime.now(UTC)).refused[
            0
        ]
    )
