"""A desk that nobody touches for ten minutes."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from ashi.records.models import Appointment
from tests import cast
from tests.integration.clinic.conftest import TUESDAY

PASSPHRASE = "a long enough passphrase"
DAY = "/clinic/day/2026-12-01/"


def unlock(browser: Client, password: str = PASSPHRASE, **data: str):  # type: ignore[no-untyped-def]
    return browser.post(reverse("clinic:unlock"), {"password": password, "address": DAY, **data})


@pytest.fixture
def idle(dana: Client, clock: time_machine.Traveller) -> Client:
    dana.get(DAY)
    clock.shift(timedelta(minutes=10))
    return dana


def test_just_under_ten_minutes_is_no_time(dana: Client, clock: time_machine.Traveller) -> None:
    dana.get(DAY)
    clock.shift(timedelta(minutes=9, seconds=59))
    assert dana.get(DAY).status_code == 200


def test_whoever_goes_on_working_is_not_asked(dana: Client, clock: time_machine.Traveller) -> None:
    for _ in range(4):
        assert dana.get(DAY).status_code == 200
        clock.shift(timedelta(minutes=6))


def test_after_ten_minutes_the_password_is_asked_and_nothing_is_shown(idle: Client, clinic: cast.Clinic) -> None:
    cast.booked(clinic, TUESDAY + timedelta(hours=5))
    page = idle.get(DAY)
    assert page.status_code == 401
    assert "Are you still there?" in page.content.decode()
    assert "Ana Invented" not in page.content.decode()


def test_with_the_password_one_is_back_where_one_was(idle: Client) -> None:
    assert unlock(idle)["Location"] == DAY
    assert idle.get(DAY).status_code == 200


def test_a_wrong_password_opens_nothing(idle: Client) -> None:
    assert "This is not your password" in unlock(idle, "a guess").content.decode()
    assert idle.get(DAY).status_code == 401


def test_the_password_is_not_guessed_for_ever(idle: Client) -> None:
    for _ in range(5):
        unlock(idle, "a guess")
    assert unlock(idle)["Location"].startswith("/clinic/sign-in/")
    assert "_auth_user_id" not in idle.session


def test_what_was_sent_by_an_idle_desk_is_not_done_and_not_lost(idle: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TUESDAY + timedelta(hours=5))
    address = reverse("clinic:cancel", args=[visit.pk])
    page = idle.post(address, {"note": "A cold"}).content.decode()
    assert Appointment.objects.get().status == "booked"
    assert re.search(r'name="kept:note" value="A cold"', page)
    back = unlock(idle, address=address, **{"kept:note": "A cold"}).content.decode()
    assert f'action="{address}"' in back
    assert 'name="note" value="A cold"' in back
    assert PASSPHRASE not in back
    assert Appointment.objects.get().status == "booked"
    assert idle.post(address, {"note": "A cold"}).status_code == 302
    assert Appointment.objects.get().cancel_note == "A cold"


def test_a_sheet_that_refreshes_itself_keeps_nobody_signed_in(dana: Client, clock: time_machine.Traveller) -> None:
    dana.get(DAY)
    for _ in range(5):
        clock.shift(timedelta(minutes=2))
        answer = dana.get(DAY, headers={"X-Ashi-Watch": "1"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert dana.get(DAY).status_code == 401


def test_typing_counts_as_being_there(dana: Client, clock: time_machine.Traveller) -> None:
    dana.get(DAY)
    for _ in range(3):
        clock.shift(timedelta(minutes=6))
        assert dana.post(reverse("clinic:here")).status_code == 204
    assert dana.get(DAY).status_code == 200


def test_the_script_is_told_whether_the_desk_is_idle_and_asking_wakes_nobody(
    dana: Client, clock: time_machine.Traveller
) -> None:
    dana.get(DAY)
    assert dana.get(reverse("clinic:idle")).json() == {"idle": False}
    clock.shift(timedelta(minutes=10))
    assert dana.get(reverse("clinic:idle")).json() == {"idle": True}
    assert dana.get(DAY).status_code == 401


def test_the_script_gets_a_word_and_the_screen_stays(idle: Client) -> None:
    def say(password: str):  # type: ignore[no-untyped-def]
        return idle.post(reverse("clinic:unlock"), {"password": password}, headers={"Accept": "application/json"})

    assert say("a guess").json() == {"wrong": True}
    assert say(PASSPHRASE).status_code == 200
    assert idle.get(DAY).status_code == 200


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_nobody_is_led_to_another_site(address: str, idle: Client) -> None:
    assert unlock(idle, address=address)["Location"] == reverse("clinic:day")


def test_ten_idle_minutes_close_every_window_of_the_session_but_nobody_elses(idle: Client, olga: Client) -> None:
    assert olga.get(DAY).status_code == 200
    assert idle.get(DAY).status_code == 401
