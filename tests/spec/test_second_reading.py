"""The engine against a second reading of the tables, for people nobody thought of."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.safety import Answer, Assessment, Profile, Result, after_a_stop, assess
from tests.spec.rows import RULES
from tests.spec.second_reading import second_reading

IDS = [question.id for question in RULES.questions]
AGES = st.integers(0, 130)
SAID = [Answer.YES, Answer.NO, Answer.UNSURE]
# Each of these alone is an emergency, whatever else is said.
EMERGENCIES = [
    *[[name] for name in ("RF01", "RF02", "RF03", "RF04", "RF06", "RF07", "RF15")],
    *[[name] for name in ("RF22.chest", "RF22.breath", "RF22.pregnancy_pain")],
    *[["RF05", name] for name in ("RF01", "RF02", "RF03", "RF04", "RF06")],
    *[["RF11", name] for name in ("RF11.unwell", "RF12.immune", "RF12.injecting")],
    *[["RF13", name] for name in ("RF13.recent", "RF13.cannot_walk")],
    ["RF16", "RF16.pain"],
]


def people() -> st.SearchStrategy[dict[str, Answer]]:
    """Some are nearly well, some say yes to much, some were not asked everything."""
    few = st.sets(st.sampled_from(IDS), max_size=4)
    return st.one_of(
        st.dictionaries(st.sampled_from(IDS), st.sampled_from(SAID)),
        few.map(lambda yes: {name: Answer.YES if name in yes else Answer.NO for name in IDS}),
        st.tuples(few, few).map(
            lambda both: {name: Answer.YES if name in both[0] else Answer.NO for name in IDS if name not in both[1]}
        ),
    )


def crowd(many: int, seed: int) -> Iterator[tuple[dict[str, Answer], int]]:
    """The same people every time: a die is quicker than Hypothesis, which is kept for what it can make simpler."""
    dice = random.Random(seed)
    for _ in range(many):
        asked = dice.sample(IDS, dice.choice([len(IDS), len(IDS), len(IDS) - 4, 20]))
        said = dict.fromkeys(asked, Answer.NO)
        for name in dice.sample(asked, dice.choice([0, 1, 2, 3, 4, 10])):
            said[name] = dice.choice([Answer.YES, Answer.YES, Answer.UNSURE])
        yield said, dice.choice([0, 15, 17, 18, 19, 20, 40, 49, 50, 61, 130])


def of(said: dict[str, Answer], age: int) -> Assessment:
    return assess(said, rules=RULES, profile=Profile(age))


def is_read_alike(said: dict[str, Answer], age: int) -> bool:
    assessment = of(said, age)
    actions = {reason.rule: reason.action.value for reason in assessment.reasons}
    return (assessment.result.word, actions) == second_reading({name: one.value for name, one in said.items()}, age)


def test_the_engine_reads_the_tables_for_thousands_as_a_person_does() -> None:
    assert [(said, age) for said, age in crowd(4000, seed=4) if not is_read_alike(said, age)] == []


@settings(max_examples=500, deadline=None)
@given(said=people(), age=AGES)
def test_the_engine_reads_the_tables_as_a_person_does(said: dict[str, Answer], age: int) -> None:
    assert is_read_alike(said, age)


@pytest.mark.parametrize("signs", EMERGENCIES, ids=" ".join)
def test_an_emergency_is_an_emergency_whatever_else_is_said(signs: list[str]) -> None:
    for said, age in crowd(200, seed=5):
        assert of({**said, **dict.fromkeys(signs, Answer.YES)}, age).result is Result.EMERGENCY, said


@given(age=st.integers(18, 130))
def test_a_grown_up_with_nothing_to_report_is_clear(age: int) -> None:
    assessment = of(dict.fromkeys(IDS, Answer.NO), age)
    assert assessment.result is Result.CLEAR
    assert assessment.reasons == ()
    assert assessment.is_complete


@given(age=st.integers(0, 17))
def test_a_child_with_nothing_to_report_is_only_asked_for_a_guardian(age: int) -> None:
    assert [reason.rule for reason in of(dict.fromkeys(IDS, Answer.NO), age).reasons] == ["CI19"]


def test_for_hundreds_every_single_yes_more_keeps_the_result_as_strict() -> None:
    for said, age in crowd(150, seed=6):
        before = of(said, age).result
        assert [name for name in IDS if of({**said, name: Answer.YES}, age).result < before] == [], said


@settings(max_examples=500, deadline=None)
@given(said=people(), age=AGES, name=st.sampled_from(IDS))
def test_one_more_yes_never_makes_the_result_milder(said: dict[str, Answer], age: int, name: str) -> None:
    assert of({**said, name: Answer.YES}, age).result >= of(said, age).result


@settings(max_examples=200, deadline=None)
@given(said=people(), age=AGES, name=st.sampled_from(IDS))
def test_unsure_is_read_as_yes(said: dict[str, Answer], age: int, name: str) -> None:
    assert of({**said, name: Answer.UNSURE}, age) == of({**said, name: Answer.YES}, age)


@settings(max_examples=300, deadline=None)
@given(said=people(), age=AGES, rule=st.sampled_from([rule.id for rule in RULES.rules]))
def test_nobody_who_was_stopped_is_clear_afterwards(said: dict[str, Answer], age: int, rule: str) -> None:
    before = of(said, age)
    after = after_a_stop(before, stopped_by=[rule])
    assert after.result == max(before.result, Result.URGENT)
    assert set(before.reasons) < set(after.reasons)
