"""The trials that come with Ashi, and what happens to a file with a mistake."""

from math import exp
from pathlib import Path

import pytest

from ashi.core.evidence.forest import trials_forest
from ashi.knowledge.claims import the_register
from ashi.knowledge.rows import KnowledgeError
from ashi.knowledge.trials import FILE, read_questions, the_questions

ENTRY = """
[[question]]
id = "nausea"
comparison = { en = "A", es = "A" }
outcome = { en = "B", es = "B" }
contrast = "risk-ratio"
better = "less"
[[question.trial]]
name = "Dundee"
year = 1986
source = "own"
treatment = { people = 25, events = 3 }
control = { people = 25, events = 12 }
[[source]]
id = "own"
citation = "Dundee 1986"
read = "abstract"
url = "https://a.example"
"""


def entry(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "trials.toml"
    file.write_text(text)
    return file


def test_a_small_file_is_read(tmp_path: Path) -> None:
    (question,) = read_questions(entry(tmp_path, ENTRY), ()).questions
    assert exp(question.effects()[0].estimate) == pytest.approx(0.25)
    assert question.note is None


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("events = 3 }", "events = 33 }", "nausea: 33 of 25 people"),
        ("events = 3 }", "event = 3 }", "nausea has no mean"),
        ("events = 3 }", "events = 3, dropped = 1 }", "nausea: unknown keys: dropped"),
        ("risk-ratio", "odds-ratio", "'odds-ratio' is not a valid Contrast"),
        ("risk-ratio", "hedges-g", "nausea: these two arms have no hedges-g"),
        ('source = "own"', 'source = "none"', "not there: none"),
        ('es = "B"', 'es = ""', "nausea: no text in es"),
        ("year = 1986\n", "", "nausea has no year"),
    ],
)
def test_a_mistake_is_named_with_its_entry(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in ENTRY
    with pytest.raises(KnowledgeError, match=said):
        read_questions(entry(tmp_path, ENTRY.replace(right, wrong)), ())


def test_a_trial_may_name_a_source_of_the_claims(tmp_path: Path) -> None:
    known = the_register().sources
    text = ENTRY.replace('source = "own"', f'source = "{known[0].id}"')
    questions = read_questions(entry(tmp_path, text), known)
    assert questions.sources_of(questions.questions[0]) == (known[0],)


def test_no_source_is_kept_twice_and_none_for_nothing() -> None:
    own = {source.id for source in read_questions(FILE, the_register().sources).sources}
    claimed = {source.id for source in the_register().sources}
    named = {trial.source for question in the_questions().questions for trial in question.trials}
    assert len(the_questions().sources) == len(own)
    assert own - claimed <= named


def test_every_question_can_be_drawn() -> None:
    for question in the_questions().questions:
        forest = trials_forest(question, question.pooled())
        assert len(forest.rows) >= len(question.trials)


def test_what_is_about_back_pain_is_not_pooled() -> None:
    pooled = [question.id for question in the_questions().questions if question.pooled()]
    assert pooled == ["nausea-wrist-point"]


def test_the_published_results_of_the_same_trial_agree_with_its_groups() -> None:
    published = {result.id: result for result in the_register().results}
    for question, result in (
        ("improved-sham", "haake-2007-sham"),
        ("improved-conventional", "haake-2007-conventional"),
    ):
        (row,) = trials_forest(the_questions().question(question)).rows
        printed = published[result]
        assert (row.estimate, row.low, row.high) == pytest.approx(
            (printed.estimate, printed.low, printed.high), abs=0.1
        )
