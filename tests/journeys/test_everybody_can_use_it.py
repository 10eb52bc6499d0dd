"""Every page of finding, booking and the private visit: the rules of accessibility, light and dark, wide and small."""

from datetime import datetime

import pytest
from playwright.sync_api import Page

from ashi.records.models import Appointment, Hold, ScreenResult, VisitLink
from tests import cast
from tests.browsing import press
from tests.journeys import steps

pytestmark = pytest.mark.once


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_pages_of_booking(live: str, page: Page, clinic: cast.Clinic, ten: datetime, prefix: str) -> None:
    page.goto(f"{live}{prefix}/find/")
    steps.is_accessible(page)
    steps.has_passed_the_check(page.context, live, ScreenResult.URGENT)
    for address in ("/find/?been=yes&language=fr", "/find/?been=yes", "/book/miami/bao/first/"):
        page.goto(f"{live}{prefix}{address}")
        steps.is_accessible(page)
    page.goto(f"{live}{prefix}/book/miami/anyone/first/?day={ten:%Y-%m-%d}")
    steps.is_accessible(page)
    steps.chooses_a_time(page, ten)
    steps.is_accessible(page)
    steps.books(page)
    steps.is_accessible(page)
    steps.says_who_is_coming(page)
    Hold.objects.all().delete()
    steps.books(page)
    steps.is_accessible(page)
    press(page.locator(".nearest button").first)
    steps.books(page)
    page.wait_for_url("**/book/booked/**")
    steps.is_accessible(page)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_private_pages(live: str, page: Page, clinic: cast.Clinic, ten: datetime, prefix: str) -> None:
    visit = cast.booked(clinic, ten)
    private = f"{live}{prefix}{steps.private_page(visit)}"
    for address in ("", "move/", f"move/?day={ten:%Y-%m-%d}", "cancel/"):
        page.goto(f"{private}{address}")
        steps.is_accessible(page)
    page.goto(f"{private}move/")
    press(page.locator("a.time").first)
    steps.is_accessible(page)
    press(page.locator("main form button").first)
    steps.is_accessible(page)
    page.goto(f"{private}move/?to=2020-01-01T15:00Z")
    steps.is_accessible(page)
    page.goto(f"{private}cancel/")
    press(page.locator("main form button").first)
    steps.is_accessible(page)
    assert Appointment.objects.get().status == "cancelled"
    VisitLink.objects.update(revoked_at=ten)
    page.goto(private)
    steps.is_accessible(page)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_pages_of_a_wrong_turn(live: str, page: Page, clinic: cast.Clinic, prefix: str) -> None:
    steps.has_passed_the_check(page.context, live)
    for address in (
        "/visit/",
        "/visit/sent/",
        "/visit/nonsense/",
        "/book/miami/nobody/first/",
        "/book/booked/AAAA-CCCC/",
    ):
        page.goto(f"{live}{prefix}{address}")
        steps.is_accessible(page)
    page.goto(f"{live}{prefix}/visit/")
    press(page.locator("main form button"))
    steps.is_accessible(page)
    page.goto(f"{live}{prefix}/book/miami/bao/first/?week=2020-01-01")
    steps.is_accessible(page)
