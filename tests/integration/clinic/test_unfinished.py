"""Visits whose time is over and of which nobody has said how they ended."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ashi.book.actions import NotExpected
from ashi.clinic.actions import visits
from ashi.clinic.queries.unfinished import unfinished
from ashi.records.by import By
from ashi.records.models import Appointment, ScreenResult
from tests import cast
from tests.integration.clinic.conftest import TUESDAY

TEN = TUESDAY + timedelta(hours=2)
DANA = By("user", 1)
OVER = timedelta(hours=3, minutes=15)  # after eight: a visit of 55 minutes at ten is over


def left(clinic: cast.Clinic) -> list[Appointment]:
    return list(unfinished(clinic.location, now=timezone.now()))


def test_a_visit_that_nobody_came_to_or_wrote_down_is_listed_from_its_end_on(
    clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    visit = cast.booked(clinic, TEN)
    clock.shift(timedelta(hours=2, minutes=50))
    assert left(clinic) == []
    clock.move_to(TUESDAY + OVER)
    assert left(clinic) == [visit]


def test_it_stays_listed_however_long_ago_it_was(clinic: cast.Clinic, clock: time_machine.Traveller) -> None:
    visit = cast.booked(clinic, TEN)
    clock.shift(timedelta(days=400))
    assert left(clinic) == [visit]


def test_somebody_who_came_is_listed_only_from_midnight_on(clinic: cast.Clinic, clock: time_machine.Traveller) -> None:
    visit = cast.booked(clinic, TEN)
    visits.arrive(appointment=visit, by=DANA, now=timezone.now())
    clock.move_to(TUESDAY + OVER)
    assert left(clinic) == []
    clock.shift(timedelta(hours=14))
    assert left(clinic) == [visit]


@pytest.mark.parametrize(("name", "status"), [("took_place", "fulfilled"), ("no_show", "noshow")])
def test_one_press_says_how_it_ended_and_another_takes_it_back(
    name: str, status: str, dana: Client, clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    visit = cast.booked(clinic, TEN)
    clock.shift(timedelta(hours=11))
    todo = dana.get("/clinic/to-do/").text
    assert f'action="/clinic/visit/{visit.pk}/took-place/"' in todo
    assert f'action="/clinic/visit/{visit.pk}/absent/"' in todo
    assert dana.post(reverse(f"clinic:{name}", args=[visit.pk]), {"back": "/clinic/to-do/"}).status_code == 302
    assert Appointment.objects.get().status == status
    assert left(clinic) == []
    undo = visit.events.latest("pk").pk
    assert dana.post(reverse("clinic:undo", args=[undo])).status_code == 302
    assert left(clinic) == [visit]


def test_the_day_sheet_of_today_says_how_many_there_are(
    dana: Client, olga: Client, clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    cast.booked(clinic, TEN)
    assert "nobody has written down" not in olga.get("/clinic/").text
    clock.shift(timedelta(hours=5))
    assert "1 visit is over and nobody has written down how it ended." in dana.get("/clinic/").text


def test_a_visit_has_not_taken_place_before_its_end(clinic: cast.Clinic, clock: time_machine.Traveller) -> None:
    visit = cast.booked(clinic, TEN)
    clock.shift(timedelta(hours=2, minutes=30))
    with pytest.raises(NotExpected):
        visits.finish_afterwards(appointment=visit, by=DANA, now=timezone.now())


def test_after_an_emergency_answer_no_visit_took_place(clinic: cast.Clinic, clock: time_machine.Traveller) -> None:
    visit = cast.booked(clinic, TEN)
    visit.clearance = cast.cleared(ScreenResult.EMERGENCY)
    visit.save()
    clock.shift(timedelta(days=1))
    with pytest.raises(NotExpected):
        visits.finish_afterwards(appointment=visit, by=DANA, now=timezone.now())
