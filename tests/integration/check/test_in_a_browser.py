"""The check in a real browser: by keyboard, without JavaScript, on small screens, by the rules of accessibility."""

import gzip

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import breaks_no_rule, fits, press
from tests.cast import Clinic
from tests.integration.check.walking import PAGES

# What the tables keep of answers is asked on both engines in test_path, test_again and test_privacy.
pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _a_demo(settings, clinic: Clinic) -> None:
    settings.DEMO = True


def begin(page: Page, live: str, *, prefix: str = "", year: str = "1984") -> None:
    page.goto(f"{live}{prefix}/check/?next=/find/")
    page.fill("[name=birth_month]", "5")
    page.fill("[name=birth_day]", "2")
    page.fill("[name=birth_year]", year)
    press(page.locator("main button"))


def answer(page: Page, *yes: str) -> None:
    """Every question that can be seen; those that open on the way are seen in their turn."""
    for name in page.eval_on_selector_all("main input[type=radio]", "all => [...new Set(all.map(i => i.name))]"):
        choice = page.locator(f'input[name="{name}"][value={"yes" if name in yes else "no"}]')
        if choice.is_visible():
            choice.check()


def walk(page: Page, *yes: str) -> None:
    while page.locator("form.question").count():
        answer(page, *yes)
        press(page.locator("main button"))


MUCH = ("RF08", "RF11", "RF13", "RF16", "RF19", "CI06", "CI12", "CI14")


def test_no_page_breaks_a_rule_of_accessibility(live: str, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{live}/check/")
    breaks_no_rule(page)
    begin(page, live, year="2012")
    breaks_no_rule(page)
    page.fill("[name=name]", "Rosa Invented")
    page.fill("[name=phone]", "305-555-0142")
    page.locator("[name=present][value=yes]").check()
    page.locator("main button").click()
    for name in PAGES:
        page.wait_for_url(f"**/check/{name}/")
        answer(page, *MUCH)
        breaks_no_rule(page)
        press(page.locator("main button"))
    expect(page.locator(".notice.urgent").first).to_be_visible()
    breaks_no_rule(page)
    assert said == []


def test_no_spanish_page_scrolls_sideways(live: str, page: Page) -> None:
    page.goto(f"{live}/es/check/")
    fits(page)
    begin(page, live, prefix="/es")
    for name in PAGES:
        page.wait_for_url(f"**/es/check/{name}/")
        answer(page, *MUCH)
        fits(page)
        page.locator("main button").click()
    page.wait_for_url("**/es/check/result/")
    fits(page)


@pytest.mark.parametrize("name", ["saddle", "chest"])
def test_a_page_with_errors_is_accessible_and_takes_the_focus(live: str, page: Page, name: str) -> None:
    begin(page, live)
    page.goto(f"{live}/check/{name}/")
    page.locator("main button").click()
    expect(page.locator(".error-summary")).to_be_focused()
    breaks_no_rule(page)
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.type") == "radio"


def test_the_stop_page_is_accessible_and_its_first_press_calls_911(live: str, page: Page) -> None:
    begin(page, live)
    walk(page, "RF01")
    assert page.url == f"{live}/check/stop/"
    breaks_no_rule(page)
    page.locator("#main").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.href") == "tel:911"


def test_the_whole_way_by_keyboard_alone(live: str, page: Page) -> None:
    page.goto(f"{live}/check/")
    page.locator("[name=birth_month]").focus()
    for part in ("5", "2", "1984"):
        page.keyboard.type(part)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for name in PAGES:
        page.wait_for_url(f"**/check/{name}/")
        page.locator("main .back").focus()
        for _question in range(page.locator("main fieldset:visible").count()):
            page.keyboard.press("Tab")
            page.keyboard.press("ArrowDown")  # from yes, where the focus lands, to no
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "BUTTON"
        page.keyboard.press("Enter")
    page.wait_for_url("**/check/result/")
    expect(page.locator(".notice.clear")).to_be_visible()


def test_the_whole_way_without_javascript(live: str, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    begin(page, live)
    while page.locator("form.question").count():
        for field in page.locator("form.question fieldset:visible").all():
            field.locator("input[value=no]").check()
        press(page.locator("main button"))
    assert page.url == f"{live}/check/result/"
    assert page.get_by_role("link", name="Go on").get_attribute("href") == "/find/"


def test_what_is_asked_after_a_yes_opens_and_closes_without_javascript(live: str, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    begin(page, live)
    page.goto(f"{live}/check/infection/")
    part = page.locator('input[name="RF11.unwell"]').first
    expect(part).to_be_hidden()
    page.locator('input[name="RF11"][value=yes]').check()
    expect(part).to_be_visible()
    page.locator('input[name="RF11"][value=no]').check()
    expect(part).to_be_hidden()


def test_a_lost_connection_is_said_on_the_page_and_loses_nothing(live: str, page: Page) -> None:
    begin(page, live)
    page.locator('input[name="RF01"][value=no]').check()
    page.context.set_offline(True)
    page.locator("main button").click()
    expect(page.locator(".offline")).to_be_visible()
    expect(page.locator('input[name="RF01"][value=no]')).to_be_checked()
    page.context.set_offline(False)
    expect(page.locator(".offline")).to_be_hidden()
    page.locator("main button").click()
    page.wait_for_url("**/check/control/")


def test_back_in_the_browser_leads_to_the_page_before_with_its_answers(live: str, page: Page) -> None:
    begin(page, live)
    answer(page)
    page.locator("main button").click()
    page.wait_for_url("**/check/control/")
    page.go_back()
    expect(page.locator('input[name="RF01"][value=no]')).to_be_checked()


def test_after_a_stop_back_shows_the_question_again(live: str, page: Page) -> None:
    begin(page, live)
    walk(page, "RF01")
    page.go_back()
    expect(page.locator('input[name="RF01"][value=yes]')).to_be_checked()


def test_the_browser_stores_nothing(live: str, page: Page) -> None:
    begin(page, live)
    walk(page, "RF18", "CI02")
    kept = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    assert page.evaluate(kept) == '[{},{},""]'


def test_no_page_weighs_more_than_60_kilobytes(live: str, page: Page) -> None:
    begin(page, live)
    for name in ("legs", "pain"):
        weights: dict[str, int] = {}
        page.on("response", lambda sent, kept=weights: kept.update({sent.url: len(gzip.compress(sent.body()))}))
        page.goto(f"{live}/check/{name}/", wait_until="networkidle")
        assert len(weights) > 5
        assert sum(weights.values()) < 60_000, weights
