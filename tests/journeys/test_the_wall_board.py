"""A board on the wall: one press lets it sound; a board that no longer reaches the clinic says so."""

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.journeys import desk


@pytest.mark.once
def test_one_press_lets_the_bell_sound(live: str, page: Page, clinic: cast.Clinic) -> None:
    desk.sits_down(page, live, desk.dana())
    page.goto(f"{live}/clinic/board/")
    expect(page.locator("#soundon")).to_be_hidden()
    page.locator("#sound").click()
    expect(page.locator("#soundon")).to_be_visible()
    expect(page.locator("#sound")).to_be_hidden()


@pytest.mark.once
def test_a_board_that_stands_still_says_so(live: str, page: Page, clinic: cast.Clinic) -> None:
    desk.sits_down(page, live, desk.dana())
    page.clock.install()
    page.goto(f"{live}/clinic/board/")
    expect(page.locator("#stale")).to_be_hidden()
    page.route("**/clinic/board/", lambda route: route.abort())
    page.clock.run_for(16_000)
    expect(page.locator("#stale")).to_be_visible()
    page.unroute("**/clinic/board/")
    page.clock.run_for(16_000)
    expect(page.locator("#stale")).to_be_hidden()
