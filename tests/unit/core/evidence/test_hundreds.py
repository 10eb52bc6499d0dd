from dataclasses import replace
from typing import Any

import pytest

from ashi.core.evidence.hundreds import Group, Hundreds
from tests.unit.core.evidence.builders import words

USUAL = Group(words("usual"), 29.4)
COURSE = Group(words("course"), 39.1, result="improved")


def hundreds(**changes: Any) -> Hundreds:
    said = {name: words(name) for name in ("title", "who", "measured", "when", "against", "knew")}
    return replace(Hundreds("older", "older-adults", groups=(USUAL, COURSE), **said), **changes)


@pytest.mark.parametrize(("percent", "drawn"), [(27.4, 27), (47.6, 48), (44.5, 45), (0, 0), (100, 100)])
def test_people_are_drawn_whole(percent: float, drawn: int) -> None:
    assert Group(words(), percent).of_hundred == drawn


def test_who_improved_is_drawn_as_many_as_before_and_more() -> None:
    trial = hundreds()
    assert (trial.as_many(USUAL), trial.more(USUAL)) == (29, 0)
    assert (trial.as_many(COURSE), trial.more(COURSE)) == (29, 10)


def test_a_group_that_did_worse_has_none_more() -> None:
    worse = Group(words("worse"), 20.0, result="worse")
    trial = hundreds(groups=(USUAL, worse))
    assert (trial.as_many(worse), trial.more(worse)) == (20, 0)


@pytest.mark.parametrize(("percent", "people"), [(-1.0, None), (100.1, None), (50.0, 0)])
def test_a_share_of_nobody_or_of_more_than_all_cannot_be_built(percent: float, people: int | None) -> None:
    with pytest.raises(ValueError, match="people"):
        Group(words(), percent, people)


@pytest.mark.parametrize("groups", [(USUAL,), (COURSE, USUAL), (USUAL, USUAL), (COURSE, COURSE)])
def test_every_group_but_the_first_is_compared_with_the_first(groups: tuple[Group, ...]) -> None:
    with pytest.raises(ValueError, match="older"):
        hundreds(groups=groups)
