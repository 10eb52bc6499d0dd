"""Every row of the tables holds, and no row is missing."""

import pytest

from ashi.core.safety import Action, Reason, Result
from tests.spec.precautions import PRECAUTIONS
from tests.spec.red_flags import RED_FLAGS
from tests.spec.rows import RULES, SCREEN, Row

ROWS = [*RED_FLAGS, *PRECAUTIONS]


def reason_of(row: Row) -> Reason | None:
    return next((reason for reason in row.assessment().reasons if reason.rule == row.rule), None)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_rule_asks_for_what_its_row_says(row: Row) -> None:
    reason = reason_of(row)
    assert (reason.action if reason else None) == row.action


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_answers_lead_to_the_result_their_row_says(row: Row) -> None:
    assert row.assessment().result == row.result


@pytest.mark.parametrize("row", [row for row in ROWS if row.text], ids=str)
def test_it_is_said_in_the_words_of_its_row(row: Row) -> None:
    reason = reason_of(row)
    assert reason is not None
    assert reason.text == row.text


@pytest.mark.parametrize("row", [row for row in ROWS if row.raised], ids=str)
def test_a_flag_that_the_age_raises_says_so(row: Row) -> None:
    reason = reason_of(row)
    assert reason is not None
    assert reason.raised_by == "RF10"


def test_every_outcome_of_every_rule_has_a_row() -> None:
    shown = {reason.text for row in ROWS if (reason := reason_of(row)) and not row.raised}
    assert shown == {outcome.text for rule in RULES.rules for outcome in rule.outcomes}


def test_every_question_is_answered_yes_in_some_row() -> None:
    assert {name for row in ROWS for name in row.yes} == {question.id for question in RULES.questions}


def test_every_red_flag_and_precaution_of_the_clinical_tables_is_there() -> None:
    red_flags = {f"RF{number:02}" for number in range(1, 23)}
    precautions = {f"CI{number:02}" for number in range(1, 29)} | {"CI07b"}
    assert {origin.id for origin in SCREEN.origins} | {
        rule.id for rule in SCREEN.chart_rules
    } == red_flags | precautions


@pytest.mark.parametrize("action", list(Action))
def test_an_action_means_one_result(action: Action) -> None:
    """The four results of the tables, spelt out once more beside the engine's own mapping."""
    letters = {"E": Result.EMERGENCY, "U": Result.URGENT, "X": Result.URGENT, "H": Result.URGENT, "N": Result.CLEAR}
    reason = Reason(rule="any", action=action, text="any")
    assert reason.result == letters.get(action.value, Result.CAUTION)
