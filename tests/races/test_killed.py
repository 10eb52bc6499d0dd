"""What was confirmed is there, whoever is killed when; what was not is there as a whole or not at all."""

import random
import time

import pytest

from ashi.records.models import Appointment
from tests.races.crowd import crowd, overlaps
from tests.races.rounds import accepted, cells, whole_or_absent

pytestmark = pytest.mark.django_db(transaction=True)


def confirmed_until_killed(*words: str, rounds: int) -> list[str]:
    """References that were confirmed by bookers who were then killed with SIGKILL in the middle of the next booking."""
    confirmed: list[str] = []
    for _ in range(rounds):
        with crowd(3, *words) as bookers:
            for booker in bookers:
                booker.say(do="book-any", cells=cells(40))
            until = time.monotonic() + random.uniform(0.4, 1.0)
            while time.monotonic() < until:
                for booker in bookers:
                    confirmed += accepted([booker.hear()])
                    booker.say(do="book-any", cells=cells(40))
            for booker in bookers:
                booker.end()
    return confirmed


def lost(confirmed: list[str]) -> set[str]:
    return set(confirmed) - set(Appointment.objects.values_list("reference", flat=True))


def test_what_was_confirmed_survives_the_killing_of_whoever_confirmed_it() -> None:
    confirmed = confirmed_until_killed(rounds=3)
    assert confirmed
    assert lost(confirmed) == set()
    assert overlaps() == 0
    whole_or_absent()


def test_control_a_booker_that_confirms_before_it_commits_loses_visits() -> None:
    rounds = (lost(confirmed_until_killed("hasty", rounds=1)) for _ in range(20))
    assert any(rounds)  # on a busy machine the first may have been killed too late
    whole_or_absent()
