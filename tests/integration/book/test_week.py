"""Choosing a time: what a week shows, and what an address may ask for."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from ashi.records.models import Absence, Closure, OpeningHours, ScreenResult
from ashi.records.reservations import touch, touch_facts
from tests import cast
from tests.integration.book.walking import Visitor, times_on, written

MIAMI = ZoneInfo("America/New_York")


def test_without_a_safety_check_every_door_to_booking_leads_to_it_and_back(clinic: cast.Clinic, ten: datetime) -> None:
    nobody = Visitor(result=None)
    at = f"/book/miami/bao/return/?at={written(ten)}"
    assert nobody.client.get(at)["Location"] == f"/check/?next={at.replace('/', '%2F').replace(':', '%3A')}".replace(
        "?at=", "%3Fat%3D"
    )
    for answer in (nobody.week(), nobody.keep(ten), nobody.form(), nobody.send({"key": "x", "start": written(ten)})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/check/?next=%2Fbook%2Fmiami%2Fbao%2Freturn%2F")
    assert nobody.hold is None


@pytest.mark.parametrize(
    "changes", [{"result": ScreenResult.EMERGENCY}, {"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}]
)
def test_a_stop_or_an_old_check_opens_nothing(clinic: cast.Clinic, ten: datetime, changes: dict) -> None:
    visitor = Visitor()
    for name, value in changes.items():
        setattr(visitor.clearance, name, value)
    visitor.clearance.save()
    assert visitor.keep(ten)["Location"].startswith("/check/")
    assert visitor.hold is None


def test_the_way_to_the_check_keeps_the_language(clinic: cast.Clinic) -> None:
    answer = Visitor(result=None, prefix="/es").week()
    assert answer["Location"].startswith("/es/check/?next=%2Fes%2Fbook%2F")


def test_booking_is_shut_until_the_check_is_signed_outside_the_demo(
    clinic: cast.Clinic, settings, ten: datetime
) -> None:
    settings.DEMO = False
    answer = Visitor().keep(ten)
    assert answer.status_code == 403
    assert b"305-204-9981" in answer.content


def test_a_week_says_with_whom_what_price_where_and_whose_clock_before_the_choice(clinic: cast.Clinic) -> None:
    page = Visitor().week().content.decode()
    before = page[: page.index('class="week"')]
    for fact in (
        "Bao Tran, A.P.",
        "Florida license AP 0000",
        "about 50 minutes",
        "You rest for 25 of them",
        "$90",
        "1 Invented Avenue",
        "Miami time",
    ):
        assert fact in before
    assert "(EST, UTC−5)" in before or "(EDT, UTC−4)" in before


def test_a_part_of_a_day_shows_four_times_and_says_how_many_more_there_are(clinic: cast.Clinic, ten: datetime) -> None:
    page = Visitor().week(week=f"{ten:%Y-%m-%d}")
    morning = next(day for day in page.context["days"] if day.date == ten.astimezone(MIAMI).date()).parts[0]
    assert len(morning.times) == 4
    assert morning.hidden > 4
    assert f"{morning.hidden} more" in page.content.decode()
    everything = Visitor().week(day=f"{ten:%Y-%m-%d}")
    assert len(everything.context["days"][0].parts[0].times) == 4 + morning.hidden


def test_the_evening_of_a_clinic_that_closes_at_five_is_not_mentioned(clinic: cast.Clinic) -> None:
    assert "Evening" not in Visitor().week().content.decode()
    OpeningHours.objects.filter(weekday=2).update(closes=time(19))
    touch_facts(clinic.location.pk)
    page = Visitor().week(week=f"{datetime.now(UTC) + timedelta(days=14):%Y-%m-%d}").content.decode()
    assert page.count("Evening") == 5
    assert page.count("<p>Closed</p>") == 4


def test_a_closed_day_says_why_and_a_day_without_times_says_so(clinic: cast.Clinic, ten: datetime) -> None:
    day = datetime.combine(ten.astimezone(MIAMI).date(), time(0), MIAMI)
    Closure.objects.create(location=clinic.location, start=day, end=day + timedelta(days=1), reason_en="Storm")
    Absence.objects.create(
        resource=clinic.bao.resource, start=day + timedelta(days=1), end=day + timedelta(days=2), reason="ill"
    )
    touch([clinic.bao.resource_id], location_ids=[clinic.location.pk])
    touch_facts(clinic.location.pk)
    page = Visitor().week(week=f"{ten:%Y-%m-%d}").content.decode()
    assert "Closed: Storm" in page
    assert "No free times" in page
    assert "ill" not in page.split()


def test_a_week_without_a_free_time_says_when_the_next_one_is(clinic: cast.Clinic) -> None:
    now = datetime.now(UTC)
    Absence.objects.create(resource=clinic.bao.resource, start=now - timedelta(days=9), end=now + timedelta(days=15))
    touch([clinic.bao.resource_id], location_ids=[clinic.location.pk])
    page = Visitor().week(week=f"{now + timedelta(days=3):%Y-%m-%d}").content.decode()
    assert "No free times this week." in page
    assert "The soonest is" in page


def test_the_first_week_shown_is_that_of_the_soonest_time_and_shows_it(clinic: cast.Clinic) -> None:
    now = datetime.now(UTC)
    Absence.objects.create(resource=clinic.bao.resource, start=now - timedelta(days=9), end=now + timedelta(days=15))
    touch([clinic.bao.resource_id], location_ids=[clinic.location.pk])
    page = Visitor().week()
    assert times_on(page)[0] == page.context["soonest"].key


def test_a_time_that_somebody_came_for_is_shown_and_marked_or_said_to_be_gone(
    clinic: cast.Clinic, ten: datetime
) -> None:
    wished = ten + timedelta(minutes=10)
    page = Visitor().week(at=written(wished))
    assert f'class="time wished" name="start" value="{written(wished)}"' in page.content.decode()
    Visitor().keep(wished)
    page = Visitor().week(at=written(wished)).content.decode()
    assert "The time you came for is no longer free." in page
    assert "wished" not in page


def test_somebody_with_an_urgent_answer_is_offered_nothing_within_a_day_and_told_so(clinic: cast.Clinic) -> None:
    monday_noon = cast.next_weekday(0, time(9, 30), after=datetime.now(UTC))
    with time_machine.travel(monday_noon, tick=False):
        urgent, clear = (Visitor(result=result).week() for result in (ScreenResult.URGENT, ScreenResult.CLEAR))
    day_later = written(monday_noon + timedelta(hours=24))
    assert min(times_on(clear)) < day_later <= min(times_on(urgent))
    assert "This will be a provisional time." in urgent.content.decode()
    assert "provisional" not in clear.content.decode()


def test_anyone_shows_the_times_of_all_and_a_hold_is_with_whoever_is_free(clinic: cast.Clinic, ten: datetime) -> None:
    mei = cast.hire("Mei", "Invented", number="AP 0009")
    cast.give_role(mei, clinic.location, [clinic.again])
    touch_facts(clinic.location.pk)
    assert Visitor(who="anyone").keep(ten).status_code == 302
    assert Visitor(who="anyone").keep(ten).status_code == 302
    assert Visitor(who="anyone").keep(ten).status_code == 409


def test_pages_of_other_weeks_are_links_and_stop_at_the_horizon(clinic: cast.Clinic) -> None:
    visitor, seen = Visitor(), 0
    page = visitor.week()
    while (after := page.context["week"].after) is not None:
        page = visitor.week(week=f"{after}")
        assert page.status_code == 200
        seen += 1
    assert seen in (8, 9)


@pytest.mark.parametrize(
    "query",
    [
        {"week": "2020-01-06"},
        {"week": "2999-01-07"},
        {"week": "9999-12-31"},
        {"week": "soon"},
        {"day": "2020-01-06"},
        {"day": ""},
        {"at": "yesterday"},
        {"at": "2026-11-24T15:10"},
        {"at": "2026-11-24T15:11Z"},
        {"at": "9999-12-31T23:59:59Z"},
    ],
)
def test_a_week_that_is_none_is_a_404_with_a_way_on(clinic: cast.Clinic, query: dict[str, str]) -> None:
    answer = Visitor().week(**query)
    assert answer.status_code == 404
    assert b'href="/book/miami/bao/return/"' in answer.content


@pytest.mark.parametrize(
    "address",
    [
        "/book/nowhere/bao/return/",
        "/book/miami/nobody/return/",
        "/book/miami/bao/nothing/",
        "/book/miami/charlie/return/keep/",
    ],
)
def test_a_word_that_nobody_knows_is_a_404_with_a_way_on(clinic: cast.Clinic, address: str) -> None:
    answer = Visitor().client.get(address)
    assert answer.status_code == 404
    assert b'href="/find/"' in answer.content


def test_somebody_without_a_licence_cannot_be_booked(clinic: cast.Clinic, ten: datetime) -> None:
    clinic.bao.qualifications.update(permits_practice=False)
    assert Visitor().week().status_code == 404
    assert Visitor().keep(ten).status_code == 404


def test_a_shortened_address_leads_to_the_acupuncturists(clinic: cast.Clinic) -> None:
    for address in ("/book/", "/book/miami/", "/book/miami/bao/"):
        assert Visitor().client.get(address)["Location"] == "/find/"
