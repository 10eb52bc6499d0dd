"""What is told around a visit, in a real browser: by finger, without JavaScript, by the rules of accessibility."""

import gzip
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from ashi.records.models import Baseline, Recheck
from tests import cast
from tests.browsing import breaks_no_rule, fits
from tests.integration.check.test_again import SOON
from tests.integration.check.visiting import Guest, coming


@pytest.fixture
def guest(clinic: cast.Clinic, settings) -> Guest:
    settings.DEMO = True
    return Guest(coming(clinic, within=SOON))


def known(page: Page, address: str, to: str) -> None:
    page.goto(f"{address}{to}")
    page.fill("[name=birth_month]", "5")
    page.fill("[name=birth_day]", "2")
    page.fill("[name=birth_year]", "1984")
    with page.expect_navigation():
        page.locator("main form button").click()


def tap(page: Page, place: str) -> None:
    page.locator(f"[data-place={place}]").scroll_into_view_if_needed()
    box = page.locator(f"[data-place={place}]").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_tap_on_the_picture_ticks_the_list_without_javascript(live: str, browser: Browser, guest: Guest) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    known(page, f"{live}{guest.page}", "pain/")
    tap(page, "low_left")
    expect(page.get_by_label("Low back, left")).to_be_checked()
    tap(page, "left_thigh")
    expect(page.get_by_label("Left thigh")).to_be_checked()
    tap(page, "low_left")
    expect(page.get_by_label("Low back, left")).not_to_be_checked()
    page.get_by_label("6 to 12 weeks").check()
    page.get_by_label("Nothing that I know of").check()
    page.locator("[name=pain][value='7']").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("It goes to the people who treat you")).to_be_visible()
    assert Baseline.objects.get().places == ["left_thigh"]


def test_every_place_of_the_picture_can_be_hit_on_a_narrow_telephone(live: str, page: Page, guest: Guest) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    known(page, f"{live}{guest.page}", "pain/")
    sizes = page.eval_on_selector_all(
        "[data-place]", "all => all.map(one => one.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"
    )
    assert len(sizes) == 15
    assert min(sizes) >= 24


@pytest.mark.once
def test_no_page_around_a_visit_breaks_a_rule_of_access(live: str, page: Page, guest: Guest) -> None:
    address = f"{live}{guest.page}"
    page.goto(address)
    breaks_no_rule(page)
    page.goto(f"{address}pain/")
    breaks_no_rule(page)
    known(page, address, "pain/")
    page.get_by_label("Low back, left").check()
    breaks_no_rule(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this").click()
    expect(page.locator(".error-summary")).to_be_focused()
    breaks_no_rule(page)
    page.goto(f"{address}again/")
    breaks_no_rule(page)
    for name in page.eval_on_selector_all("main input[type=radio]", "all => [...new Set(all.map(i => i.name))]"):
        choice = page.locator(f'input[name="{name}"][value={"yes" if name == "RF05" else "no"}]')
        if choice.is_visible():
            choice.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Send the answers").click()
    expect(page.get_by_role("heading", name="See a doctor today")).to_be_visible()
    breaks_no_rule(page)
    assert Recheck.objects.get().result == "urgent"


@pytest.mark.once
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_no_page_around_a_visit_scrolls_sideways_or_is_heavy(live: str, page: Page, guest: Guest, prefix: str) -> None:
    address = f"{live}{prefix}{guest.page}"
    known(page, address, "pain/")
    for path in ("", "pain/", "again/", "birth-date/"):
        weights: dict[str, int] = {}
        page.on("response", lambda sent, kept=weights: kept.update({sent.url: _weight(sent)}))
        page.goto(f"{address}{path}", wait_until="networkidle")
        assert len(weights) > 3
        assert sum(weights.values()) < 60_000, (path, weights)
        fits(page)


def _weight(sent) -> int:
    return 0 if 300 <= sent.status < 400 else len(gzip.compress(sent.body()))


def test_the_browser_keeps_nothing_of_what_was_told(live: str, page: Page, guest: Guest) -> None:
    known(page, f"{live}{guest.page}", "again/")
    page.locator('input[name="RF01"][value=yes]').check()
    with page.expect_navigation():
        page.get_by_role("button", name="Send the answers").click()
    expect(page.get_by_role("heading", name="Get medical help now")).to_be_visible()
    assert page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])") == '[{},{},""]'
    assert re.search(r"RF01|emergency|stop", page.url) is None
