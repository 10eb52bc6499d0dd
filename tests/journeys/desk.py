"""A morning at the desk, as steps; and a hand that counts what it does.

A practised person types a key in 0.28 s, and needs 1.3 s to point at something and press (Card, Moran and Newell 1980);
the time the machine takes is measured and added.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as wall

from django.test import Client
from playwright.sync_api import Locator, Page, expect

from ashi.records.models import Appointment, Role, User
from tests import cast

KEY, PRESS = 0.28, 1.3  # seconds
TUESDAY = cast.next_weekday(1, wall(7, 30), after=datetime.now(UTC) + timedelta(days=2))
TEN = TUESDAY + timedelta(hours=2, minutes=30)
PASSPHRASE = "a long enough passphrase"


@dataclass
class Hand:
    """Keys and presses of one task, and how long they take with the machine's answers between them."""

    page: Page
    keys: int = 0
    presses: int = 0
    waited: float = 0.0

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def key(self, name: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(name)
        self.keys += times

    def presses_on(self, what: Locator) -> None:
        what.click()
        self.presses += 1

    @contextmanager
    def waits(self) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.waited += time.perf_counter() - began

    @property
    def seconds(self) -> float:
        return self.keys * KEY + self.presses * PRESS + self.waited


def signs_in(page: Page, live: str, username: str) -> None:
    page.goto(f"{live}/clinic/sign-in/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSPHRASE)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


def sits_down(page: Page, live: str, user: User, address: str = "/clinic/") -> None:
    """Given somebody who signed in this morning."""
    browser = Client()
    browser.force_login(user)
    page.context.add_cookies([{"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": live}])
    page.goto(f"{live}{address}")


def dana() -> User:
    return cast.staff("dana", Role.DESK)


def bao(clinic: cast.Clinic) -> User:
    return cast.staff("bao", Role.ACUPUNCTURIST, clinic.bao)


def day_of(start: datetime) -> str:
    return f"/clinic/day/{start:%Y-%m-%d}/?part=all"


def block(page: Page, visit: Appointment) -> Locator:
    """The visit on the sheet."""
    return page.locator(f"#v{visit.pk}")


def is_told(page: Page, text: str) -> None:
    expect(page.locator(".toast")).to_contain_text(text)


def undoes(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".toast").get_by_role("button", name="Undo").click()


def now(visit: Appointment) -> Appointment:
    return Appointment.objects.get(pk=visit.pk)
