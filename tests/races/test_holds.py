"""A hold keeps its time until it has run out, and not a moment longer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ashi.records.models import Appointment, Hold, Occupancy
from tests.races.crowd import all_at_once, crowd, overlaps
from tests.races.rounds import accepted, cells, failures

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 6


def expire(pk: int, *, within: float) -> None:
    at = timezone.now() + timedelta(seconds=within)
    Hold.objects.filter(pk=pk).update(expires_at=at)
    Occupancy.objects.filter(hold=pk).update(expires_at=at)


@pytest.mark.parametrize(
    ("within", "others"),
    [(300, "refused"), (-1, "one gets it"), (0.15, "one gets it")],
    ids=["a hold that lives", "a hold that has run out", "a hold that runs out while they come"],
)
def test_a_slot_that_is_held_goes_to_exactly_one(within: float, others: str) -> None:
    with crowd(CROWD) as bookers:
        for cell in cells(5):
            assert all_at_once(bookers, do="prepare", cells=[cell]) == [{"ready": 1}] * CROWD
            (held,) = accepted(all_at_once(bookers[:1], do="hold"))
            expire(int(held), within=within)
            bookers[0].say(do="book-held", hold=int(held))
            for booker in bookers[1:]:
                booker.say(do="book")
            answers = [booker.hear() for booker in bookers]
            assert failures(answers) == []
            holder = "accepted" in answers[0]
            if others == "refused":
                assert (holder, len(accepted(answers))) == (True, 1), answers
            elif within < 0:
                assert (holder, len(accepted(answers))) == (False, 1), answers
            else:
                assert len(accepted(answers)) <= 1, answers
    assert overlaps() == 0


def test_a_hold_that_has_run_out_books_nothing_even_when_nobody_else_came() -> None:
    with crowd(1) as bookers:
        all_at_once(bookers, do="prepare", cells=cells(1))
        (held,) = accepted(all_at_once(bookers, do="hold"))
        expire(int(held), within=-1)
        assert all_at_once(bookers, do="book-held", hold=int(held)) == [{"refused": "HoldGone"}]
    assert not Appointment.objects.exists()


def test_a_hold_that_many_book_at_once_becomes_one_visit() -> None:
    with crowd(CROWD) as bookers:
        for cell in cells(5):
            all_at_once(bookers[:1], do="prepare", cells=[cell])
            (held,) = accepted(all_at_once(bookers[:1], do="hold"))
            answers = all_at_once(bookers, do="book-held", hold=int(held))
            assert failures(answers) == []
            assert len(accepted(answers)) == 1, answers
    assert Appointment.objects.count() == 5
    assert not Hold.objects.exists()
