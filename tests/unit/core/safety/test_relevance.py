from ashi.core.safety import Answer, Profile, relevant_questions
from tests.unit.core.safety.rules_for_tests import RULES


def asked(age: int = 40, **said: Answer) -> list[str]:
    return [question.id for question in relevant_questions(said, Profile(age), rules=RULES)]


def test_at_the_start_nobody_is_asked_about_parts_or_consequences() -> None:
    assert asked() == ["NUMB", "FALL", "OPEN.wound", "OPEN.drugs", "MILD", "METAL"]


def test_a_part_is_asked_after_the_yes_of_its_sign() -> None:
    assert "FALL.walk" in asked(FALL=Answer.YES)
    assert "FALL.walk" in asked(FALL=Answer.UNSURE)
    assert "FALL.walk" not in asked(FALL=Answer.NO)


def test_a_group_is_asked_sign_by_sign_unless_all_of_it_was_ruled_out() -> None:
    assert "OPEN" not in asked()
    assert "OPEN.wound" not in asked(OPEN=Answer.NO)
    assert "OPEN.wound" in asked(OPEN=Answer.YES)


def test_a_question_for_some_ages_is_asked_of_those() -> None:
    assert "FIRST" not in asked(49)
    assert "FIRST" in asked(50)


def test_a_question_about_an_earlier_yes_is_asked_after_it() -> None:
    assert "AFTER" in asked(MILD=Answer.YES)
    assert "AFTER" not in asked(MILD=Answer.NO)
