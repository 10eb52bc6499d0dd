"""Ana comes back by the link in her message: she moves the visit, then she cannot come at all."""

from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from ashi.records.models import Appointment, AppointmentStatus
from tests import cast
from tests.browsing import press
from tests.journeys import steps


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.once)])
def test_she_moves_it_and_then_cancels(
    live: str, browser: Browser, clinic: cast.Clinic, ten: datetime, scripts: bool
) -> None:
    visit = cast.booked(clinic, ten)
    page = browser.new_context(java_script_enabled=scripts, timezone_id="America/New_York").new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(f"{live}{steps.private_page(visit)}")
    press(page.get_by_role("link", name="Move this visit"))
    page.get_by_role("link", name="Next week").click()
    page.wait_for_url("**week=**")
    press(page.locator("a.time").first)
    steps.sees(page, "Move it to this time?")
    page.get_by_role("button", name="Yes, move it").click()
    steps.sees(page, "Your visit is moved.")
    assert Appointment.objects.get().start != ten

    press(page.get_by_role("link", name="Cancel it"))
    page.get_by_role("button", name="Yes, cancel it").click()
    steps.sees(page, "Your visit is canceled.")
    assert Appointment.objects.get().status == AppointmentStatus.CANCELLED
    assert said == []


@pytest.mark.once
def test_the_calendar_file_is_downloaded(live: str, page: Page, clinic: cast.Clinic, ten: datetime) -> None:
    visit = cast.booked(clinic, ten)
    page.goto(f"{live}{steps.private_page(visit)}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Calendar file").click()
    assert download.value.suggested_filename == f"{visit.reference}.ics"


@pytest.mark.once
def test_the_address_goes_to_nobody_as_the_page_a_link_was_followed_from(
    live: str, page: Page, clinic: cast.Clinic, ten: datetime
) -> None:
    visit = cast.booked(clinic, ten)
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.headers.get("referer", "")))
    page.goto(f"{live}{steps.private_page(visit)}")
    press(page.get_by_role("link", name="Move this visit"))
    page.get_by_role("link", name="Privacy").click()
    page.wait_for_url("**/privacy/")
    assert not [referrer for referrer in seen if "/visit/" in referrer]


def test_whoever_lost_the_link_asks_for_it_again(live: str, page: Page, clinic: cast.Clinic, ten: datetime) -> None:
    visit = cast.booked(clinic, ten)
    page.goto(live)
    press(page.get_by_role("link", name="My visit"))
    page.fill("[name=reference]", visit.reference)
    page.fill("[name=contact]", visit.patient.email)
    page.get_by_role("button", name="Send me the link").click()
    expect(page).to_have_title("Look in your mail - ACUMD")
    assert visit.messages.filter(kind="link").count() == 1
