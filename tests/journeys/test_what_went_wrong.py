"""The pages around what went wrong and what goes onto paper: accessible in light and dark, not too wide in Spanish."""

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import Page, expect

from ashi.records.models import Appointment
from tests import cast
from tests.browsing import fits, press
from tests.integration.records import charting as tables
from tests.journeys import charting, desk, steps
from tests.journeys.desk import TEN, TUESDAY

pytestmark = pytest.mark.once


@pytest.fixture
def visit(clinic: cast.Clinic) -> Iterator[Appointment]:
    """Ana was needled, and says that she was dizzy."""
    with time_machine.travel(TUESDAY, tick=True):
        found = charting.is_here(clinic, TEN)
        encounter = tables.opened(found)
        tables.take_out(tables.resting(encounter, 2), 2)
        told = {"reporter": "patient", "relation": "", "action": "", "by_name": "", "signs": ["dizzy"], "call": True}
        tables.harmed(found, category="dizziness_nausea", severity="moderate", **told)
        yield found


def is_fine(page: Page, prefix: str) -> None:
    fits(page) if prefix else steps.is_accessible(page)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_pages_beside_a_chart(live: str, page: Page, visit: Appointment, clinic: cast.Clinic, prefix: str) -> None:
    desk.sits_down(page, live, desk.bao(clinic))
    chart = f"visit/{visit.pk}/chart/"
    for address in (f"{chart}adverse/", f"{chart}stricta/", f"{chart}looks/", f"{chart}print/", "adverse-events/"):
        page.goto(f"{live}{prefix}/clinic/{address}")
        is_fine(page, prefix)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_patient_who_is_short_of_breath_is_told_to_call(
    live: str, page: Page, visit: Appointment, prefix: str
) -> None:
    """No token goes with the form: the address is all that a browser has."""
    private = f"{live}{prefix}{steps.private_page(visit)}"
    page.goto(f"{private}birth-date/?to=after:tell")
    for part, said in (("month", "5"), ("day", "2"), ("year", "1984")):
        page.fill(f"[name=birth_{part}]", said)
    press(page.locator("main form button"))
    is_fine(page, prefix)
    page.check("[value=breathless]")
    press(page.locator("form.afterform button"))
    expect(page.locator("a[href='tel:911']")).to_be_visible()
    is_fine(page, prefix)
    assert visit.adverse_events.filter(category="pneumothorax", severity="serious").exists()
