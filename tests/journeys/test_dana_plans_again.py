"""Bao is ill: Dana drags one visit of the proposal to another time, another onto the calls, and applies the rest."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from ashi.clinic.actions.leave import write_absence
from ashi.records.by import SYSTEM
from ashi.records.models import Appointment
from ashi.records.reservations import touch_facts
from tests import cast
from tests.browsing import fits, press
from tests.journeys import desk
from tests.journeys.desk import TEN, TUESDAY


@pytest.fixture
def clinic(clock: time_machine.Traveller, clinic: cast.Clinic) -> cast.Clinic:
    return clinic


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TUESDAY, tick=True) as coordinates:
        yield coordinates


def drags(page: Page, card: Locator, *, down: float = 0, onto: Locator | None = None) -> None:
    """And the page shows how it fits."""
    box = card.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 15, steps=2)
    target = onto.bounding_box() if onto else None
    x, y = (target["x"] + 30, target["y"] + 10) if target else (box["x"] + 20, box["y"] + 5 + down)
    page.mouse.move(x, y, steps=3)
    with page.expect_response("**/again/"):
        page.mouse.up()


def test_a_proposal_is_edited_by_dragging_and_by_the_keyboard(page: Page, live: str, clinic: cast.Clinic) -> None:
    """Given three visits that Cleo could take over."""
    cleo = cast.hire("Cleo", "Invented", number="AP 0001")
    cast.give_role(cleo, clinic.location, [clinic.again])
    touch_facts(clinic.location.pk)
    names = ["Ana (invented)", "Bert (invented)", "Eva (invented)"]
    visits = [
        cast.booked(clinic, TEN + timedelta(hours=2 * number), patient=cast.ana(name=name, email=f"{number}@e.invalid"))
        for number, name in enumerate(names)
    ]
    begins = TUESDAY - timedelta(hours=7)
    ill = write_absence(
        resource_id=clinic.bao.resource_id, start=begins, end=begins + timedelta(hours=23), reason="", by=SYSTEM
    )
    page.set_viewport_size({"width": 1280, "height": 1000})
    desk.sits_down(page, live, desk.dana(), f"/clinic/leave/{ill.pk}/again/")
    card = page.locator(".boardvisit")
    expect(card).to_have_count(3)

    drags(page, card.filter(has_text="Ana"), down=60)  # a pixel a minute
    expect(card.filter(has_text="Ana")).to_contain_text("11:00")
    drags(page, card.filter(has_text="Bert"), onto=page.locator(".boardcalls"))
    expect(page.locator(".boardcalls .boardvisit")).to_have_count(1)
    lists = page.locator(f"#visit-{visits[2].pk}")
    lists.focus()
    with page.expect_response("**/again/"):
        page.keyboard.press("End")
    expect(lists).to_be_focused()
    expect(lists).not_to_have_value(f"{int(visits[2].start.timestamp()) // 300}:{cleo.pk}:1:")
    fits(page)
    press(page.get_by_role("button", name="Apply all of it"))

    ana, bert, eva = (Appointment.objects.get(pk=visit.pk) for visit in visits)
    assert (ana.start, ana.practitioner) == (TEN + timedelta(hours=1), cleo)
    assert (bert.start, bert.practitioner) == (visits[1].start, clinic.bao)
    assert eva.start != visits[2].start
    expect(page.get_by_text("no other time was found")).to_be_visible()
