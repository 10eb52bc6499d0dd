"""Who gets in, and how."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse

from tests import cast
from tests.integration.clinic.conftest import with_second_factor

PASSPHRASE = "a long enough passphrase"


def sign_in(browser: Client, username: str = "dana", password: str = PASSPHRASE):  # type: ignore[no-untyped-def]
    return browser.post(reverse("account_login"), {"login": username, "password": password})


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_the_sign_in_page_is_where_people_look_for_it() -> None:
    assert reverse("account_login") == "/clinic/sign-in/"


def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_where_they_were_going(clinic: cast.Clinic) -> None:
    answer = Client().get("/clinic/day/2026-11-24/")
    assert answer["Location"] == "/clinic/sign-in/?next=/clinic/day/2026-11-24/"


def test_a_wrong_password_is_answered_with_what_to_look_at(clinic: cast.Clinic) -> None:
    cast.dana()
    page = sign_in(Client(), password="something else")
    assert "do not belong together" in page.content.decode()
    assert PASSPHRASE not in page.content.decode()


def test_nobody_signs_up() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {"account_login", "account_logout"} <= names
    assert {name for name in names if "signup" in name or "reset" in name or "email" in name} == set()


def test_without_a_second_factor_the_clinic_stays_shut(clinic: cast.Clinic) -> None:
    cast.dana()
    browser = Client()
    sign_in(browser)
    assert browser.get(reverse("clinic:day"))["Location"] == reverse("mfa_index")
    assert "A second factor is needed" in browser.get(reverse("mfa_index")).content.decode()


def test_in_the_demo_a_second_factor_may_be_tried_and_need_not(
    clinic: cast.Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DEMO", True)
    cast.dana()
    browser = Client()
    sign_in(browser)
    assert browser.get(reverse("clinic:day")).status_code == 200
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(clinic: cast.Clinic) -> None:
    dana = cast.dana()
    Authenticator.objects.create(user=dana, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0})
    browser = Client()
    browser.force_login(dana)
    assert browser.get(reverse("clinic:day")).status_code == 302


def test_an_app_is_connected_with_the_code_it_shows_and_then_the_clinic_opens(clinic: cast.Clinic) -> None:
    cast.dana()
    browser = Client()
    sign_in(browser)
    page = browser.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>(\w+)</code>", page)
    assert secret
    connected = browser.post(reverse("mfa_activate_totp"), {"code": code_of(secret[1])})
    assert connected["Location"] == reverse("mfa_view_recovery_codes")
    assert browser.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert browser.get(reverse("clinic:day")).status_code == 200


def test_with_a_second_factor_the_password_alone_opens_nothing(clinic: cast.Clinic) -> None:
    dana = cast.dana()
    secret = generate_totp_secret()
    TOTP.activate(dana, secret)
    browser = Client()
    assert sign_in(browser)["Location"] == reverse("mfa_authenticate")
    assert browser.get(reverse("clinic:day")).status_code == 302
    assert "Incorrect code" in browser.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert browser.post(reverse("mfa_authenticate"), {"code": code_of(secret)})["Location"] == reverse("clinic:day")
    assert browser.get(reverse("clinic:day")).status_code == 200


def test_passwords_are_not_tried_for_ever(clinic: cast.Clinic, clock: time_machine.Traveller) -> None:
    with_second_factor(cast.dana())
    browser = Client()
    for _ in range(5):
        sign_in(browser, password="a guess")
    assert "Too many tries" in sign_in(browser).content.decode()
    assert reverse("clinic:day") not in browser.session
    clock.shift(timedelta(minutes=6))
    assert sign_in(browser)["Location"] == reverse("mfa_authenticate")


def test_the_count_of_tries_is_kept_where_every_process_sees_it() -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_signing_out_takes_a_post(dana: Client) -> None:
    assert dana.get(reverse("account_logout")).status_code == 405
    assert dana.get(reverse("clinic:day")).status_code == 200
    assert dana.post(reverse("account_logout"))["Location"] == reverse("account_login")
    assert dana.get(reverse("clinic:day")).status_code == 302


def test_after_signing_out_the_browser_has_kept_nothing_to_go_back_to(dana: Client) -> None:
    assert "no-store" in dana.get(reverse("clinic:day"))["Cache-Control"]


def test_a_closed_account_says_so(clinic: cast.Clinic) -> None:
    dana = cast.dana()
    dana.is_active = False
    dana.save()
    answer = sign_in(Client())
    assert answer.status_code == 302
    assert "This account is closed" in Client().get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "account_change_password"],
)
def test_pages_about_signing_in_are_shut_to_who_is_not(name: str, clinic: cast.Clinic) -> None:
    assert Client().get(reverse(name))["Location"].startswith("/clinic/sign-in/")


@pytest.mark.parametrize(
    "name", ["mfa_index", "mfa_add_webauthn", "mfa_list_webauthn", "account_reauthenticate", "account_change_password"]
)
def test_pages_about_signing_in_are_in_our_look(name: str, clinic: cast.Clinic) -> None:
    cast.dana()
    browser = Client()
    sign_in(browser)
    page = browser.get(reverse(name))
    assert page.status_code == 200
    assert '<body class="desk">' in page.content.decode()


def test_changing_how_one_signs_in_asks_again_some_minutes_after_signing_in(
    clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    cast.dana()
    browser = Client()
    sign_in(browser)
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200
    clock.shift(timedelta(minutes=6))
    assert browser.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
    again = browser.post(f"{reverse('account_reauthenticate')}?next=/clinic/", {"password": PASSPHRASE})
    assert again["Location"] == "/clinic/"
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200
