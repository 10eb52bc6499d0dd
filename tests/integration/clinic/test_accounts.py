"""Accounts: made by the owner, begun with a link, changed, closed; each step in the audit."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ashi.clinic.actions import accounts as act
from ashi.project.commands import main
from ashi.project.logging import without_what_is_private
from ashi.records.by import By
from ashi.records.models import AuditEvent, Role, User
from tests import cast
from tests.integration.clinic.conftest import with_second_factor

PASSPHRASE = "quiet rooms in the morning"
COMMAND = By("command")


def new(**changes: object) -> dict[str, object]:
    return {"given_name": "Rosa", "family_name": "Invented", "username": "rosa", "role": "desk", **changes}


def link_in(text: str) -> str:
    found = re.search(r"/clinic/welcome/[^\"\s<]+/", text)
    assert found, text
    return found[0]


def make(browser: Client, **changes: object) -> str:
    """Rosa's account, made by the owner; returns the path of her link."""
    page = browser.post(reverse("clinic:new_account"), new(**changes))
    assert page.status_code == 200
    return link_in(page.text)


def choose(path: str, password: str = PASSPHRASE) -> Client:
    browser = Client()
    assert browser.get(path)["Location"] == reverse("clinic_welcome")
    browser.post(reverse("clinic_welcome"), {"password1": password, "password2": password})
    return browser


def sign_in(password: str = PASSPHRASE, username: str = "rosa") -> Client:
    browser = Client()
    browser.post(reverse("account_login"), {"login": username, "password": password})
    return browser


def is_in(browser: Client) -> bool:
    """Signed in: the page of the second factor opens."""
    return browser.get(reverse("mfa_index")).status_code == 200


def actions() -> list[str]:
    return list(AuditEvent.objects.filter(entity__startswith="User/").order_by("pk").values_list("action", flat=True))


def test_an_account_begins_with_a_link_and_a_password_that_only_its_owner_knows(olga: Client) -> None:
    path = make(olga)
    user = User.objects.get(username="rosa")
    assert not user.has_usable_password()
    assert (user.role, user.get_full_name()) == (Role.DESK, "Rosa Invented")
    assert not is_in(sign_in())
    choose(path)
    browser = sign_in()
    assert is_in(browser)
    assert browser.get("/clinic/")["Location"] == reverse("mfa_index")  # a second factor comes first
    assert actions() == ["account-created", "account-link", "account-password"]


def test_a_link_works_once(olga: Client) -> None:
    path = make(olga)
    choose(path)
    page = Client().get(path)
    assert page.status_code == 410
    assert "no longer works" in page.text


def test_a_newer_link_ends_the_older_one(olga: Client) -> None:
    older = make(olga)
    newer = link_in(olga.post(reverse("clinic:account_link", args=[User.objects.get(username="rosa").pk])).text)
    assert Client().get(older).status_code == 410
    choose(newer)
    assert is_in(sign_in())


def test_a_link_is_over_after_three_days(olga: Client, clock: time_machine.Traveller) -> None:
    path = make(olga)
    clock.shift(timedelta(days=3, seconds=2))
    assert Client().get(path).status_code == 410


@pytest.mark.parametrize(
    "key", ["nonsense", "1-", "-", "zzzzzzzzzzzzzzzz-abc", "1-d0abcd-00000000000000000000000000000000"]
)
def test_a_link_that_nobody_made_opens_nothing(key: str, olga: Client) -> None:
    browser = Client()
    assert browser.get(reverse("clinic_welcome_link", args=[key])).status_code == 410
    assert browser.get(reverse("clinic_welcome")).status_code == 410


def test_a_bad_link_signs_nobody_out(olga: Client) -> None:
    olga.get(reverse("clinic_welcome_link", args=["nonsense"]))
    assert olga.get(reverse("clinic:accounts")).status_code == 200


def test_the_link_leaves_the_address_at_once_and_stands_in_no_log(olga: Client) -> None:
    path = make(olga)
    browser = Client()
    assert browser.get(path)["Location"] == "/clinic/welcome/"
    assert path.split("/")[-2] not in browser.get("/clinic/welcome/").text
    event = without_what_is_private(None, "", {"event": f"GET {path} 302"})
    assert event["event"] == "GET /clinic/welcome/[private]/ 302"


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("short", "short", "at least 12"),
        (PASSPHRASE, "another one altogether", "same password"),
        ("", "", "Write your"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused(first: str, second: str, said: str, olga: Client) -> None:
    path = make(olga)
    browser = Client()
    browser.get(path)
    page = browser.post(reverse("clinic_welcome"), {"password1": first, "password2": second})
    assert page.status_code == 422
    assert said in page.text
    assert not User.objects.get(username="rosa").has_usable_password()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"username": ""}, "Write a user name"),
        ({"username": "Rosa M"}, "Small letters"),
        ({"given_name": ""}, "Write the first name"),
        ({"role": ""}, "Choose what they do"),
        ({"role": "god"}, "not one of the available choices"),
        ({"role": "acupuncturist"}, "Choose the acupuncturist whose account"),
        ({"email": "rosa"}, "mail address"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_and_nothing_is_made(
    changes: dict[str, object], said: str, olga: Client
) -> None:
    page = olga.post(reverse("clinic:new_account"), new(**changes))
    assert page.status_code == 422
    assert said in page.text
    assert not User.objects.filter(last_name="Invented").exists()


@pytest.mark.parametrize("username", ["a-owner", "A-Owner"])
def test_nobody_gets_a_user_name_that_somebody_has(username: str, olga: Client) -> None:
    with pytest.raises(act.Refused, match="name"):
        act.create_account(
            username=username, given_name="R", family_name="I", role=Role.DESK, by=COMMAND, now=timezone.now()
        )
    assert olga.post(reverse("clinic:new_account"), new(username="a-owner")).status_code == 422


def test_an_acupuncturist_has_one_account_and_the_desk_treats_nobody(olga: Client, clinic: cast.Clinic) -> None:
    make(olga, role="acupuncturist", practitioner=clinic.bao.pk)
    assert User.objects.get(username="rosa").practitioner == clinic.bao
    again = olga.post(reverse("clinic:new_account"), new(username="two", role="owner", practitioner=clinic.bao.pk))
    assert again.status_code == 422
    other = cast.hire("Cleo", "Invented", number="AP 0001")
    assert olga.post(reverse("clinic:new_account"), new(username="two", practitioner=other.pk)).status_code == 422


def rosa(role: Role = Role.DESK) -> User:
    return with_second_factor(cast.staff("rosa", role))


def test_a_role_is_changed_and_holds_at_the_next_page(olga: Client, clinic: cast.Clinic) -> None:
    user = rosa()
    browser = Client()
    browser.force_login(user)
    assert browser.get(reverse("clinic:accounts")).status_code == 403
    assert olga.post(reverse("clinic:account", args=[user.pk]), {"role": "owner"}).status_code == 302
    assert browser.get(reverse("clinic:accounts")).status_code == 200
    entry = AuditEvent.objects.get(action="account-role")
    assert (entry.entity, entry.detail["was"], entry.detail["role"]) == (f"User/{user.pk}", "desk", "owner")


def test_who_is_closed_out_is_out_at_once_and_cannot_come_back(olga: Client) -> None:
    user = rosa()
    browser = Client()
    browser.force_login(user)
    assert browser.get("/clinic/").status_code == 200
    assert olga.post(reverse("clinic:account_close", args=[user.pk])).status_code == 302
    assert browser.get("/clinic/").status_code == 302
    assert not is_in(sign_in("a long enough passphrase"))
    assert olga.post(reverse("clinic:account_link", args=[user.pk])).status_code == 409
    olga.post(reverse("clinic:account_open", args=[user.pk]))
    assert sign_in("a long enough passphrase").get(reverse("mfa_authenticate")).status_code == 200
    assert actions() == ["account-closed", "account-opened"]


def test_a_link_ends_with_the_account(olga: Client) -> None:
    path = make(olga)
    olga.post(reverse("clinic:account_close", args=[User.objects.get(username="rosa").pk]))
    assert Client().get(path).status_code == 410


def test_a_lost_telephone_ends_every_second_factor_the_password_and_what_is_open(olga: Client) -> None:
    user = rosa()
    browser = Client()
    browser.force_login(user)
    page = olga.post(reverse("clinic:account_second_factor", args=[user.pk]))
    path = link_in(page.text)
    assert not Authenticator.objects.filter(user=user).exists()
    assert browser.get("/clinic/").status_code == 302
    choose(path)
    assert sign_in().get("/clinic/")["Location"] == reverse("mfa_index")
    assert actions() == ["account-second-factor-reset", "account-link", "account-password"]


@pytest.mark.parametrize("name", ["account_close", "account_second_factor", "account_link"])
def test_nobody_closes_or_resets_themselves(name: str, olga: Client) -> None:
    own = User.objects.get(role=Role.OWNER)
    assert olga.post(reverse(f"clinic:{name}", args=[own.pk])).status_code == 409
    own.refresh_from_db()
    assert own.is_active
    assert own.has_usable_password()
    assert Authenticator.objects.filter(user=own).exists()


def test_nobody_takes_the_owners_role_from_themselves(olga: Client) -> None:
    own = User.objects.get(role=Role.OWNER)
    assert olga.post(reverse("clinic:account", args=[own.pk]), {"role": "desk"}).status_code == 409
    assert User.objects.get(pk=own.pk).role == Role.OWNER


def test_the_last_owner_stays(olga: Client) -> None:
    own = User.objects.get(role=Role.OWNER)
    User.objects.filter(pk=rosa(Role.OWNER).pk).update(is_active=False)  # a closed owner lets nobody in
    for attempt in (
        lambda: act.close_account(user=own, by=COMMAND, now=timezone.now()),
        lambda: act.change_role(user=own, role=Role.DESK, practitioner=None, by=COMMAND, now=timezone.now()),
    ):
        with pytest.raises(act.Refused, match="last owner"):
            attempt()


def test_the_page_says_who_has_no_password_and_no_second_factor(olga: Client) -> None:
    make(olga)
    page = olga.get(reverse("clinic:accounts")).text
    assert "no password yet" in page
    assert page.count(">none<") == 1


def test_a_clinic_gets_its_first_owner_by_a_command(clinic: cast.Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["staff", "add", "rosa", "--role", "owner", "--name", "Rosa Invented"]) == 0
    choose(link_in(capsys.readouterr().out))
    assert is_in(sign_in())
    assert main(["staff", "list"]) == 0
    assert re.search(r"rosa\s+owner\s+no second factor", capsys.readouterr().out)
    assert AuditEvent.objects.filter(action="account-created", by="command").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["close", "rosa"], "last owner"),
        (["role", "rosa", "desk"], "last owner"),
        (["link", "nobody"], "staff list"),
        (["add", "rosa", "--role", "desk", "--name", "Rosa Invented"], "user name already"),
        (["add", "bo", "--role", "acupuncturist", "--name", "Bo Invented"], "--treats-as"),
        (["add", "bo", "--role", "desk", "--name", "Bo"], "family name"),
        (["role", "rosa", "owner", "--treats-as", "nobody"], "no acupuncturist is called"),
    ],
)
def test_the_command_says_in_one_line_what_it_would_not_do(
    words: list[str], said: str, clinic: cast.Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["staff", "add", "rosa", "--role", "owner", "--name", "Rosa Invented"])
    assert main(["staff", *words]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_the_command_closes_opens_and_resets(clinic: cast.Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    user = rosa()
    assert main(["staff", "close", "rosa"]) == 0
    assert not User.objects.get(pk=user.pk).is_active
    assert main(["staff", "open", "rosa"]) == 0
    assert main(["staff", "reset-second-factor", "rosa"]) == 0
    assert not Authenticator.objects.exists()
    assert main(["staff", "role", "rosa", "acupuncturist", "--treats-as", "bao"]) == 0
    assert User.objects.get(pk=user.pk).practitioner == clinic.bao
    choose(link_in(capsys.readouterr().out))
    assert is_in(sign_in())
