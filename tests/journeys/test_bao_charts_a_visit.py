"""Bao charts between two rooms, on a tablet: a return visit in under a minute and twenty taps, a first one in five."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from ashi.records.models import Encounter, Needle, Patient
from tests import cast
from tests.browsing import fits, press
from tests.journeys import charting, desk, steps
from tests.journeys.desk import PRESS, TEN, TUESDAY, Hand

TAPS, A_MINUTE, FIVE_MINUTES = 20, 60, 300


@pytest.fixture
def clock(clinic: cast.Clinic) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TUESDAY, tick=True) as coordinates:
        yield coordinates


def treated_before(live: str, page: Page, clinic: cast.Clinic) -> Patient:
    """Given Ana, who was given seven needles last time."""
    visit = charting.is_here(clinic, TEN)
    page.goto(f"{live}{charting.chart_of(visit)}")
    charting.bar(page, "Open the visit")
    page.fill("[name=typed]", "bl23 b 25mm, bl25 b, gv4, bl40 b")
    press(page.get_by_role("button", name="Add", exact=True))
    charting.bar(page, "start inserting")
    charting.bar(page, "All 7 are in")
    charting.bar(page, "Take out and count")
    page.fill("[name=counted]", "7")
    charting.bar(page, "Write the count")
    charting.bar(page, "Close the visit")
    return visit.patient


def test_a_return_visit_takes_under_a_minute_and_twenty_taps(
    live: str, page: Page, clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    page.set_viewport_size(charting.TABLET)
    desk.sits_down(page, live, desk.bao(clinic))
    patient = treated_before(live, page, clinic)
    visit = charting.is_here(clinic, TEN + timedelta(hours=2), patient=patient)
    page.goto(f"{live}/clinic/visit/{visit.pk}/")
    hand = Hand(page)

    def tap(name: str) -> None:
        with hand.waits(), page.expect_navigation():
            page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name, exact=True)).click()
        hand.presses += 1

    tap("Chart")
    tap("Open, with last time's points")
    hand.presses_on(page.get_by_label("Add points"))
    hand.types("bl60 b")  # one point more than last time
    tap("Add")
    expect(page.locator("main")).to_contain_text("1 change since last time.")
    tap("Set 1: start inserting")
    tap("All 9 are in")
    tap("Take out and count")
    hand.presses_on(page.get_by_label("Counted into the tray"))
    hand.types("9")
    tap("Write the count")
    tap("Close the visit")
    expect(page.locator("#bar")).to_contain_text("Every needle is accounted for")

    assert Encounter.objects.get(appointment=visit).status == "closed"
    taps = hand.presses + hand.keys
    print(f"return visit: {hand.presses} presses, {hand.keys} keys, {hand.seconds:.1f} s")
    assert taps <= TAPS
    assert hand.seconds < A_MINUTE


def test_a_first_visit_with_cautions_takes_under_five_minutes(
    live: str, page: Page, clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    page.set_viewport_size(charting.TABLET)
    desk.sits_down(page, live, desk.bao(clinic))
    visit = charting.is_here(clinic, TEN, answers={"CI02": "yes", "CI11": "yes"}, agreed=False)
    page.goto(f"{live}{charting.chart_of(visit)}")
    hand = Hand(page)

    def tap(name: str) -> None:
        with hand.waits(), page.expect_navigation():
            page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()
        hand.presses += 1

    tap("Open the visit")
    hand.presses_on(page.get_by_text("Why they came, pain, findings, advice"))
    hand.presses_on(page.get_by_role("textbox", name="Why they came"))
    hand.types("Low back, left, since March; wants to garden again")
    page.get_by_label("Pain these days").select_option("7")
    hand.presses += 2
    tap("Write it down")
    hand.presses_on(page.get_by_label("arm, left"))
    tap("It is there")
    hand.presses_on(page.get_by_label("Add points"))
    hand.types("bl23 b 25mm, bl25 b, gv4, bl40 b, li11 r, bl13 b 10mm ob")
    tap("Add")
    tap("I do so")
    tap("Consent first")
    hand.presses_on(page.get_by_label("I agree to be treated with needles."))
    hand.presses_on(page.get_by_label("Sign with your name"))
    hand.types("Ana Invented")
    tap("Sign")
    tap("start inserting")
    tap("All 10 are in")
    tap("Take out and count")
    hand.presses_on(page.get_by_label("Counted into the tray"))
    hand.types("10")
    tap("Write the count")
    tap("Close the visit")
    expect(page.locator("#bar")).to_contain_text("Every needle is accounted for")
    print(f"first visit: {hand.presses} presses, {hand.keys} keys, {hand.seconds:.1f} s")
    assert hand.seconds < FIVE_MINUTES
    assert hand.presses * PRESS < hand.seconds


@pytest.mark.once
def test_points_are_tapped_on_the_body(
    live: str, page: Page, clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    page.set_viewport_size(charting.TABLET)
    desk.sits_down(page, live, desk.bao(clinic))
    visit = charting.is_here(clinic, TEN)
    page.goto(f"{live}{charting.chart_of(visit)}")
    with page.expect_navigation():
        page.locator('#tapmap [data-point="BL23"] .hit').first.click()
    expect(page.locator(".points").first).to_contain_text("BL23")
    page.get_by_label("Both sides at one tap").uncheck()
    with page.expect_navigation():
        page.locator('#tapmap [data-point="BL25"] .hit[data-side=L]').click()
    with page.expect_navigation():
        page.locator("#tapmap svg").click(position={"x": 602, "y": 299})  # the flank, away from every point
    lines = [(one["point"], one["side"]) for one in Encounter.objects.get().prescription[0]["points"]]
    assert lines[:2] == [("BL23", "both"), ("BL25", "left")]
    assert lines[2][0] == "ashi"
    with page.expect_navigation():
        page.locator('#tapmap [data-point="BL23"] .hit').first.click()  # again: it goes
    expect(page.locator(".points").first).not_to_contain_text("BL23")


@pytest.mark.once
def test_the_running_count_is_always_in_view(
    live: str, page: Page, clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    desk.sits_down(page, live, desk.bao(clinic))
    visit = charting.is_here(clinic, TEN)
    page.goto(f"{live}{charting.chart_of(visit)}")
    charting.bar(page, "Open the visit")
    page.fill("[name=typed]", "bl23 b, gv4")
    press(page.get_by_role("button", name="Add", exact=True))
    charting.bar(page, "start inserting")
    for width, height in ((390, 844), (820, 1180), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        for place in (0, 400, 10_000):
            page.evaluate(f"window.scrollTo(0, {place})")
            expect(page.locator("#bar .count")).to_be_in_viewport(ratio=1)
            expect(page.locator("#bar .count")).to_contain_text("3")


@pytest.mark.parametrize("javascript", [True, pytest.param(False, marks=pytest.mark.once)])
def test_it_works_without_a_script_too(
    live: str, browser: object, clinic: cast.Clinic, clock: time_machine.Traveller, javascript: bool
) -> None:
    context = browser.new_context(java_script_enabled=javascript, viewport=charting.TABLET)  # type: ignore[attr-defined]
    page = context.new_page()
    desk.sits_down(page, live, desk.bao(clinic))
    treated_before(live, page, clinic)
    assert Encounter.objects.get().status == "closed"
    assert sum(Needle.objects.values_list("removed", flat=True)) == 7
    context.close()


@pytest.mark.once
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_every_state_of_the_chart_can_be_used_by_everybody(
    live: str, page: Page, clinic: cast.Clinic, clock: time_machine.Traveller, prefix: str
) -> None:
    desk.sits_down(page, live, desk.bao(clinic))
    visit = charting.is_here(clinic, TEN, answers={"CI02": "yes", "CI11": "yes", "CI06": "yes"})

    def looks(act: str = "", *, of: str = "#bar > form") -> None:
        if act:
            press(page.locator(of).locator(act).first)
        fits(page) if prefix else steps.is_accessible(page)

    page.goto(f"{live}{prefix}{charting.chart_of(visit)}")
    looks()
    looks("button")
    page.fill("[name=typed]", "li4 b, li11 l, bl13 b, st36 b, nothing")
    looks("button", of="#adding")
    page.fill("[name=typed]", "st36 b, gv4")
    looks("button", of="#adding")
    page.locator(".linechange summary").first.click()
    looks()
    page.locator("[name=areas]").first.check()
    looks("form.notice button", of=".cautions")
    page.goto(f"{live}{prefix}{charting.chart_of(visit)}consent/?for=needling&for=moxa&in={prefix[1:] or 'en'}")
    page.locator("details.more summary").first.click()
    looks()
    looks("button", of=".signing")
    page.goto(f"{live}{prefix}{charting.chart_of(visit)}")
    looks("button[name=heed]", of=".cautions")
    for _point in ("ST36", "GV4"):  # in pregnancy each asks
        page.locator(".answer [name=reason]").first.fill("She wishes it")
        press(page.locator(".answer button").first)
    looks("button")
    looks("button")
    looks("button")
    page.fill("[name=counted]", "1")
    looks("button")
    page.locator("details:has([name=second_person]) summary").first.click()
    looks()
    page.fill("[name=counted]", "3")
    looks("button")
    looks("button")
    expect(page.locator("#bar form")).to_have_count(0)
