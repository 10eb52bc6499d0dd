"""Dana's morning at the front desk, on an old laptop, with the telephone at her ear."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from ashi.clinic.queries.people import CAME
from ashi.records.models import Absence, Appointment, Patient, User
from tests import cast
from tests.journeys import desk
from tests.journeys.desk import TEN, TUESDAY, Hand


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TUESDAY, tick=True) as coordinates:
        yield coordinates


@pytest.fixture
def clinic(clock: time_machine.Traveller, clinic: cast.Clinic) -> cast.Clinic:
    return clinic


@pytest.fixture
def laptop(page: Page, live: str, clinic: cast.Clinic) -> Page:
    """Dana has signed in; the day sheet of today is open."""
    page.set_viewport_size({"width": 1280, "height": 800})
    desk.sits_down(page, live, desk.dana())
    return page


def test_somebody_new_books_by_telephone_in_twenty_seconds_without_the_mouse(laptop: Page) -> None:
    """Given a caller who was never here and has no mail address."""
    hand = Hand(laptop)
    with hand.waits(), laptop.expect_navigation():
        hand.key("b")
    expect(laptop.locator("#id_q")).to_be_focused()
    hand.types("Ben Invented")
    with hand.waits():
        hand.key("Enter")
        expect(laptop.locator("#id_phone")).to_be_focused()
    expect(laptop.locator("#id_name")).to_have_value("Ben Invented")
    hand.types("3055550101")
    hand.key("Enter")
    expect(laptop.locator("[name=at]").first).to_be_focused()
    hand.key("Enter")
    expect(laptop.locator("[name=asked]").first).to_be_focused()
    hand.key("Space")
    with hand.waits(), laptop.expect_navigation():
        hand.key("Enter")
    desk.is_told(laptop, "Ben Invented is booked")
    visit = Appointment.objects.get()
    assert (visit.patient.phone, visit.patient.email, visit.service.slug) == ("+13055550101", "", "first")
    assert visit.screened
    assert hand.presses == 0
    assert hand.seconds < 20, hand


@pytest.mark.once
def test_somebody_who_was_here_is_booked_with_the_mouse(laptop: Page, clinic: cast.Clinic) -> None:
    """Given Ana, who was here last week; the kind of visit follows her."""
    ana = cast.ana()
    was = cast.booked(clinic, TEN + timedelta(days=1), patient=ana)
    Appointment.objects.filter(pk=was.pk).update(status=CAME[1], start=TEN - timedelta(days=7))
    hand = Hand(laptop)
    with hand.waits(), laptop.expect_navigation():
        hand.presses_on(laptop.get_by_role("link", name="Book", exact=True))
    hand.types("ana")
    with hand.waits():
        expect(laptop.locator("#found .choice")).to_have_count(2)
    with hand.waits():
        hand.presses_on(laptop.locator("#found .choice").first)
        expect(laptop.locator("#id_service")).to_have_value(str(clinic.again.pk))
    hand.presses_on(laptop.locator("label.time").nth(2))
    hand.presses_on(laptop.get_by_text("Asked: what is not ticked is a no"))
    with hand.waits(), laptop.expect_navigation():
        hand.presses_on(laptop.get_by_role("button", name="Book the visit"))
    desk.is_told(laptop, "Ana Invented is booked")
    assert Appointment.objects.latest("pk").service == clinic.again
    assert hand.seconds < 20, hand


def test_a_visit_is_moved_by_keyboard_in_five_seconds(laptop: Page, live: str, clinic: cast.Clinic) -> None:
    """Given Ana at ten, who asks for half past eleven."""
    visit = cast.booked(clinic, TEN)
    laptop.goto(f"{live}{desk.day_of(TEN)}")
    hand = Hand(laptop)
    hand.key("v")
    expect(desk.block(laptop, visit)).to_be_focused()
    hand.key("m")
    hand.key("Shift+ArrowDown", times=3)
    with hand.waits(), laptop.expect_navigation():
        hand.key("Enter")
    desk.is_told(laptop, "Ana Invented moved to")
    assert desk.now(visit).start == TEN + timedelta(minutes=90)
    assert hand.seconds < 5, hand


@pytest.mark.once
def test_escape_leaves_a_visit_where_it_was(laptop: Page, live: str, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    laptop.goto(f"{live}{desk.day_of(TEN)}")
    hand = Hand(laptop)
    hand.key("v")
    hand.key("m")
    hand.key("ArrowDown", times=4)
    expect(laptop.locator(".ghost")).to_have_count(1)
    hand.key("Escape")
    expect(laptop.locator(".ghost")).to_have_count(0)
    expect(laptop.locator(".toast")).to_have_count(0)
    assert desk.now(visit).start == TEN


def test_a_visit_is_dragged_to_another_room_and_hour_and_that_is_undone(
    laptop: Page, live: str, clinic: cast.Clinic
) -> None:
    visit = cast.booked(clinic, TEN)
    laptop.goto(f"{live}{desk.day_of(TEN)}")
    hand = Hand(laptop)
    there = clinic.rooms[1] if visit.room == clinic.rooms[0] else clinic.rooms[0]
    seen = desk.block(laptop, visit).bounding_box()
    room = laptop.locator(f'.room[data-room="{there.pk}"]').bounding_box()
    assert seen
    assert room
    laptop.mouse.move(seen["x"] + 60, seen["y"] + 10)
    laptop.mouse.down()
    laptop.mouse.move(room["x"] + 100, seen["y"] + 10 + 3 * 60, steps=6)
    with hand.waits(), laptop.expect_navigation():
        laptop.mouse.up()
        hand.presses += 2  # press, carry, let go
    desk.is_told(laptop, "Nobody has been told yet")
    moved = desk.now(visit)
    assert (moved.start, moved.room) == (TEN + timedelta(hours=1), there)
    assert hand.seconds < 5, hand
    desk.undoes(laptop)
    assert (desk.now(visit).start, desk.now(visit).room) == (TEN, visit.room)


def test_a_cancellation_is_taken_back_within_three_minutes(laptop: Page, live: str, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    laptop.goto(f"{live}/clinic/visit/{visit.pk}/")
    laptop.locator("summary", has_text="Cancel the visit").click()
    with laptop.expect_navigation():
        laptop.get_by_role("button", name="Cancel the visit").click()
    desk.is_told(laptop, "The visit of Ana Invented is cancelled")
    assert desk.now(visit).status == "cancelled"
    desk.undoes(laptop)
    assert desk.now(visit).status == "booked"


def test_late_here_finished_each_with_one_press(
    laptop: Page, live: str, clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    visit = cast.booked(clinic, TEN)
    clock.move_to(TEN + timedelta(minutes=2))
    desk.sits_down(laptop, live, laptop_user(), f"/clinic/visit/{visit.pk}/")
    laptop.locator("summary", has_text="They will be late").click()
    with laptop.expect_navigation():
        laptop.get_by_role("button", name="Note it").click()
    desk.is_told(laptop, "Ana Invented will be 10 min late")
    with laptop.expect_navigation():
        laptop.locator(".visit").get_by_role("button", name="Here").click()
    desk.is_told(laptop, "Ana Invented is here")
    clock.shift(timedelta(hours=1, minutes=5))
    desk.sits_down(laptop, live, laptop_user())
    with laptop.expect_navigation():
        laptop.get_by_role("button", name="Needles are out, finished").click()
    desk.is_told(laptop, "The visit of Ana Invented is finished")
    assert [event.kind for event in visit.events.all()] == ["booked", "late", "arrived", "fulfilled"]


def laptop_user() -> User:
    return User.objects.get(username="dana")


def test_who_did_not_come_is_said_with_one_press(
    laptop: Page, live: str, clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    visit = cast.booked(clinic, TEN)
    clock.move_to(TEN + timedelta(hours=2))
    desk.sits_down(laptop, live, laptop_user(), "/clinic/")
    expect(laptop.locator(".notice.caution")).to_contain_text("nobody has written down how it ended")
    with laptop.expect_navigation():
        laptop.get_by_role("link", name="Write it down").click()
    with laptop.expect_navigation():
        laptop.get_by_role("button", name="Did not come").click()
    desk.is_told(laptop, "Ana Invented did not come")
    assert desk.now(visit).status == "noshow"


def test_somebody_in_pain_is_squeezed_in_with_a_reason(laptop: Page, live: str, clinic: cast.Clinic) -> None:
    """Given ten o'clock with Bao, which is taken: ten minutes earlier he would be in two rooms at once."""
    cast.booked(clinic, TEN)
    laptop.goto(f"{live}/clinic/book/")
    laptop.fill("#id_q", "Cleo Invented")
    laptop.keyboard.press("Enter")
    expect(laptop.locator("#id_phone")).to_be_focused()
    laptop.keyboard.type("3055550102")
    laptop.locator("summary", has_text="Squeeze in").click()
    early = TEN - timedelta(minutes=10)
    ten_to = laptop.locator(f'input[name=at][value="{early:%Y-%m-%dT%H:%MZ}"]')
    expect(ten_to).to_have_count(0)
    laptop.locator("label", has_text="Squeeze in beside another visit").click()
    expect(ten_to).to_have_count(1)
    laptop.fill("#id_squeeze_reason", "sent over by her doctor")
    laptop.locator("label.time", has=ten_to).click()  # at once: leaving the reason must not swallow the press
    laptop.get_by_text("Asked: what is not ticked is a no").click()
    with laptop.expect_navigation():
        laptop.get_by_role("button", name="Book the visit").click()
    desk.is_told(laptop, "Cleo Invented is booked")
    visit = Appointment.objects.latest("pk")
    assert (visit.start, visit.lane, visit.squeeze_reason) == (early, 1, "sent over by her doctor")


def test_the_next_visit_is_booked_while_the_patient_stands_there(laptop: Page, live: str, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    Appointment.objects.filter(pk=visit.pk).update(status="fulfilled")
    laptop.goto(f"{live}/clinic/visit/{visit.pk}/")
    hand = Hand(laptop)
    with hand.waits(), laptop.expect_navigation():
        hand.presses_on(laptop.get_by_role("link", name="Book the next visit"))
    expect(laptop.locator("[name=who]:checked")).to_have_value(str(visit.patient_id))
    expect(laptop.locator("#id_service")).to_have_value(str(clinic.again.pk))
    expect(laptop.locator("#id_practitioner")).to_have_value(str(clinic.bao.pk))
    hand.presses_on(laptop.locator("label.time").nth(3))
    hand.presses_on(laptop.get_by_text("Asked: what is not ticked is a no"))
    with hand.waits(), laptop.expect_navigation():
        hand.presses_on(laptop.get_by_role("button", name="Book the visit"))
    assert Appointment.objects.filter(patient=visit.patient).count() == 2
    assert hand.seconds < 10, hand


def test_leave_lists_the_visits_it_hits_and_leads_to_moving_them(laptop: Page, live: str, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN + timedelta(days=1))
    laptop.goto(f"{live}/clinic/leave/")
    laptop.select_option("#id_about", str(clinic.bao.resource_id))
    laptop.fill("#id_first", f"{TEN + timedelta(days=1):%Y-%m-%d}")
    laptop.fill("#id_reason", "a course")
    with laptop.expect_navigation():
        laptop.get_by_role("button", name="Write it down").click()
    expect(laptop.locator(".laid .notice")).to_contain_text("1 visit stands in it.")
    expect(laptop.locator(".laid .notice")).to_contain_text("Ana Invented")
    with laptop.expect_navigation():
        laptop.get_by_role("link", name="Move Ana Invented").click()
    with laptop.expect_navigation():
        laptop.locator("button.time").first.click()
    assert desk.now(visit).start.date() != visit.start.date()
    laptop.goto(f"{live}/clinic/leave/")
    expect(laptop.locator(".laid")).to_contain_text("No visit stands in it.")
    assert Absence.objects.get().reason == "a course"


def test_two_records_of_one_person_are_put_together_and_apart_again(
    laptop: Page, live: str, clinic: cast.Clinic
) -> None:
    kept, other = cast.ana(email=""), cast.ana()
    cast.booked(clinic, TEN, patient=other)
    laptop.goto(f"{live}/clinic/to-do/")
    with laptop.expect_navigation():
        laptop.get_by_role("link", name="Compare").click()
    expect(laptop.locator(".notice.caution")).to_contain_text("The same person?")
    with laptop.expect_navigation():
        laptop.get_by_role("button", name="Yes, put the two together").click()
    desk.is_told(laptop, "The two records of Ana Invented are one now")
    assert Appointment.objects.get().patient == kept
    desk.undoes(laptop)
    assert Appointment.objects.get().patient == other
    assert not Patient.objects.exclude(merged_into=None).exists()


@pytest.mark.once
def test_an_idle_desk_asks_for_the_password_and_loses_nothing(
    laptop: Page, live: str, clock: time_machine.Traveller
) -> None:
    """Given a booking half typed, and ten minutes at the door."""
    laptop.clock.install(time=TUESDAY)
    laptop.goto(f"{live}/clinic/book/")
    laptop.fill("#id_q", "Ben Invented")
    laptop.keyboard.press("Enter")
    expect(laptop.locator("#id_phone")).to_be_focused()
    laptop.keyboard.type("305")
    clock.shift(timedelta(minutes=11))
    laptop.clock.fast_forward("11:00")
    expect(laptop.locator("#locked")).to_be_visible()
    expect(laptop.locator("#locked-password")).to_be_focused()
    laptop.keyboard.type("a guess")
    laptop.keyboard.press("Enter")
    expect(laptop.locator("#locked-error")).to_contain_text("not your password")
    laptop.fill("#locked-password", desk.PASSPHRASE)
    laptop.keyboard.press("Enter")
    expect(laptop.locator("#locked")).to_be_hidden()
    expect(laptop.locator("#id_name")).to_have_value("Ben Invented")
    expect(laptop.locator("#id_phone")).to_have_value("305")


@pytest.mark.once
def test_on_paper_the_day_is_its_list(laptop: Page, live: str, clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    laptop.goto(f"{live}{desk.day_of(TEN)}")
    expect(laptop.locator(".sheet")).to_be_visible()
    laptop.emulate_media(media="print")
    expect(laptop.locator(".sheet")).to_be_hidden()
    expect(laptop.locator("#list")).to_be_visible()
    expect(laptop.locator("#list")).to_contain_text("Ana Invented")
    for hidden in ("header.site nav", ".search", ".keysbutton", "#list form"):
        for one in laptop.locator(hidden).all():
            expect(one).to_be_hidden()


@pytest.mark.once
def test_the_keys_are_shown_and_can_be_turned_off(laptop: Page, live: str) -> None:
    laptop.keyboard.press("?")
    expect(laptop.get_by_role("dialog", name="Keys")).to_be_visible()
    laptop.get_by_label("Use single keys in this browser").uncheck()
    laptop.get_by_role("button", name="Close").click()
    laptop.keyboard.press("b")
    laptop.keyboard.press("?")
    expect(laptop.get_by_role("dialog", name="Keys")).to_be_hidden()
    assert laptop.url.endswith("/clinic/")
    laptop.get_by_role("button", name="Keys ?").click()
    laptop.get_by_label("Use single keys in this browser").check()
    laptop.get_by_role("button", name="Close").click()
    with laptop.expect_navigation():
        laptop.keyboard.press("b")


@pytest.mark.once
def test_dana_signs_in_and_is_where_she_was_going(page: Page, live: str, clinic: cast.Clinic) -> None:
    desk.dana()
    page.goto(f"{live}/clinic/to-do/")
    page.fill("[name=login]", "dana")
    page.fill("[name=password]", desk.PASSPHRASE)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_have_text("To do")


def test_a_provisional_visit_is_cleared_with_the_doctors_advice_and_that_is_taken_back(
    page: Page, live: str, clinic: cast.Clinic
) -> None:
    """Given a visit that waits, and Bao between two rooms."""
    visit = cast.booked(clinic, TEN + timedelta(hours=4))
    Appointment.objects.filter(pk=visit.pk).update(status="pending", clear_by=TEN)
    desk.sits_down(page, live, desk.bao(clinic), "/clinic/to-do/")
    with page.expect_navigation():
        page.locator("section", has_text="Waits for clearance").get_by_role("link", name="Ana Invented").click()
    page.fill("#id_note", "Dr. Invented, by telephone today: no objection.")
    with page.expect_navigation():
        page.get_by_role("button", name="Clear the visit").click()
    desk.is_told(page, "The visit of Ana Invented is cleared. Nobody has been told yet.")
    assert desk.now(visit).status == "booked"
    desk.undoes(page)
    assert desk.now(visit).status == "pending"
