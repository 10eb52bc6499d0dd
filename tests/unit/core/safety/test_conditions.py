import pytest

from ashi.core.safety import ALWAYS, AgeRange, Condition

THREE = frozenset("abc")


@pytest.mark.parametrize(
    ("condition", "yes", "age", "holds"),
    [
        (ALWAYS, "", 40, True),
        (Condition(all_of=frozenset("ab")), "ab", 40, True),
        (Condition(all_of=frozenset("ab")), "a", 40, False),
        (Condition(any_of=THREE), "c", 40, True),
        (Condition(any_of=THREE), "d", 40, False),
        (Condition(any_of=THREE, at_least=2), "ad", 40, False),
        (Condition(any_of=THREE, at_least=2), "ac", 40, True),
        (Condition(all_of=frozenset("d"), any_of=THREE), "a", 40, False),
        (Condition(ages=(AgeRange(0, 19), AgeRange(50, 130))), "", 19, True),
        (Condition(ages=(AgeRange(0, 19), AgeRange(50, 130))), "", 20, False),
        (Condition(ages=(AgeRange(0, 19), AgeRange(50, 130))), "", 49, False),
        (Condition(ages=(AgeRange(0, 19), AgeRange(50, 130))), "", 50, True),
        (Condition(all_of=frozenset("a"), ages=(AgeRange(0, 19),)), "a", 40, False),
    ],
)
def test_it_holds_when_all_it_asks_for_is_there(condition: Condition, yes: str, age: int, holds: bool) -> None:
    assert condition.holds(yes=frozenset(yes), age=age) is holds


@pytest.mark.parametrize("at_least", [0, 4])
def test_a_count_that_never_or_always_holds_is_refused(at_least: int) -> None:
    with pytest.raises(ValueError, match="never be asked for"):
        Condition(any_of=THREE, at_least=at_least)


def test_ages_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="wrong way round"):
        AgeRange(20, 10)
