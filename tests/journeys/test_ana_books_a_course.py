"""Ana books eight visits at once on her telephone; Dana books a course while the patient stands there."""

import time as clock
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from ashi.records.models import Appointment, CarePlan, Role
from tests import cast
from tests.integration.clinic.conftest import with_second_factor
from tests.journeys import steps


@pytest.fixture
def visit(clinic: cast.Clinic, ten: datetime) -> Appointment:
    visit = cast.booked(clinic, ten)
    visit.clearance = cast.cleared()
    visit.save()
    return visit


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.once)])
def test_she_books_eight_visits_and_changes_one_of_them_on_the_way(
    live: str, browser: Browser, visit: Appointment, scripts: bool
) -> None:
    begun = clock.monotonic()
    size = {"width": 390, "height": 844}
    page = browser.new_context(java_script_enabled=scripts, viewport=size, timezone_id="America/New_York").new_page()
    page.goto(f"{live}{steps.private_page(visit)}")
    with page.expect_navigation():
        page.get_by_role("link", name="Book a course of visits").click()
    page.locator("label.choice", has_text="8 visits").first.click()
    page.locator("label.choice", has_text="Tuesday").click()
    page.locator("label.choice", has_text="Thursday").click()
    page.locator("label.choice", has_text="Afternoon").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Show me the visits").click()
    steps.sees(page, "Do these visits suit you?")
    expect(page.locator(".courseline")).to_have_count(8)
    with page.expect_navigation():
        page.locator(".courseline a", has_text="Change").nth(2).click()
    steps.sees(page, "The other visits stay as they are.")
    other = page.locator(".courseline strong").first.inner_text()
    with page.expect_navigation():
        page.locator(".courseline a", has_text="Take this").first.click()
    expect(page.locator(".courseline").nth(2)).to_contain_text(other)
    with page.expect_navigation():
        page.get_by_role("button", name="Book these 8 visits").click()
    steps.sees(page, "All visits are booked.")
    expect(page.locator(".courseline")).to_have_count(8)
    assert CarePlan.objects.get().visits.count() == 8
    with page.expect_navigation():
        page.locator(".courseline a", has_text="Move or cancel").nth(2).click()
    steps.sees(page, "Visit 3 of 8")
    assert clock.monotonic() - begun < 180


@pytest.mark.once
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_pages_of_a_course_can_be_used_by_everybody(live: str, page: Page, visit: Appointment, prefix: str) -> None:
    here = f"{live}{prefix}{steps.private_page(visit)}course/"
    page.goto(here)
    steps.is_accessible(page)
    page.goto(f"{here}?visits=none")
    steps.is_accessible(page)
    page.locator("label.choice").nth(0).click()
    page.locator("label.choice", has_text="Bao").click()
    page.fill("[name=first]", f"{visit.start:%Y-%m-%d}")
    with page.expect_navigation():
        page.locator("main form button").click()
    steps.is_accessible(page)
    proposal = page.url
    with page.expect_navigation():
        page.locator(".courseline a").nth(1).click()
    steps.is_accessible(page)
    page.goto(proposal)
    with page.expect_navigation():
        page.locator("main form button").click()
    steps.is_accessible(page)
    page.goto(f"{here}?after=2")
    steps.is_accessible(page)
    Appointment.objects.filter(pk=visit.pk).update(clearance=None)
    CarePlan.objects.update(status="revoked")
    page.goto(here)
    steps.is_accessible(page)


def test_dana_books_a_course_while_the_patient_stands_there(live: str, page: Page, visit: Appointment) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    signs_in(page, live)
    page.goto(f"{live}/clinic/people/{visit.patient_id}/course/")
    steps.is_accessible(page)
    page.locator("label.choice", has_text="6 visits").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Show the visits").click()
    steps.is_accessible(page)
    page.locator("label.choice", has_text="Asked: what is not ticked is a no").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Book these 6 visits").click()
    steps.sees(page, "6 of 6 left")
    steps.is_accessible(page)
    page.get_by_text("Pause the course").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Yes, pause it").click()
    with page.expect_navigation():
        page.get_by_role("link", name="Go on with the course").click()
    steps.is_accessible(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Yes, book them").click()
    expect(page.locator(".courseline.coming")).to_have_count(6)
    course = CarePlan.objects.get()
    assert (course.status, course.source) == ("active", "desk")


def signs_in(page: Page, live: str) -> None:
    from django.conf import settings
    from django.test import Client

    browser = Client()
    browser.force_login(with_second_factor(cast.staff("dana", Role.DESK)))
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live}])
