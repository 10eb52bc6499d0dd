import pytest

from ashi.core.safety import ALWAYS, Action, Kind, Outcome, Question, Rule, RuleSet
from tests.unit.core.safety.rules_for_tests import RULES, flag, when


def test_outcomes_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="strictest first"):
        flag("A", (Action.TELL, when("A")), (Action.EMERGENCY, when("A")))


def test_a_rule_about_a_question_nobody_asks_is_refused() -> None:
    with pytest.raises(ValueError, match="Nobody asks GONE"):
        RuleSet("v", (Question("A"),), (flag("A", (Action.TELL, when("A", "GONE"))),))


def test_a_part_without_its_parent_is_refused() -> None:
    with pytest.raises(ValueError, match="Nobody asks A"):
        RuleSet("v", (Question("A.b", parent="A"),), ())


@pytest.mark.parametrize(
    ("questions", "rules"),
    [
        ((Question("A"), Question("A")), ()),
        ((Question("A"),), (flag("A", (Action.TELL, when("A"))), flag("A", (Action.TELL, when("A"))))),
    ],
)
def test_a_name_that_is_there_twice_is_refused(questions: tuple[Question, ...], rules: tuple[Rule, ...]) -> None:
    with pytest.raises(ValueError, match="A is there twice"):
        RuleSet("v", questions, rules)


def test_two_outcomes_of_one_strictness_may_stand_together() -> None:
    same = (Outcome("a", Action.ROUTINE, ALWAYS), Outcome("b", Action.ROUTINE, ALWAYS))
    assert Rule("A", Kind.RED_FLAG, same).outcomes == same


def test_the_parts_of_a_question_are_those_that_name_it() -> None:
    assert [part.id for part in RULES.parts_of("OPEN")] == ["OPEN.wound", "OPEN.drugs"]
    assert RULES.parts_of("NUMB") == ()
