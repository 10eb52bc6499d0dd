"""What the rules say, in both languages."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ashi.core.evidence.wording import Wording
from ashi.core.safety import RESULT_OF, Action, Answer, Profile, Result, relevant_questions
from tests.spec.rows import RULES, SCREEN

BANNED = Path(__file__).parents[1] / "integration" / "web" / "banned_words.toml"
PROMISES = tomllib.loads(BANNED.read_text(encoding="utf-8"))


def questions() -> Iterator[tuple[str, Wording]]:
    asked = (question.id for question in RULES.questions if not question.group)
    yield from ((name, SCREEN.asked[name].text) for name in asked)


def everything() -> Iterator[Wording]:
    for asked in SCREEN.asked.values():
        yield from (words for words in (asked.text, asked.hint) if words)
    for advice in SCREEN.advice.values():
        yield from (words for words in (advice.reason, advice.say, advice.tell) if words)
    for page in SCREEN.pages:
        yield from (page.title, page.why)
    yield from (sign.text for sign in (*SCREEN.call_911, *SCREEN.call_doctor))


@pytest.mark.parametrize(
    ("name", "words"), list(questions()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_question_can_be_answered_by_yes_or_no_and_is_short(name: str, words: Wording) -> None:
    english, spanish = words.in_language("en"), words.in_language("es")
    assert english.endswith("?")
    assert "¿" in spanish
    assert spanish.endswith("?")
    assert len(english.split()) <= 24
    assert len(spanish.split()) <= 28


@pytest.mark.parametrize("language", PROMISES)
def test_nothing_is_promised(language: str) -> None:
    said = "\n".join(words.in_language(language) for words in everything())
    assert [found[0] for promise in PROMISES[language] for found in re.finditer(promise, said, re.IGNORECASE)] == []


def test_no_text_is_the_same_in_both_languages() -> None:
    assert [
        words.in_language("en") for words in everything() if words.in_language("en") == words.in_language("es")
    ] == []


def test_spanish_says_usted() -> None:
    familiar = re.compile(r"\b(tú|tus|tienes|puedes|debes|llama al|ve a|contigo|tuyo)\b", re.IGNORECASE)
    assert [text for words in everything() if familiar.search(text := words.in_language("es"))] == []


def test_every_emergency_tells_where_to_go() -> None:
    places = {"en": re.compile("hospital|ambulance"), "es": re.compile("hospital|ambulancia")}
    for outcome in (outcome for rule in RULES.rules for outcome in rule.outcomes if outcome.action is Action.EMERGENCY):
        for language, place in places.items():
            assert place.search(SCREEN.advice[outcome.text].reason.in_language(language)), outcome.text


def test_who_needs_an_ambulance_is_not_told_to_be_driven() -> None:
    for text, advice in SCREEN.advice.items():
        assert advice.ambulance == ("ambulance now" in advice.reason.in_language("en")), text


def test_a_precaution_tells_the_acupuncturist_what_to_do() -> None:
    told = {outcome.text: SCREEN.advice[outcome.text].tell for rule in RULES.rules for outcome in rule.outcomes}
    assert [text for text, tell in told.items() if text.startswith("CI") and tell is None] == []


def test_every_urgent_outcome_says_how_soon() -> None:
    outcomes = [outcome for rule in RULES.rules for outcome in rule.outcomes]
    assert [o.text for o in outcomes if (RESULT_OF[o.action] is Result.URGENT) != (o.soon is not None)] == []


def test_what_we_read_into_a_table_is_marked_as_ours() -> None:
    assert [origin.id for origin in SCREEN.origins if origin.reading and "O" not in origin.mark] == []


def test_marks_are_known() -> None:
    marks = [*[origin.mark for origin in SCREEN.origins], *[rule.mark for rule in SCREEN.chart_rules]]
    assert {part for mark in marks for part in mark.split("/")} <= set("CSUO")


def test_a_rule_without_a_source_is_marked_unconfirmed() -> None:
    assert [origin.id for origin in SCREEN.origins if not origin.sources and "U" not in origin.mark] == []


def test_numbness_in_the_saddle_is_asked_first_and_by_itself() -> None:
    assert SCREEN.pages[0].questions == ("RF01",)


def test_the_safety_net_names_only_rules_as_strict_as_its_advice() -> None:
    strict = {rule.id: {outcome.action for outcome in rule.outcomes} for rule in RULES.rules}
    assert [rule for sign in SCREEN.call_911 for rule in sign.rules if Action.EMERGENCY not in strict[rule]] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_somebody_with_nothing_to_report_is_through_in_two_minutes(language: str) -> None:
    nothing = {question.id: Answer.NO for question in RULES.questions}
    asked = {question.id for question in relevant_questions(nothing, Profile(40), rules=RULES)}
    words = [SCREEN.asked[name].text.in_language(language).split() for name in asked]
    hints = [hint.in_language(language).split() for name in asked if (hint := SCREEN.asked[name].hint)]
    pages = [page for page in SCREEN.pages if asked & set(page.questions)]
    assert sum(map(len, words)) <= 2 * 250  # words read in a minute by a grown-up who reads slowly enough to understand
    assert sum(map(len, hints)) <= 225  # for whoever is in doubt about a sign
    assert len(asked) + len(pages) <= 60  # taps: a no each, and a next each
