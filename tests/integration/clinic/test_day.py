"""The day sheet as it is sent."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from ashi.clinic.actions import visits
from ashi.records.by import By
from ashi.records.models import Absence, Appointment, Closure
from tests import cast
from tests.integration.clinic.conftest import TUESDAY

TEN = TUESDAY + timedelta(hours=2)
DANA = By("user", 1)


def sheet(browser: Client, **asked: str) -> str:
    return browser.get(reverse("clinic:day"), {"part": "all", **asked}).content.decode()


def here(visit: Appointment) -> None:
    visits.arrive(appointment=visit, by=DANA, now=TEN - timedelta(minutes=3))


def test_a_visit_is_one_link_made_of_its_phases(dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    block = re.search(r'<li class="visit.*?</a>', sheet(dana), re.DOTALL)
    assert block
    assert block[0].count("<a ") == 1
    assert reverse("clinic:visit", args=[visit.pk]) in block[0]
    assert re.findall(r'class="phase (\w+)" data-min="(\d+)"', block[0]) == [
        ("talk", "10"),
        ("in", "10"),
        ("resting", "25"),
        ("out", "5"),
        ("turn", "5"),
    ]


def test_every_room_is_drawn_from_the_first_to_the_last_minute(dana: Client, clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    page = sheet(dana)
    for room in re.findall(r'<li class="room".*?</ol>', page, re.DOTALL):
        drawn = re.findall(r'class="(?:phase \w+|stretch)" data-min="(\d+)"', room)
        assert sum(int(minutes) for minutes in drawn) == 8 * 60


def test_a_length_that_is_drawn_is_one_the_style_sheet_knows() -> None:
    from pathlib import Path

    import ashi

    root = Path(ashi.__file__).parent
    text = (root / "web/static/web/journey.css").read_text() + (root / "clinic/static/clinic/minutes.css").read_text()
    known = {int(minutes) for minutes in re.findall(r'\[data-min="(\d+)"\] \{ --m: \1; \}', text)}
    assert known == set(range(5, 601, 5))


def test_while_the_patient_rests_the_minutes_left_are_counted(
    dana: Client, clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    here(cast.booked(clinic, TEN))
    clock.shift(timedelta(hours=2, minutes=27))
    page = sheet(dana)
    assert "Resting, 18 min left" in page
    assert "Needles due out" not in page


def test_overdue_needles_are_said_in_words_with_who_could_go(
    dana: Client, clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    here(cast.booked(clinic, TEN))
    clock.shift(timedelta(hours=2, minutes=52))
    page = sheet(dana)
    assert "the needles of Ana Invented were due out at 10:45" in page
    assert "7 minutes ago" in page
    assert "Bao is free." in page
    assert re.search(r'class="visit late"', page)
    assert re.search(r"\+7 <small>min", page)


def test_nobody_is_overdue_whose_needles_are_out(
    dana: Client, clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    visit = cast.booked(clinic, TEN)
    here(visit)
    visits.finish(appointment=visit, by=DANA, now=TEN + timedelta(minutes=46))
    clock.shift(timedelta(hours=2, minutes=52))
    assert "were due out" not in sheet(dana)


def test_a_free_stretch_books_at_its_beginning(dana: Client, clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    after = TEN + timedelta(minutes=55)
    assert f"?at={after:%Y-%m-%dT%H:%MZ}&amp;room=" in sheet(dana)


def test_what_is_past_cannot_be_booked(dana: Client, clinic: cast.Clinic, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=1))
    page = dana.get(reverse("clinic:day", args=[TUESDAY.date().isoformat()]), {"part": "all"}).content.decode()
    assert 'class="free"' not in page


def test_a_room_out_of_order_and_a_closure_are_drawn_with_their_reason(dana: Client, clinic: cast.Clinic) -> None:
    Absence.objects.create(
        resource=clinic.rooms[0].resource, start=TEN, end=TEN + timedelta(hours=1), reason="Lamp broken"
    )
    Closure.objects.create(
        location=clinic.location, start=TEN + timedelta(hours=4), end=TEN + timedelta(hours=9), reason_en="Storm"
    )
    page = sheet(dana)
    assert "Lamp broken" in page
    assert page.count("<span>Storm</span>") == 2


def test_who_is_away_is_said_beside_their_name(dana: Client, clinic: cast.Clinic) -> None:
    Absence.objects.create(resource=clinic.bao.resource, start=TEN, end=TEN + timedelta(hours=2))
    assert re.search(r"Bao Tran, away 10.am to 12.pm", sheet(dana))


def test_a_visit_that_nobody_asked_about_and_one_that_waits_say_so(dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    Appointment.objects.update(screened=False)
    assert "not asked" in sheet(dana)
    Appointment.objects.filter(pk=visit.pk).update(status="pending", clear_by=TEN)
    assert "waits for clearance" in sheet(dana)


def test_a_cancelled_visit_leaves_the_sheet_and_stays_on_the_list(dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    dana.post(reverse("clinic:cancel", args=[visit.pk]))
    page = sheet(dana)
    assert 'class="visit' not in page
    assert "Cancelled" in page


def test_who_rests_and_who_is_due_are_in_both_halves_of_a_long_day(dana: Client, clinic: cast.Clinic) -> None:
    page = dana.get(reverse("clinic:day"), {"part": "1"}).content.decode()
    assert 'aria-current="page">9\u00a0am to 2\u00a0pm</a>' in page
    assert page.count('class="room"') == 2


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "1", "0001-01-01", "9999-12-31"])
def test_a_day_there_is_not_is_not_found(day: str, dana: Client) -> None:
    for page in ("clinic:day", "clinic:week"):
        assert dana.get(reverse(page, args=[day])).status_code == 404
    assert dana.get(reverse("clinic:book"), {"at": f"{day}T00:00Z", "first": day}).status_code == 200


def test_a_day_the_clinic_is_closed_says_so(dana: Client, clinic: cast.Clinic) -> None:
    sunday = TUESDAY.date() + timedelta(days=5)
    page = dana.get(reverse("clinic:day", args=[sunday.isoformat()])).content.decode()
    assert "closed on this day" in page


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2027, 3, 14)])
def test_the_days_the_clocks_change_have_a_sheet(day: date, dana: Client) -> None:
    assert dana.get(reverse("clinic:day", args=[day.isoformat()])).status_code == 200


def test_the_week_shows_only_what_needs_the_acupuncturist(dana: Client, clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    page = dana.get(reverse("clinic:week")).content.decode()
    drawn = re.findall(r'class="phase (\w+)" data-min="(\d+)"', page)
    assert drawn == [("talk", "10"), ("in", "10"), ("out", "5")]


def test_the_list_of_the_week_says_why_a_day_is_closed(dana: Client, clinic: cast.Clinic) -> None:
    Closure.objects.create(location=clinic.location, start=TEN, end=TEN + timedelta(hours=2), reason_en="Storm")
    listed = dana.get(reverse("clinic:week")).content.decode().partition('id="weeklist"')[2]
    assert listed.count("Storm") == 1


def test_the_sheet_stays_quick_however_many_visits_it_has(
    dana: Client, clinic: cast.Clinic, django_assert_max_num_queries: object
) -> None:
    for hours in range(6):
        cast.booked(clinic, TEN + timedelta(hours=hours), patient=cast.ana(name=f"Guest {hours}"))
    sheet(dana)
    with django_assert_max_num_queries(17):  # type: ignore[operator]
        sheet(dana)
