"""Two people want one time, or one of them takes too long: it is said, the nearest are offered, nothing is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from ashi.records.calendar import diary
from ashi.records.models import Appointment, Hold, Occupancy
from tests import cast
from tests.browsing import press
from tests.journeys import steps


def test_the_slower_one_gets_the_three_nearest_and_books_one(
    live: str, page: Page, browser: Browser, clinic: cast.Clinic, ten: datetime
) -> None:
    steps.has_passed_the_check(page.context, live)
    other = browser.new_context()
    steps.has_passed_the_check(other, live)
    charlie = other.new_page()
    for one in (page, charlie):
        steps.looks_at_the_week_of(one, live, ten)

    steps.chooses_a_time(page, ten)
    steps.chooses_a_time(charlie, ten)
    expect(charlie).to_have_title("That time has just gone - ACUMD")
    expect(charlie.locator(".nearest button")).to_have_count(3)
    press(charlie.locator(".nearest button").first)
    for one, name in ((page, "Ana"), (charlie, "Bo")):
        steps.says_who_is_coming(one, name, f"{name.lower()}@example.invalid")
        steps.books(one)
        one.wait_for_url("**/book/booked/**")
    assert Appointment.objects.count() == 2


def test_when_the_five_minutes_are_over_the_form_goes_along(
    live: str, page: Page, clinic: cast.Clinic, ten: datetime
) -> None:
    steps.has_passed_the_check(page.context, live)
    steps.looks_at_the_week_of(page, live, ten)
    steps.chooses_a_time(page, ten)
    steps.says_who_is_coming(page)
    page.locator("[name=news]").check()
    _five_minutes_pass()
    steps.books(page)
    expect(page).to_have_title("The five minutes are over - ACUMD")
    page.locator(f'.nearest button[value="{ten:%Y-%m-%dT%H:%MZ}"]').click()
    expect(page.locator("[name=name]")).to_have_value("Ana Invented")
    expect(page.locator("[name=news]")).to_be_checked()
    expect(page.locator("[name=reminders]")).not_to_be_checked()
    steps.books(page)
    page.wait_for_url("**/book/booked/**")
    assert Appointment.objects.get().start == ten


@pytest.mark.once
def test_the_countdown_says_how_long_and_when_it_is_over(
    live: str, page: Page, clinic: cast.Clinic, ten: datetime
) -> None:
    steps.has_passed_the_check(page.context, live)
    steps.looks_at_the_week_of(page, live, ten)
    steps.chooses_a_time(page, ten)
    expect(page.locator("#kept")).to_contain_text("Another 5 minutes.")
    expect(page.locator("#kept [role=status]")).to_be_empty()
    Hold.objects.update(expires_at=datetime.now(UTC) + timedelta(seconds=3))
    page.reload()
    expect(page.locator("#kept [role=status]")).to_have_text("Less than a minute left.")
    expect(page.locator("#kept [role=status]")).to_contain_text("The time is over.", timeout=12_000)


def test_more_time_keeps_what_was_typed(live: str, page: Page, clinic: cast.Clinic, ten: datetime) -> None:
    steps.has_passed_the_check(page.context, live)
    steps.looks_at_the_week_of(page, live, ten)
    steps.chooses_a_time(page, ten)
    steps.says_who_is_coming(page)
    page.get_by_role("button", name="Keep it for five more minutes").click()
    expect(page.locator("[name=email]")).to_have_value("ana@example.invalid")
    assert Hold.objects.get().renewed


def _five_minutes_pass() -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    Hold.objects.update(expires_at=past)
    Occupancy.objects.update(expires_at=past)
    diary.forget()  # it knew when the hold would run out
