"""What the owner is told."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ashi.clinic.queries.fullness import fullness
from ashi.clinic.queries.owner import lapsing
from ashi.clinic.queries.week import monday_of
from ashi.messaging.models import OutboxMessage
from ashi.records.models import Absence, Appointment, Qualification
from tests import cast
from tests.integration.clinic.conftest import TUESDAY

TEN = TUESDAY + timedelta(hours=2)
MONDAY = monday_of(TUESDAY.date())


def test_a_week_with_nothing_in_it_is_forty_hours_and_nobody(clinic: cast.Clinic) -> None:
    [bao] = fullness(clinic.location, MONDAY)
    assert (bao.worked, bao.with_patients, bao.visits, bao.percent) == (40 * 60, 0, 0, 0)


def test_a_patient_who_rests_takes_nobodys_time(clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    [bao] = fullness(clinic.location, MONDAY)
    assert (bao.with_patients, bao.visits) == (25, 1)


def test_cancelled_visits_count_nowhere_and_absent_patients_apart(clinic: cast.Clinic) -> None:
    one, two = cast.booked(clinic, TEN), cast.booked(clinic, TEN + timedelta(hours=2), patient=cast.ana())
    Appointment.objects.filter(pk=one.pk).update(status="cancelled", cancelled_at=TUESDAY)
    Appointment.objects.filter(pk=two.pk).update(status="noshow")
    [bao] = fullness(clinic.location, MONDAY)
    assert (bao.with_patients, bao.visits, bao.absent) == (0, 0, 1)


def test_leave_is_taken_off_the_hours_worked(clinic: cast.Clinic) -> None:
    Absence.objects.create(resource=clinic.bao.resource, start=TUESDAY, end=TUESDAY + timedelta(days=1))
    assert fullness(clinic.location, MONDAY)[0].worked == 32 * 60


def test_visits_of_another_week_are_not_in_this_one(clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    assert fullness(clinic.location, MONDAY + timedelta(days=7))[0].visits == 0


@pytest.mark.parametrize(
    ("change", "listed"),
    [
        ({"expires_at": TUESDAY + timedelta(days=89)}, True),
        ({"expires_at": TUESDAY + timedelta(days=91)}, False),
        ({"expires_at": TUESDAY - timedelta(days=1)}, True),
        ({"permits_practice": False, "status": "SUSPENDED"}, True),
    ],
)
def test_licences_that_lapse_within_ninety_days_or_permit_nothing_are_named(
    change: dict[str, object], listed: bool, olga: Client, clinic: cast.Clinic
) -> None:
    Qualification.objects.update(**change)
    assert bool(lapsing(now=timezone.now())) == listed
    assert ("US-FL AP 0000" in olga.get(reverse("clinic:owner")).text) == listed


def test_a_message_that_failed_is_shown_until_somebody_has_called(olga: Client, clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    assert "All messages have gone out" in olga.get(reverse("clinic:owner")).text
    OutboxMessage.objects.update(gave_up_at=TUESDAY)
    assert "ana@example.invalid" in olga.get(reverse("clinic:owner")).text
    OutboxMessage.objects.update(called_at=TUESDAY, called_by="user:1")
    assert "All messages have gone out" in olga.get(reverse("clinic:owner")).text


def test_visits_nobody_finished_are_counted(olga: Client, clinic: cast.Clinic, clock: time_machine.Traveller) -> None:
    cast.booked(clinic, TEN)
    clock.shift(timedelta(hours=5))
    assert "1 visit is over and nobody" in olga.get(reverse("clinic:owner")).text


def test_only_the_owner_has_the_entry_in_the_menu(olga: Client, dana: Client) -> None:
    assert 'href="/clinic/owner/"' in olga.get("/clinic/").text
    assert 'href="/clinic/owner/"' not in dana.get("/clinic/").text
