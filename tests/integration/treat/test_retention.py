"""Nobody who lies with needles is forgotten: the board, the banner, the day sheet, the way out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from ashi.records.models import AuditEvent, NeedleSet, Role
from tests import cast
from tests.integration.clinic.bell import FILE, bell
from tests.integration.clinic.conftest import with_second_factor
from tests.integration.treat.charts import Charting, text_of

SOMEBODY_HAS_TO_GO = "Needles are in and somebody has to go."


@pytest.fixture
def resting(charting: Charting) -> Charting:
    charting.needle_in()
    return charting


def board(browser: Client) -> str:
    page = browser.get(reverse("clinic:board"))
    assert page.status_code == 200
    return text_of(page)


def past_its_time(charting: Charting, clock: time_machine.Traveller, minutes: int = 3) -> None:
    rest_until = charting.needle_set().rest_until
    assert rest_until is not None
    clock.move_to(rest_until + timedelta(minutes=minutes))
    charting.back()


def test_the_board_counts_down_and_then_rings(resting: Charting, clock: time_machine.Traveller) -> None:
    rest_until = resting.needle_set().rest_until
    assert rest_until is not None
    clock.move_to(rest_until - timedelta(minutes=4))
    shown = board(resting.browser)
    assert "4 min left" in shown
    assert "data-ringing" not in shown
    clock.move_to(rest_until + timedelta(minutes=3))
    shown = board(resting.browser)
    assert "3 min over" in shown
    assert "data-ringing" in shown


def test_the_board_shows_a_passer_by_neither_name_nor_health(resting: Charting) -> None:
    resting.press("note", {"reason": "an aching back", "pain": 6, "findings": "", "advice": ""})
    shown = board(resting.browser)
    assert "Ana I." in shown
    for kept in ("Ana Invented", "aching", "BL23", "ST36"):
        assert kept not in shown


def test_the_board_refreshes_itself_and_goes_on_while_the_desk_is_idle(
    resting: Charting, clock: time_machine.Traveller
) -> None:
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in board(resting.browser)
    for _ in range(4):
        clock.shift(timedelta(minutes=4))
        board(resting.browser)
    assert resting.browser.get(reverse("clinic:day")).status_code == 401


def test_a_visit_that_nobody_charts_is_on_the_board_by_its_plan(
    visit: object, bao: Client, clock: time_machine.Traveller
) -> None:
    assert "Nobody lies with needles." in board(bao)
    clock.shift(timedelta(hours=2, minutes=30))
    assert "Ana I." in board(bao)


def test_counted_out_is_off_the_board_and_the_day_sheet_whatever_the_plan_says(
    resting: Charting, clock: time_machine.Traveller
) -> None:
    past_its_time(resting, clock, 200)
    assert "Ana I." in board(resting.browser)
    assert resting.count_out(3).status_code == 302
    assert "Ana I." not in board(resting.browser)
    sheet = text_of(resting.browser.get(reverse("clinic:day")))
    assert "With needles now" not in sheet
    assert "were due out" not in sheet


@pytest.mark.parametrize("name", ["day", "week", "people", "todo", "leave", "book"])
def test_every_page_names_who_is_overdue(
    name: str, resting: Charting, clock: time_machine.Traveller, signed_in: Callable[[Role], Client]
) -> None:
    assert SOMEBODY_HAS_TO_GO not in text_of(resting.browser.get(reverse(f"clinic:{name}")))
    past_its_time(resting, clock)
    page = text_of(signed_in(Role.DESK).get(reverse(f"clinic:{name}")))
    assert SOMEBODY_HAS_TO_GO in page
    assert "Ana Invented" in page


def test_closing_time_is_said_even_while_the_rest_goes_on(resting: Charting, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(hours=30))
    NeedleSet.objects.update(rest_until=NeedleSet.objects.get().rest_until + timedelta(days=9))  # type: ignore[operator]
    resting.back()
    page = text_of(resting.browser.get(reverse("clinic:todo")))
    assert "The clinic has closed." in page
    assert "data-ringing" in board(resting.browser)


def test_signing_out_says_first_who_still_lies_there(resting: Charting) -> None:
    page = resting.browser.post(reverse("account_logout"))
    assert page.status_code == 409
    assert "Ana I." in text_of(page)
    assert resting.browser.get(reverse("clinic:day")).status_code == 200
    assert resting.browser.post(reverse("account_logout"), {"sure": "1"}).status_code == 302
    assert resting.browser.get(reverse("clinic:day")).status_code == 302
    assert AuditEvent.objects.filter(action="sign-out-while-needles-are-in", patient=resting.visit.patient).count() == 1


def test_a_colleague_signs_out_freely_until_closing_time(
    resting: Charting, clock: time_machine.Traveller, signed_in: Callable[[Role], Client]
) -> None:
    assert signed_in(Role.DESK).post(reverse("account_logout")).status_code == 302
    clock.shift(timedelta(hours=12))
    olga = Client()
    olga.force_login(with_second_factor(cast.staff("late", Role.OWNER)))
    assert olga.post(reverse("account_logout")).status_code == 409


def test_the_bell_is_the_one_we_made() -> None:
    assert FILE.read_bytes() == bell()
