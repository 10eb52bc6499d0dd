"""The atlas in a real browser: the rules of accessibility, small screens, keyboard and touch, light and dark."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import breaks_no_rule, fits, press
from tests.cast import Clinic

PAGES = (
    *("/learn/points/", "/learn/points/?q=futu", "/learn/points/BL/", "/learn/points/BL23/", "/learn/points/EX-HN9/"),
    *("/learn/points/map/back/", "/learn/points/map/sacrum/?size=3", "/es/learn/points/GB21/"),
)
IN_SPANISH = ("/es/learn/points/", "/es/learn/points/BL/")  # the same templates and colors, in longer words

pytestmark = pytest.mark.once


@pytest.mark.parametrize("address", PAGES)
def test_no_page_scrolls_sideways_or_breaks_a_rule_of_accessibility(
    live: str, clinic: Clinic, page: Page, address: str
) -> None:
    page.goto(live + address)
    fits(page)
    for more in page.query_selector_all("summary"):
        more.click()
    breaks_no_rule(page)


@pytest.mark.parametrize("address", IN_SPANISH)
def test_no_spanish_page_scrolls_sideways(live: str, clinic: Clinic, page: Page, address: str) -> None:
    page.goto(live + address)
    fits(page)


def test_the_policy_blocks_nothing_that_the_map_needs(live: str, clinic: Clinic, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{live}/learn/points/map/front/")
    assert said == []


def test_a_point_is_reached_by_keyboard(live: str, clinic: Clinic, page: Page) -> None:
    page.goto(f"{live}/learn/points/map/lower-back/")
    page.locator('a.pt[href="/learn/points/BL23/"]').focus()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "BL23 Shènshù"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("BL23")


def test_a_point_is_pressed_where_it_is_shown(live: str, clinic: Clinic, page: Page) -> None:
    page.goto(f"{live}/learn/points/map/sacrum/?size=3")
    target = page.locator('a.pt[href="/learn/points/BL32/"] .hit').first
    box = target.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    press(target)
    expect(page.locator("h1")).to_contain_text("BL32")


def test_a_name_is_typed_and_found(live: str, clinic: Clinic, page: Page) -> None:
    page.goto(f"{live}/learn/points/")
    page.get_by_label("Find a point").fill("zu san li")
    press(page.get_by_role("button", name="Find"))
    expect(page.locator("#found")).to_have_text("1 point found")
    press(page.get_by_role("link", name="ST36 Zúsānlǐ").first)
    expect(page.locator("h1")).to_contain_text("ST36")


def test_names_are_hidden_only_where_nobody_could_read_them(live: str, clinic: Clinic, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live}/learn/points/map/back/")
    label = page.locator(".labels text").first
    expect(label).to_be_visible()
    box = label.bounding_box()
    assert box is not None
    assert box["height"] >= 8
    page.goto(f"{live}/learn/points/map/sacrum/")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".labels text").first).to_be_visible()


def test_without_scripts_it_is_all_there(live: str, clinic: Clinic, browser: object) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{live}/learn/points/map/chest/?size=2")
    press(page.locator('a.pt[href="/learn/points/CV17/"] .hit').first)
    expect(page.locator("h1")).to_contain_text("CV17")
    context.close()
