"""The page of a visit, its buttons, moving, and what waits for a person."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from ashi.book.actions import Terms, book_visit
from ashi.core.safety import Action
from ashi.knowledge import safety
from ashi.records.by import By
from ashi.records.models import Appointment, AppointmentEvent, Occupancy, ScreenResult
from tests import cast
from tests.integration.clinic.conftest import TUESDAY

TEN = TUESDAY + timedelta(hours=2)


def key(start: object) -> str:
    return f"{start:%Y-%m-%dT%H:%MZ}"


def post(browser: Client, name: str, pk: int, **data: object):  # type: ignore[no-untyped-def]
    return browser.post(reverse(f"clinic:{name}", args=[pk]), data)


def text(browser: Client, pk: int) -> str:
    return browser.get(reverse("clinic:visit", args=[pk])).content.decode()


def status() -> str:
    return Appointment.objects.get().status


def test_who_has_come_is_marked_with_one_press_and_the_desk_is_back_on_its_day(
    dana: Client, clinic: cast.Clinic
) -> None:
    visit = cast.booked(clinic, TEN)
    answer = post(dana, "arrive", visit.pk, back="/clinic/?part=1")
    assert (answer["Location"], status()) == ("/clinic/?part=1", "arrived")


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "clinic"])
def test_nobody_is_led_to_another_site(back: str, dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    assert post(dana, "arrive", visit.pk, back=back)["Location"].startswith("/clinic/day/")


def test_a_button_pressed_twice_says_what_is_so_now(dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    post(dana, "arrive", visit.pk)
    again = post(dana, "arrive", visit.pk)
    assert again.status_code == 409
    assert "the visit has changed in the meantime" in again.content.decode()


def test_what_was_done_is_said_with_a_way_back_and_undone_with_one_press(dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    post(dana, "cancel", visit.pk, note="A cold")
    page = dana.get(reverse("clinic:day")).content.decode()
    assert "The visit of Ana Invented is cancelled. Nobody has been told yet." in page
    event = AppointmentEvent.objects.get(kind="cancelled")
    post(dana, "undo", event.pk)
    assert status() == "booked"
    assert "is cancelled" not in dana.get(reverse("clinic:day")).content.decode()


def test_after_three_minutes_the_way_back_is_gone(
    dana: Client, clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    visit = cast.booked(clinic, TEN)
    post(dana, "cancel", visit.pk)
    clock.shift(timedelta(minutes=3))
    assert "is cancelled" not in dana.get(reverse("clinic:day")).content.decode()
    event = AppointmentEvent.objects.get(kind="cancelled")
    assert post(dana, "undo", event.pk).status_code == 409


def test_a_colleague_sees_no_undo_of_what_they_did_not_do(dana: Client, olga: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    post(dana, "cancel", visit.pk)
    assert "is cancelled" not in olga.get(reverse("clinic:day")).content.decode()
    assert post(olga, "undo", AppointmentEvent.objects.get(kind="cancelled").pk).status_code == 409
    assert status() == "cancelled"


def test_a_delay_is_noted_and_shown(dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    assert post(dana, "late", visit.pk, minutes="15").status_code == 302
    assert "late 15 min" in dana.get(reverse("clinic:day"), {"part": "all"}).content.decode()
    assert post(dana, "late", visit.pk, minutes="7").status_code == 422


def test_inside_the_window_the_page_says_that_a_cancellation_is_late(dana: Client, clinic: cast.Clinic) -> None:
    near, far = cast.booked(clinic, TEN), cast.booked(clinic, TEN + timedelta(days=3), patient=cast.ana(name="Zoe"))
    assert "This counts as late" in text(dana, near.pk)
    assert "This counts as late" not in text(dana, far.pk)


def test_the_reasons_of_a_safety_check_are_said_in_words(dana: Client, bao: Client, clinic: cast.Clinic) -> None:
    screen = safety.the_screen()
    told = next(
        (rule.id, outcome)
        for rule in screen.rules.rules
        for outcome in rule.outcomes
        if outcome.action is Action.CHANGE and screen.advice[outcome.text].tell
    )
    row = {"rule": told[0], "action": "C", "text": told[1].text, "soon": "", "raised_by": ""}
    check = cast.cleared(ScreenResult.CAUTION, rules_version=screen.version, reasons=[row])
    visit = cast.booked(clinic, TEN)
    Appointment.objects.update(clearance=check)
    advice = screen.advice[told[1].text]
    from django.utils.html import escape

    assert escape(advice.reason.in_language("en")) in text(dana, visit.pk)
    assert advice.tell is not None
    assert escape(advice.tell.in_language("en")) in text(bao, visit.pk)
    assert escape(advice.tell.in_language("en")) not in text(dana, visit.pk)


def test_a_visit_moves_to_a_time_that_was_offered(dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    page = dana.get(reverse("clinic:move", args=[visit.pk])).content.decode()
    later = TEN + timedelta(hours=6)
    assert 'name="at" value="' in page
    answer = post(dana, "move", visit.pk, at=key(later), practitioner=clinic.bao.pk)
    assert answer.status_code == 302
    assert Appointment.objects.get().start == later
    assert "moved to" in dana.get(answer["Location"]).content.decode()


def test_a_visit_is_put_into_a_room_at_any_five_minutes(dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    other = next(room for room in clinic.rooms if room.pk != visit.room_id)
    answer = post(dana, "move", visit.pk, at=key(TEN + timedelta(minutes=5)), room=other.pk, placed="1")
    assert answer.status_code == 302
    moved = Appointment.objects.get()
    assert (moved.start, moved.room) == (TEN + timedelta(minutes=5), other)


def test_a_visit_keeps_its_length_and_its_acupuncturist_when_it_moves(dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    post(dana, "move", visit.pk, at=key(TEN + timedelta(hours=3)), placed="1")
    moved = Appointment.objects.get()
    assert (moved.phases, moved.practitioner_id) == (visit.phases, visit.practitioner_id)


def test_a_time_that_is_taken_is_answered_with_the_three_nearest(dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    cast.booked(clinic, TEN + timedelta(hours=3), patient=cast.ana(name="Zoe Invented"))
    before = set(Occupancy.objects.values_list("pk", flat=True))
    page = post(dana, "move", visit.pk, at=key(TEN + timedelta(hours=3)), placed="1")
    assert page.status_code == 409
    nearest = page.content.decode().split("Nearest free times")[1].split("</section>")[0]
    assert nearest.count('name="at"') == 3
    assert nearest.count("<small>Tue, ") == 3
    assert Appointment.objects.get(pk=visit.pk).start == TEN
    assert set(Occupancy.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("at", ["", "soon", "2026-12-01T15:03Z", "2026-12-01"])
def test_what_is_no_time_is_asked_for_again(at: str, dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    assert post(dana, "move", visit.pk, at=at).status_code == 422
    assert Appointment.objects.get().start == TEN


def test_nothing_is_moved_into_the_past(dana: Client, clinic: cast.Clinic, clock: time_machine.Traveller) -> None:
    visit = cast.booked(clinic, TEN + timedelta(hours=4))
    clock.shift(timedelta(hours=3))
    assert post(dana, "move", visit.pk, at=key(TEN), placed="1").status_code == 409


def test_a_visit_that_has_begun_is_not_moved(dana: Client, clinic: cast.Clinic, clock: time_machine.Traveller) -> None:
    visit = cast.booked(clinic, TEN)
    clock.shift(timedelta(hours=2))
    assert post(dana, "move", visit.pk, at=key(TEN + timedelta(hours=3))).status_code == 409
    assert dana.get(reverse("clinic:move", args=[visit.pk])).status_code == 409


def todo(browser: Client) -> str:
    return browser.get(reverse("clinic:todo")).content.decode()


def test_what_waits_for_a_person_is_on_one_page_with_its_clock(dana: Client, clinic: cast.Clinic) -> None:
    assert "Nothing waits" in todo(dana)
    visit = cast.booked(clinic, TEN + timedelta(hours=5))
    until = timezone.now() + timedelta(hours=2, minutes=20)
    Appointment.objects.filter(pk=visit.pk).update(status="pending", clear_by=until)
    assert "in 2 h 20 min" in todo(dana)


def test_who_has_no_mail_address_is_called_and_crossed_off(dana: Client, clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN, patient=cast.ana(email=""))
    assert "No mail address." in todo(dana)
    message = Appointment.objects.get().messages.get()
    post(dana, "called", message.pk)
    assert "No mail address." not in todo(dana)


def test_who_was_not_asked_stands_there_until_they_are(dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    Appointment.objects.update(screened=False)
    assert "Not asked yet" in todo(dana)
    post(dana, "ask", visit.pk, asked="on")
    assert "Not asked yet" not in todo(dana)


@pytest.mark.parametrize("name", ["visit", "move", "ask", "person"])
def test_what_there_is_not_is_not_found(name: str, dana: Client) -> None:
    assert dana.get(reverse(f"clinic:{name}", args=[999])).status_code == 404


@pytest.mark.parametrize("name", ["day", "week", "book", "people", "todo", "leave"])
def test_the_desk_speaks_spanish_too(name: str, dana: Client, clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    with translation.override("es"):
        page = dana.get(reverse(f"clinic:{name}"))
    assert page.status_code == 200
    assert '<html lang="es">' in page.content.decode()


def test_a_call_about_a_visit_without_answers_says_to_ask_for_them(clinic: cast.Clinic, dana: Client) -> None:
    plan = clinic.plan(TEN + timedelta(days=21), now=timezone.now())
    visit = book_visit(plan=plan, patient=cast.ana(email=""), terms=Terms(source="fhir"), by=By("client", 1))
    page = todo(dana)
    assert "Ask the safety questions too." in page
    assert page.count(reverse("clinic:ask", args=[visit.pk])) == 1  # later than a week: only the call leads there
    Appointment.objects.update(screened=True)
    assert "Ask the safety questions too." not in todo(dana)
