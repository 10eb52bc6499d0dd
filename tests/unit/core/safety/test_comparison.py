"""What a new version changes is found by asking both versions the same."""

from dataclasses import replace

import pytest

from ashi.core.safety import Action, AgeRange, Condition, Kind, Outcome, Question, Rule, RuleSet
from ashi.core.safety.comparison import Change, changes


def of(name: str, *, signs: tuple[str, ...] = (), at_least: int = 1) -> Condition:
    return Condition(any_of=frozenset(signs or (name,)), at_least=at_least)


def rule(name: str, *outcomes: Outcome, raises: bool = False) -> Rule:
    return Rule(id=name, kind=Kind.RED_FLAG, outcomes=outcomes, raises=raises)


A = Question("A")
B = Question("B", asked_if=Condition(all_of=frozenset({"A"})))
SIGNS = (Question("C", group=True), *(Question(f"C{n}", parent="C") for n in range(1, 4)))
RULES = RuleSet(
    version="1",
    questions=(A, B, *SIGNS),
    rules=(
        rule("A", Outcome("A", Action.URGENT, of("A")), raises=True),
        rule("B", Outcome("B", Action.EMERGENCY, of("B"))),
        rule("C", Outcome("C", Action.TELL, of("C", signs=("C1", "C2", "C3"), at_least=2))),
    ),
)


def with_rule(changed: Rule) -> RuleSet:
    return replace(RULES, rules=tuple(changed if one.id == changed.id else one for one in RULES.rules))


def test_the_same_rules_change_nothing() -> None:
    assert changes(RULES, replace(RULES, version="2")) == ()


@pytest.mark.parametrize(("action", "is_milder"), [(Action.TELL, True), (Action.EMERGENCY, False)])
def test_another_action_is_a_change_and_has_a_direction(action: Action, is_milder: bool) -> None:
    [change] = changes(RULES, with_rule(rule("A", Outcome("A", action, of("A")), raises=True)))
    assert change == Change("A", Action.URGENT, action, ("A",), 40)
    assert change.is_milder is is_milder


def test_a_count_that_is_reached_later_is_milder() -> None:
    later = rule("C", Outcome("C", Action.TELL, of("C", signs=("C1", "C2", "C3"), at_least=3)))
    [change] = changes(RULES, with_rule(later))
    assert (change.before, change.after, change.is_milder) == (Action.TELL, None, True)
    assert len(change.yes) == 2


def test_a_question_that_is_put_to_fewer_is_milder() -> None:
    old = Question("A", asked_if=Condition(ages=(AgeRange(30, 130),)))
    [change] = changes(RULES, replace(RULES, questions=(old, B, *SIGNS)))[:1]
    assert (change.rule, change.before, change.after, change.age) == ("A", Action.URGENT, None, 29)
    assert change.is_milder


def test_a_question_that_opens_later_is_milder() -> None:
    closed = replace(B, asked_if=Condition(all_of=frozenset({"A", "C1"})))
    [change] = changes(RULES, replace(RULES, questions=(A, closed, *SIGNS)))
    assert (change.rule, change.yes, change.is_milder) == ("B", ("A", "B"), True)


def test_a_rule_that_is_gone_is_milder_and_a_new_one_stricter() -> None:
    fewer = replace(RULES, rules=RULES.rules[:2])
    assert [(one.rule, one.is_milder) for one in changes(RULES, fewer)] == [("C", True)]
    assert [(one.rule, one.is_milder) for one in changes(fewer, RULES)] == [("C", False)]


def test_a_flag_that_no_longer_raises_others_is_milder() -> None:
    quiet = rule("A", Outcome("A", Action.URGENT, of("A")))
    [change] = changes(RULES, with_rule(quiet))
    assert (change.rule, change.raises, change.is_milder) == ("A", True, True)
    [back] = changes(with_rule(quiet), RULES)
    assert not back.is_milder
