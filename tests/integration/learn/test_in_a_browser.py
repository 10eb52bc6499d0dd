"""The pages before the check in a real browser: the rules of accessibility, the policy, and small screens."""

import pytest
from playwright.sync_api import Page

from tests.browsing import breaks_no_rule, fits
from tests.cast import Clinic, give_role, hire

EVIDENCE = ("/learn/evidence/", "/learn/evidence/trials/", "/learn/evidence/sources/")
PAGES = ("/", "/learn/back-pain/", *EVIDENCE, "/privacy/", "/accessibility/", "/no-such-page/")
MORE = 12  # of what can be unfolded; the rest of a page comes from the same templates

pytestmark = pytest.mark.once


@pytest.fixture
def people(clinic: Clinic) -> None:
    give_role(hire("Cleo", "Ray", number="AP 0001"), clinic.location, [clinic.first], ["en", "es"])


@pytest.mark.parametrize("address", [*PAGES, "/es/", "/es/learn/back-pain/"])
def test_no_rule_of_accessibility_is_broken_and_the_policy_blocks_nothing(
    live: str, people: None, page: Page, address: str
) -> None:
    """Nor the data for search engines: a script element that is never run."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))
    response = page.goto(live + address)
    assert response is not None
    assert "script-src 'self'" in response.headers["content-security-policy"]
    if address in ("/", "/learn/back-pain/", *EVIDENCE):
        assert page.locator('script[type="application/ld+json"]').count() == 1
    if response.ok:
        assert said == []
    for more in page.query_selector_all("summary")[:MORE]:
        more.click()
    breaks_no_rule(page)


@pytest.mark.parametrize(
    "address", ["/es/", "/es/learn/back-pain/", *(f"/es{page}" for page in EVIDENCE), "/es/privacy/"]
)
def test_no_page_scrolls_sideways(live: str, people: None, page: Page, address: str) -> None:
    page.goto(live + address)
    fits(page)


def test_the_keyboard_goes_straight_to_the_main_part(live: str, people: None, page: Page) -> None:
    page.goto(live)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_everything_that_can_be_pressed_is_big_enough(live: str, people: None, page: Page) -> None:
    """24 px by the rule (WCAG 2.2, 2.5.8); links inside a sentence are exempt, these are not."""
    page.goto(live)
    for part in page.locator(".button, .path a, .phone, .language, .textlink, .certainty, .foot li a").all():
        box = part.bounding_box()
        assert box is not None
        assert box["height"] >= 40, part.inner_text()
