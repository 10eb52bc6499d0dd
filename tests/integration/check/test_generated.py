"""People nobody thought of go through the pages; a second reading of the tables says what should become of them."""

import random
from datetime import date

import pytest
from django.utils import timezone

from ashi.knowledge.safety import the_screen
from ashi.records.clearances import valid_clearance
from tests.integration.check.walking import PAGES, Visitor, only_clearance
from tests.spec.second_reading import second_reading

TODAY = timezone.localdate()


def a_person(seed: int) -> tuple[date, set[str]]:
    """Most have little to report, some a lot."""
    chance = random.Random(seed)
    born = date(TODAY.year - chance.choice([16, 19, 30, 44, 51, 70]), 1, 1)
    names = [question.id for question in the_screen().rules.questions]
    return born, set(chance.sample(names, chance.choice([0, 1, 2, 3, 6, 30])))


def send_through(visitor: Visitor, born: date, yes: set[str]) -> dict[str, str]:
    """Every page that is still shown; returns what was answered, a sign only where it was asked."""
    said: dict[str, str] = {}
    visitor.begin(born)
    visitor.name_guardian()
    for page in PAGES:
        answered = visitor.answer(page, *yes)
        said = only_clearance().answers
        if answered["Location"].endswith("/stop/"):
            break
    return said


@pytest.mark.parametrize("seed", range(15))
def test_the_pages_decide_as_the_tables_do(visitor: Visitor, seed: int) -> None:
    born, yes = a_person(seed)
    said = send_through(visitor, born, yes)
    result, actions = second_reading(said, TODAY.year - born.year)
    check = only_clearance()
    assert {name for name, answer in said.items() if answer == "yes"} <= yes
    assert check.result == result
    assert {reason["rule"]: reason["action"] for reason in check.reasons} == actions
    assert (valid_clearance(visitor.key, timezone.now()) is None) == (result == "emergency")
