"""Nobody is booked onto a table that is taken, however many try at once."""

import time

import pytest

from ashi.records.models import Appointment, Hold
from tests import cast
from tests.races.crowd import Onlooker, all_at_once, crowd, overlaps
from tests.races.rounds import accepted, busy_morning, cells, failures, hot_slot, whole_or_absent

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 6
ROUNDS = 12


@pytest.mark.parametrize("do", ["book", "hold"])
def test_of_many_who_want_one_slot_exactly_one_gets_it_each_round(do: str) -> None:
    with crowd(CROWD) as bookers, Onlooker() as onlooker:
        for answers in hot_slot(bookers, ROUNDS, do):
            assert len(accepted(answers)) == 1, answers
    assert (onlooker.overlaps, overlaps()) == (0, 0)
    assert onlooker.looks > 0
    assert (Appointment if do == "book" else Hold).objects.count() == ROUNDS


@pytest.mark.usefixtures("without_the_guard")
def test_control_without_lock_and_guard_the_same_race_books_two_onto_one_table() -> None:
    with crowd(CROWD, "no-lock") as bookers, Onlooker() as onlooker:
        results = hot_slot(bookers, ROUNDS)
        assert any(len(accepted(answers)) > 1 for answers in results)
        assert overlaps() > 0
        time.sleep(0.2)
    assert onlooker.overlaps > 0


def test_the_guard_alone_refuses_the_second() -> None:
    """Unkindly: where nobody waits for anybody, PostgreSQL's constraint ends some in a deadlock. That is what locks are
    taken for."""
    with crowd(CROWD, "no-lock") as bookers:
        results = hot_slot(bookers, 5, even_deadlocks=True)
    assert overlaps() == 0
    assert {"Taken"} & {answer.get("refused") for answers in results for answer in answers}


@pytest.mark.usefixtures("without_the_guard")
def test_the_lock_alone_lets_one_through() -> None:
    with crowd(CROWD) as bookers:
        for answers in hot_slot(bookers, 5):
            assert len(accepted(answers)) == 1, answers
    assert overlaps() == 0


def test_one_key_sent_by_many_at_once_books_one_visit() -> None:
    with crowd(CROWD) as bookers:
        for number, cell in enumerate(cells(5)):
            all_at_once(bookers, do="prepare", cells=[cell])
            answers = all_at_once(bookers, do="book", key=f"key {number}")
            assert len(accepted(answers)) == CROWD, answers
            assert len(set(accepted(answers))) == 1
    assert Appointment.objects.count() == 5


def test_control_without_a_key_all_but_one_of_the_same_requests_are_refused() -> None:
    with crowd(CROWD) as bookers:
        (answers,) = hot_slot(bookers, 1)
    assert len(accepted(answers)) == 1 < CROWD


def test_a_busy_morning_of_everything_at_once_never_overlaps(clinic: cast.Clinic) -> None:
    second_acupuncturist(clinic)
    with crowd(CROWD) as bookers, Onlooker() as onlooker:
        answers = busy_morning(bookers, times=25)
    assert failures(answers) == []
    assert (onlooker.overlaps, overlaps()) == (0, 0)
    assert onlooker.looks > 0
    assert len(accepted(answers)) > 40
    whole_or_absent()


@pytest.mark.usefixtures("without_the_guard")
def test_control_without_lock_and_guard_the_same_morning_overlaps(clinic: cast.Clinic) -> None:
    second_acupuncturist(clinic)
    with crowd(CROWD, "no-lock") as bookers, Onlooker() as onlooker:
        busy_morning(bookers, times=25)
        time.sleep(0.2)
    assert onlooker.overlaps > 0


def second_acupuncturist(clinic: cast.Clinic) -> int:
    """With two, visits take resources that cross: locks out of order would deadlock."""
    charlie = cast.hire("Charlie", "Nobody", number="AP 0009")
    cast.give_role(charlie, clinic.location, [clinic.again])
    return charlie.pk
