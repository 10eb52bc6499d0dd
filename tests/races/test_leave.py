"""From the moment somebody's leave is written, nobody is booked with them then, however long they had the page open."""

from typing import Any

import pytest

from ashi.clinic.actions.leave import write_absence
from ashi.core.time import instant_of
from ashi.records.by import SYSTEM
from ashi.records.models import Appointment
from tests import cast
from tests.races.crowd import Booker, crowd
from tests.races.rounds import cells, failures

pytestmark = pytest.mark.django_db(transaction=True)

CROWD, ROUNDS = 6, 3
Answers = list[dict[str, Any]]


def leave_while_they_book(clinic: cast.Clinic, bookers: list[Booker]) -> tuple[list[int], list[Answers]]:
    """Each round half of them book while the leave is written, half just after. Visits made after it, and the answers
    of the late half."""
    after, late = [], []
    days = cells(CROWD * ROUNDS)
    for turn in range(ROUNDS):
        mine = days[turn * CROWD : (turn + 1) * CROWD]
        for booker, cell in zip(bookers, mine, strict=True):
            booker.say(do="prepare", cells=[cell])
        assert [booker.hear() for booker in bookers] == [{"ready": 1}] * CROWD
        soon, slow = bookers[: CROWD // 2], bookers[CROWD // 2 :]
        for booker in soon:
            booker.say(do="book")
        start, end = instant_of(min(mine)), instant_of(max(mine) + 12)
        write_absence(resource_id=clinic.bao.resource_id, start=start, end=end, reason="", by=SYSTEM)
        there = Appointment.objects.count()
        for booker in slow:
            booker.say(do="book")
        answers = [booker.hear() for booker in bookers]
        assert failures(answers) == []
        after.append(Appointment.objects.count() - there)
        late.append(answers[CROWD // 2 :])
    return after, late


def test_nobody_is_booked_after_leave_was_written(clinic: cast.Clinic) -> None:
    with crowd(CROWD, "slow") as bookers:
        after, late = leave_while_they_book(clinic, bookers)
    assert after == [0] * ROUNDS
    assert late == [[{"refused": "Closed"}] * (CROWD // 2)] * ROUNDS


def test_control_who_does_not_look_again_is_booked_into_it(clinic: cast.Clinic) -> None:
    with crowd(CROWD, "slow", "blind") as bookers:
        after, _ = leave_while_they_book(clinic, bookers)
    assert min(after) >= CROWD // 2
