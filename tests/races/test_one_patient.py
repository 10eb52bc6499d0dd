"""A patient is a resource too: nobody is booked into two rooms at once, with two acupuncturists."""

from typing import Any

import pytest

from ashi.records.models import Appointment
from tests import cast
from tests.races.crowd import Booker, Onlooker, all_at_once, crowd, overlaps
from tests.races.rounds import accepted, cells, failures
from tests.races.test_one_table import second_acupuncturist

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 6
ROUNDS = 8


def one_patient_with_both(clinic: cast.Clinic, bookers: list[Booker]) -> list[list[dict[str, Any]]]:
    """Half the bookers want a patient to see Bao, the other half want Charlie at the same time in the other room."""
    patient, people = cast.ana(), (clinic.bao.pk, second_acupuncturist(clinic))
    assert all_at_once(bookers, do="forget") == [{"forgot": True}] * len(bookers)
    results = []
    for cell in cells(ROUNDS):
        for number, booker in enumerate(bookers):
            booker.say(do="prepare", cells=[cell], room=clinic.rooms[number % 2].pk, **{"with": people[number % 2]})
        assert [booker.hear() for booker in bookers] == [{"ready": 1}] * len(bookers)
        results.append(all_at_once(bookers, do="book-patient", patient=patient.pk))
    return results


def test_a_patient_whom_two_acupuncturists_want_at_once_is_booked_with_one(clinic: cast.Clinic) -> None:
    with crowd(CROWD) as bookers, Onlooker() as onlooker:
        results = one_patient_with_both(clinic, bookers)
    for answers in results:
        assert failures(answers) == []
        assert len(accepted(answers)) == 1, answers
    assert (onlooker.overlaps, overlaps()) == (0, 0)
    assert Appointment.objects.count() == ROUNDS


@pytest.mark.usefixtures("without_the_guard")
def test_the_lock_alone_keeps_a_patient_out_of_two_rooms(clinic: cast.Clinic) -> None:
    with crowd(CROWD, "slow") as bookers:
        results = one_patient_with_both(clinic, bookers)
    assert [len(accepted(answers)) for answers in results] == [1] * ROUNDS
    assert overlaps() == 0


@pytest.mark.usefixtures("without_the_guard")
def test_control_without_lock_and_guard_a_patient_is_in_two_rooms(clinic: cast.Clinic) -> None:
    with crowd(CROWD, "no-lock") as bookers:
        results = one_patient_with_both(clinic, bookers)
    assert any(len(accepted(answers)) > 1 for answers in results)
    assert overlaps() > 0
