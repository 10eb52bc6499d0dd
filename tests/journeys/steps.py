"""What people do on the way to a visit, told as steps. Each leaves the page where the next one begins."""

from datetime import datetime

from playwright.sync_api import BrowserContext, Page, expect

from ashi.records.models import Appointment, ScreenResult
from ashi.records.tokens import token_of
from tests import cast
from tests.browsing import breaks_no_rule, fits, press


def has_passed_the_check(context: BrowserContext, live: str, result: ScreenResult = ScreenResult.CLEAR) -> None:
    """Given somebody who has just finished the safety check."""
    key = f"journey-{cast.new_key()}"
    cast.cleared(result, key=key)
    context.add_cookies([{"name": "ashi_check", "value": key, "url": live}])


def answers_the_check(page: Page) -> None:
    """From the first question on: no to everything."""
    page.fill("[name=birth_month]", "5")
    page.fill("[name=birth_day]", "2")
    page.fill("[name=birth_year]", "1984")
    press(page.locator("main form button"))
    while page.locator("form.question").count():
        for question in page.locator("form.question fieldset:visible").all():
            question.locator("input[value=no]").check()
        press(page.locator("form.question button"))


def goes_on(page: Page) -> None:
    """From the result of the check to where they were going."""
    press(page.locator("main a.button").first)


def chooses_a_time(page: Page, start: datetime) -> None:
    press(page.locator(f'button.time[value="{start:%Y-%m-%dT%H:%MZ}"]'))


def looks_at_the_week_of(page: Page, live: str, start: datetime, address: str = "/book/miami/bao/first/") -> None:
    page.goto(f"{live}{address}?at={start:%Y-%m-%dT%H:%MZ}")


def says_who_is_coming(page: Page, name: str = "Ana Invented", email: str = "ana@example.invalid") -> None:
    page.fill("[name=name]", name)
    page.fill("[name=email]", email)


def books(page: Page) -> None:
    press(page.locator("form.person-form .actions button"))


def private_page(visit: Appointment) -> str:
    return f"/visit/{token_of(visit.links.get())}/"


def is_accessible(page: Page) -> None:
    breaks_no_rule(page)
    fits(page)


def sees(page: Page, text: str) -> None:
    expect(page.locator("main")).to_contain_text(text)
