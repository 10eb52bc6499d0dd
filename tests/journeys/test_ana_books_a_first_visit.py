"""Ana has back pain and a telephone: from the clinic's first page to a booked visit, without an account."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from ashi.records.models import Appointment
from tests import cast
from tests.browsing import press
from tests.journeys import steps


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.once)])
def test_from_the_first_page_to_a_booked_visit(live: str, page: Page, clinic: cast.Clinic, width: int) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": width, "height": 844})

    page.goto(live)
    press(page.locator('main a[href="/check/"]').first)
    steps.answers_the_check(page)
    steps.goes_on(page)
    page.wait_for_url("**/find/")
    press(page.get_by_role("link", name="See times with Bao Tran"))
    press(page.locator("button.time").first)
    expect(page).to_have_title("Who is coming? - ACUMD")
    steps.says_who_is_coming(page)
    steps.books(page)

    visit = Appointment.objects.get()
    page.wait_for_url(f"**/book/booked/{visit.reference}/")
    steps.sees(page, "We are sending this to ana@example.invalid.")
    page.get_by_role("link", name="Open my visit page").click()
    steps.sees(page, "Your visit is")
    assert said == []


def test_the_same_without_javascript_and_from_a_deep_link(
    live: str, browser: Browser, clinic: cast.Clinic, ten: datetime
) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()

    steps.looks_at_the_week_of(page, live, ten)
    assert page.url.startswith(f"{live}/check/")
    steps.answers_the_check(page)
    steps.goes_on(page)
    assert "/book/miami/bao/first/?at=" in page.url
    press(page.locator("button.time.wished"))
    steps.says_who_is_coming(page)
    steps.books(page)

    assert Appointment.objects.get().start == ten
    steps.sees(page, "10:00 am")


@pytest.mark.once
def test_the_same_in_spanish(live: str, page: Page, clinic: cast.Clinic, ten: datetime) -> None:
    page.goto(f"{live}/es/book/miami/bao/first/?at={ten:%Y-%m-%dT%H:%MZ}")
    steps.answers_the_check(page)
    steps.goes_on(page)
    steps.chooses_a_time(page, ten)
    expect(page).to_have_title("¿Quién viene? - ACUMD")
    steps.says_who_is_coming(page, name="José Invented")
    steps.books(page)
    steps.sees(page, "Reservada.")
    assert "/es/book/booked/" in page.url
    visit = Appointment.objects.get()
    assert (visit.patient.language, visit.start) == ("es", ten)


@pytest.mark.once
def test_the_same_by_keyboard_alone(live: str, page: Page, clinic: cast.Clinic, ten: datetime) -> None:
    steps.has_passed_the_check(page.context, live)
    page.goto(f"{live}/find/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    _tab_to(page, "See times with Bao Tran, A.P.")
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/miami/bao/first/**")
    while page.evaluate("document.activeElement.className").split()[:1] != ["time"]:
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/your-time/")
    while page.evaluate("document.activeElement.name") != "name":
        page.keyboard.press("Tab")
    page.keyboard.type("Ana Invented")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "phone"
    page.keyboard.type("305-555-0142")
    for _box in ("email", "reminders"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/booked/**")
    visit = Appointment.objects.get()
    assert (visit.patient.name, visit.patient.consents.get().kind) == ("Ana Invented", "reminders")


@pytest.mark.once
def test_what_was_typed_survives_a_lost_connection(live: str, page: Page, clinic: cast.Clinic, ten: datetime) -> None:
    steps.has_passed_the_check(page.context, live)
    steps.looks_at_the_week_of(page, live, ten)
    steps.chooses_a_time(page, ten)
    steps.says_who_is_coming(page)
    page.context.set_offline(True)
    page.locator("form.person-form .actions button").click()
    expect(page.locator(".offline")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("Ana Invented")
    page.context.set_offline(False)
    steps.books(page)
    page.wait_for_url("**/book/booked/**")


def test_a_double_press_books_once(live: str, page: Page, clinic: cast.Clinic, ten: datetime) -> None:
    steps.has_passed_the_check(page.context, live)
    steps.looks_at_the_week_of(page, live, ten)
    steps.chooses_a_time(page, ten)
    steps.says_who_is_coming(page)
    page.locator("form.person-form .actions button").dblclick()
    expect(page).to_have_url(re.compile("/book/booked/"))  # the second press may end the way of the first
    assert Appointment.objects.count() == 1


@pytest.mark.once
def test_the_weeks_turn_without_losing_the_page(live: str, page: Page, clinic: cast.Clinic) -> None:
    steps.has_passed_the_check(page.context, live)
    page.goto(f"{live}/book/miami/bao/first/")
    heading = page.locator(".weeknav h2").inner_text()
    page.evaluate("window.sameWindow = true")
    page.get_by_role("link", name="Next week").click()
    expect(page.locator(".weeknav h2")).not_to_have_text(heading)
    assert "?week=" in page.url
    assert page.evaluate("window.sameWindow") is True
    page.go_back()
    expect(page.locator(".weeknav h2")).to_have_text(heading)


@pytest.mark.once
def test_somebody_far_away_sees_their_own_time_beside_the_clinics(
    live: str, browser: Browser, clinic: cast.Clinic, ten: datetime
) -> None:
    context = browser.new_context(timezone_id="America/Los_Angeles", locale="en-US")
    steps.has_passed_the_check(context, live)
    page = context.new_page()
    steps.looks_at_the_week_of(page, live, ten)
    expect(page.locator("button.time.wished")).to_contain_text("7:00 AM")
    steps.sees(page, "(America/Los Angeles)")


@pytest.mark.once
def test_somebody_in_the_same_zone_sees_one_time_only(
    live: str, page: Page, clinic: cast.Clinic, ten: datetime
) -> None:
    steps.has_passed_the_check(page.context, live)
    steps.looks_at_the_week_of(page, live, ten)
    expect(page.locator("button.time.wished")).to_have_count(1)
    expect(page.locator(".theirs")).to_have_count(0)


def _tab_to(page: Page, name: str) -> None:
    for _press in range(60):
        page.keyboard.press("Tab")
        if " ".join(page.evaluate("document.activeElement.innerText || ''").split()) == name:
            return
    raise AssertionError(f"the keyboard does not get to {name}")
