"""Every page behind the sign-in by the rules of accessibility, light and dark; and in Spanish, whose words are longer,
for its width from 320 to 1280 px."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page

from ashi.book.waiting import join, offer_freed
from ashi.clinic.actions.leave import write_absence
from ashi.records.by import SYSTEM
from ashi.records.models import Appointment, Device, Role, User
from tests import cast
from tests.browsing import fits
from tests.journeys import desk, steps
from tests.journeys.desk import TEN, TUESDAY

pytestmark = pytest.mark.once


@pytest.fixture
def visit(clinic: cast.Clinic) -> Iterator[Appointment]:
    """One visit to come, one that waits for clearance, one that nobody finished, and two records of one person."""
    with time_machine.travel(TUESDAY, tick=True):
        waiting = cast.booked(clinic, TEN + timedelta(hours=3), patient=cast.ana(name="Ben Invented", phone=""))
        Appointment.objects.filter(pk=waiting.pk).update(status="pending", clear_by=TEN)
        over = cast.booked(clinic, TEN + timedelta(hours=5), patient=cast.ana(name="Cleo Invented", phone=""))
        Appointment.objects.filter(pk=over.pk).update(
            start=TEN - timedelta(days=1), end=TEN - timedelta(days=1, hours=-1)
        )
        cast.ana(email="")
        yield cast.booked(clinic, TEN)


def is_fine(page: Page, prefix: str) -> None:
    fits(page) if prefix else steps.is_accessible(page)


def owner() -> User:
    return cast.staff("olga", Role.OWNER)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_pages_of_the_desk(live: str, page: Page, visit: Appointment, prefix: str) -> None:
    desk.sits_down(page, live, desk.dana())
    for address in (
        "",
        "board/",
        "week/",
        f"visit/{visit.pk}/",
        f"visit/{visit.pk}/move/",
        f"visit/{visit.pk}/ask/",
        "book/",
        f"people/{visit.patient_id}/",
        "people/",
        "leave/",
        "to-do/",
    ):
        page.goto(f"{live}{prefix}/clinic/{address}")
        is_fine(page, prefix)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_pages_of_who_waits_comes_along_or_is_planned_again(
    live: str, page: Page, visit: Appointment, clinic: cast.Clinic, prefix: str
) -> None:
    wishes = {"weekdays": [1, 3], "from_time": time(0), "to_time": time(12), "latest": TEN.date(), "practitioner": None}
    late = cast.booked(clinic, TEN + timedelta(days=7), patient=cast.ana(name="Eva Invented", email="e@e.invalid"))
    wish = join(visit=late, wishes=wishes, by=SYSTEM, now=timezone.now())
    assert offer_freed(now=TEN - timedelta(hours=1), by=SYSTEM) == 1
    begins, ends = TEN - timedelta(hours=9), TEN + timedelta(hours=12)
    away = write_absence(resource_id=clinic.bao.resource_id, start=begins, end=ends, reason="Flu", by=SYSTEM)
    desk.sits_down(page, live, desk.dana())
    for address in (
        "waiting/",
        f"visit/{wish.visit_id}/earlier/",
        f"people/{visit.patient_id}/together/?with={late.patient_id}",
        f"leave/{away.pk}/again/",
    ):
        page.goto(f"{live}{prefix}/clinic/{address}")
        is_fine(page, prefix)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_pages_of_the_owner(live: str, page: Page, visit: Appointment, clinic: cast.Clinic, prefix: str) -> None:
    desk.sits_down(page, live, owner())
    other = desk.dana()
    for address in (
        "owner/",
        "accounts/",
        "accounts/new/",
        f"accounts/{other.pk}/",
        "set-up/",
        "set-up/clinic/",
        f"set-up/places/{clinic.location.pk}/",
        f"set-up/rooms/{clinic.rooms[0].pk}/",
        f"set-up/devices/{Device.objects.get().pk}/",
        f"set-up/people/{clinic.bao.pk}/",
        f"set-up/people/{clinic.bao.pk}/license/",
        f"set-up/people/{clinic.bao.pk}/at/{clinic.location.pk}/",
        f"set-up/kinds/{clinic.again.pk}/",
    ):
        page.goto(f"{live}{prefix}/clinic/{address}")
        is_fine(page, prefix)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_what_they_answer_when_something_is_wrong(
    live: str, page: Page, visit: Appointment, clinic: cast.Clinic, prefix: str
) -> None:
    desk.sits_down(page, live, owner())
    page.goto(f"{live}{prefix}/clinic/accounts/new/")
    with page.expect_navigation():
        page.locator("main form .button").click()
    is_fine(page, prefix)
    page.goto(f"{live}{prefix}/clinic/set-up/places/{clinic.location.pk}/")
    page.fill("[name=day_1]", "")
    with page.expect_navigation():
        page.locator("main form .button").last.click()
    assert page.locator("[name=sure]").count() == 1
    is_fine(page, prefix)
    other = desk.dana()
    page.goto(f"{live}{prefix}/clinic/accounts/{other.pk}/")
    with page.expect_navigation():
        page.locator("form[action$='/link/'] button").click()
    is_fine(page, prefix)
    link = page.locator("#link").input_value()
    page.goto(link)
    is_fine(page, prefix)
    page.goto(f"{live}{prefix}/clinic/welcome/nonsense/")
    is_fine(page, prefix)
