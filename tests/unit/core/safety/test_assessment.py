import pytest

from ashi.core.safety import Action, Answer, Assessment, Profile, Reason, Result, Soon, after_a_stop, assess
from tests.unit.core.safety.rules_for_tests import RULES

NO = {question.id: Answer.NO for question in RULES.questions if not question.group}


def of(*yes: str, age: int = 40, unanswered: tuple[str, ...] = (), **said: Answer) -> Assessment:
    answers = {**NO, **dict.fromkeys(yes, Answer.YES), **said}
    left = {name: answer for name, answer in answers.items() if name not in unanswered}
    return assess(left, rules=RULES, profile=Profile(age))


def actions(assessment: Assessment) -> dict[str, str]:
    return {reason.rule: reason.action.value for reason in assessment.reasons}


def test_nothing_to_report_is_clear() -> None:
    assert of() == Assessment(result=Result.CLEAR, reasons=(), version="small", missing=())


def test_the_strictest_wins_and_stands_first() -> None:
    assessment = of("METAL", "FALL", "NUMB")
    assert assessment.result is Result.EMERGENCY
    assert [reason.rule for reason in assessment.reasons] == ["NUMB", "FALL", "METAL"]


def test_a_note_alone_is_clear() -> None:
    assessment = of("MILD")
    assert assessment.result is Result.CLEAR
    assert actions(assessment) == {"MILD": "N"}


def test_of_a_rule_only_the_first_outcome_that_holds_counts() -> None:
    assert actions(of("FALL")) == {"FALL": "U"}
    assert actions(of("FALL", "FALL.walk")) == {"FALL": "E"}


def test_a_yes_whose_part_was_not_asked_takes_the_strictest() -> None:
    assert actions(of("FALL", unanswered=("FALL.walk",))) == {"FALL": "E"}


def test_a_part_of_a_sign_that_is_not_there_means_nothing() -> None:
    assert actions(of("FALL.walk")) == {}


def test_a_part_whose_sign_was_not_asked_is_a_yes_to_the_sign() -> None:
    assert actions(of("FALL.walk", unanswered=("FALL",))) == {"FALL": "E"}


def test_a_yes_to_a_part_of_a_group_is_a_yes_to_the_group() -> None:
    assert actions(of("OPEN.drugs")) == {"OPEN": "P"}
    assert actions(of("OPEN.drugs", OPEN=Answer.NO)) == {"OPEN": "P"}


def test_a_group_answered_yes_as_one_takes_all_signs_that_were_not_asked() -> None:
    assert actions(of("OPEN", unanswered=("OPEN.wound", "OPEN.drugs"))) == {"OPEN": "R"}
    assert actions(of("OPEN", unanswered=("OPEN.wound",))) == {"OPEN": "P"}


def test_the_age_profile_raises_other_flags_by_one_step() -> None:
    assert actions(of("FIRST", "OPEN.drugs", age=60)) == {"FIRST": "P", "OPEN": "R"}
    assert actions(of("FIRST", "OPEN.drugs", "OPEN.wound", age=60)) == {"FIRST": "P", "OPEN": "U"}


def test_what_was_raised_says_by_whom_and_how_soon() -> None:
    raised = of("FIRST", "OPEN.drugs", "OPEN.wound", age=60).reasons[0]
    assert raised == Reason("OPEN", Action.URGENT, "OPEN.R", Soon.DAYS, raised_by="FIRST")


@pytest.mark.parametrize(("yes", "action"), [("FALL", "U"), ("NUMB", "E"), ("MILD", "N"), ("METAL", "P")])
def test_it_raises_neither_what_is_urgent_nor_a_note_nor_a_precaution(yes: str, action: str) -> None:
    assert actions(of("FIRST", yes, age=60))[yes] == action


def test_an_age_alone_can_be_a_reason() -> None:
    assert actions(of(age=17)) == {"CHILD": "C"}


def test_what_matters_and_was_not_answered_is_missing() -> None:
    assessment = of(unanswered=("NUMB", "FALL.walk", "FIRST", "AFTER"))
    assert assessment.missing == ("NUMB",)
    assert not assessment.is_complete


def test_an_answer_to_a_question_nobody_asks_is_refused() -> None:
    with pytest.raises(ValueError, match="Nobody asks GONE"):
        of("GONE")


def test_who_was_stopped_is_urgent_afterwards_and_the_first_rule_is_named_once() -> None:
    after = after_a_stop(of("METAL"), stopped_by=["NUMB", "NUMB"])
    assert after.result is Result.URGENT
    assert actions(after) == {"NUMB": "U", "METAL": "P"}


def test_a_new_emergency_after_a_stop_stays_one() -> None:
    assert after_a_stop(of("NUMB"), stopped_by=["FALL"]).result is Result.EMERGENCY


def test_who_was_never_stopped_is_left_as_they_are() -> None:
    assert after_a_stop(of(), stopped_by=[]) == of()
