"""Thousands of generated people through the safety screen, against a second, independent reading of its tables."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ashi.core.safety import Action, Answer, Profile, RuleSet, assess
from ashi.exchange.fhir.screen import assessing
from ashi.exchange.fhir.screen.ages import ANY_ADULT
from ashi.knowledge import safety
from tests.contracts.fhir.clinical_table import ALONE_WITHOUT_THEIR_SIGNS, EMERGENCIES, HEADINGS, asked, result_of
from tests.contracts.fhir.people import AGES, NAMES, TOP, corpus, crowd, in_parameters, nothing, people, response

pytestmark = [pytest.mark.django_db, pytest.mark.once]
RULES = safety.the_screen().rules
FEW = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def everybody() -> list[tuple[dict[str, bool], int | None, dict[str, str]]]:
    """The people of the corpus, and what the table asks of each."""
    return [(said, age, asked(said, age)) for said, age in corpus()]


def of(said: dict[str, bool], age: int | None, rules: RuleSet = RULES) -> tuple[str, dict[str, str]]:
    answers = {name: Answer.YES if yes else Answer.NO for name, yes in said.items()}
    found = assess(answers, rules=rules, profile=Profile(ANY_ADULT if age is None else age))
    return found.result.word, {reason.rule: reason.action.value for reason in found.reasons}


def agrees(said: dict[str, bool], age: int | None, actions: dict[str, str], rules: RuleSet = RULES) -> bool:
    return of(said, age, rules) == (result_of(actions), actions)


def sent(body: dict[str, Any]) -> tuple[str, dict[str, str]]:
    answer = Client().post("/fhir/QuestionnaireResponse/$assess", json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.text
    rows = answer.json()["parameter"]
    (result,) = [row["valueCode"] for row in rows if row["name"] == "result"]
    reasons = [{part["name"]: part for part in row["part"]} for row in rows if row["name"] == "reason"]
    return result, {one["id"]["valueString"]: one["action"]["valueCode"] for one in reasons}


def test_the_table_knows_the_same_signs_as_the_questionnaire() -> None:
    assert set(NAMES) == {question.id for question in RULES.questions}


def test_thousands_get_what_the_tables_say_and_so_does_every_pair_of_signs() -> None:
    assert len(everybody()) > 5000
    assert [(said, age) for said, age, actions in everybody() if not agrees(said, age, actions)] == []


@settings(max_examples=500, deadline=None)
@given(said=people(), age=AGES)
def test_everybody_gets_what_the_tables_say(said: dict[str, bool], age: int | None) -> None:
    actions = asked(said, age)
    assert agrees(said, age, actions), (of(said, age), actions)


def test_hundreds_of_programs_get_what_the_tables_say() -> None:
    for number, (said, age) in enumerate(crowd(600, seed=12)):
        actions, body = asked(said, age), response(said, age, nested=number % 2 == 0)
        assert sent(in_parameters(body) if number % 3 == 0 else body) == (result_of(actions), actions), said


@FEW
@given(said=people(), age=AGES, nested=st.booleans(), wrapped=st.booleans())
def test_a_program_gets_what_the_tables_say(
    said: dict[str, bool], age: int | None, nested: bool, wrapped: bool
) -> None:
    body = response(said, age, nested=nested)
    actions = asked(said, age)
    assert sent(in_parameters(body) if wrapped else body) == (result_of(actions), actions)


@pytest.mark.parametrize("signs", EMERGENCIES, ids=" ".join)
def test_no_emergency_comes_out_below_emergency(signs: list[str]) -> None:
    for number, (others, age) in enumerate(crowd(200, seed=13)):
        said = {**others, **dict.fromkeys(signs, True)}
        assert of(said, age)[0] == "emergency", said
        if number < 20:
            assert sent(response(said, age))[0] == "emergency", said


@pytest.mark.parametrize("signs", EMERGENCIES, ids=" ".join)
def test_an_emergency_waits_for_no_other_answer(signs: list[str]) -> None:
    assert sent(response(dict.fromkeys(signs, True), None))[0] == "emergency"


@pytest.mark.parametrize("age", [None, *range(18, 131, 8)])
def test_nobody_with_nothing_to_report_is_stopped(age: int | None) -> None:
    assert sent(response(nothing(), age)) == ("clear", {})
    assert sent(response(dict.fromkeys(TOP, False), age, nested=True)) == ("clear", {})


@pytest.mark.parametrize("age", [0, 9, 17])
def test_a_child_with_nothing_to_report_needs_a_guardian_and_nothing_else(age: int) -> None:
    assert sent(response(nothing(), age)) == ("caution", {"CI19": "C"})


@pytest.mark.parametrize("sign", ALONE_WITHOUT_THEIR_SIGNS)
def test_a_sign_without_its_parts_is_taken_at_its_strictest(sign: str) -> None:
    # What belongs to another sign as well is not asked for here: cancer brings two questions of its own.
    said = dict.fromkeys(TOP, False) | {sign: True}
    assert sent(response(said))[0] == ALONE_WITHOUT_THEIR_SIGNS[sign]


def broken() -> Iterator[Any]:
    """The rules, each time with one outcome too mild, or gone."""
    for rule in RULES.rules:
        for number, outcome in enumerate(rule.outcomes):
            kept = [*rule.outcomes[:number], *rule.outcomes[number + 1 :]]
            if outcome.action not in [other.action for other in kept]:  # else only the words would differ
                yield pytest.param(rule.id, kept, id=f"{outcome.text} gone")
            if outcome.action is Action.EMERGENCY:
                milder = replace(outcome, action=Action.TELL)
                ordered = sorted([*kept, milder], key=lambda one: one.action.rank)
                yield pytest.param(rule.id, ordered, id=f"{outcome.text} milder")


@pytest.mark.parametrize(("rule", "outcomes"), list(broken()))
def test_control_a_broken_rule_is_found(rule: str, outcomes: list[Any]) -> None:
    rules = [replace(one, outcomes=tuple(outcomes)) if one.id == rule else one for one in RULES.rules]
    changed = RuleSet(RULES.version, RULES.questions, tuple(rules))
    concerned = [person for person in everybody() if rule in person[2]]
    assert any(not agrees(*person, changed) for person in concerned)


def test_control_a_broken_rule_is_found_through_the_interface(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = safety.the_screen()
    rules = [replace(one, outcomes=()) if one.id == "RF03" else one for one in RULES.rules]
    changed = RuleSet(RULES.version, RULES.questions, tuple(rules))
    monkeypatch.setattr(assessing.rules, "in_force", lambda: replace(screen, rules=changed))
    assert sent(response(nothing() | {"RF03": True}))[0] == "clear"
    monkeypatch.undo()
    assert sent(response(nothing() | {"RF03": True}))[0] == "emergency"


def test_the_headings_are_those_of_the_table() -> None:
    assert {question.id for question in RULES.questions if question.group} == set(HEADINGS)
