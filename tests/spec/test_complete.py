"""Every row of the clinical tables is there: its question in both languages, its sources, its mark, who must sign.

What only the chart can tell (a point, a place, a technique, the day itself) has a condition and a change instead of a
question: nobody can answer it before the visit.
"""

import pytest

from ashi.core.safety import Action
from ashi.knowledge.safety.required import PRECAUTIONS, RED_FLAGS, SIGNS, missing
from tests.spec.rows import RULES, SCREEN
from tests.spec.writing import FOLDER

ONLY_THE_CHART = ["CI05", "CI07", "CI07b", "CI09", "CI17", "CI22", "CI23", "CI25", "CI26", "CI27"]
NOT_ASKED = ["CI19"]  # an age, which the first page asks for
# Marks as they stand in the tables of facts; a part that is our own reading may be added, never taken away.
MARKS = {
    **dict.fromkeys([name for name in RED_FLAGS if name not in ("RF05", "RF22")], "C"),
    **{"RF05": "C", "RF22": "U", "CI01": "C", "CI02": "C", "CI03": "S", "CI06": "C", "CI11": "C", "CI12": "S"},
    **{"CI13": "U", "CI14": "C", "CI15": "C", "CI16": "C", "CI18": "C", "CI20": "C", "CI24": "C", "CI28": "C"},
}


def page_of(name: str) -> str:
    kind = "red-flags" if name.startswith("RF") else "precautions"
    return (FOLDER / f"{kind}.md").read_text(encoding="utf-8")


def section_of(name: str) -> str:
    found = [part for part in page_of(name).split("\n## ") if part.startswith(f"{name} ")]
    assert len(found) == 1, name
    return found[0]


def test_nothing_is_missing() -> None:
    assert list(missing(SCREEN)) == []
    assert (len(RED_FLAGS), len(PRECAUTIONS), len(SIGNS)) == (22, 29, 24)


@pytest.mark.parametrize("name", [name for name in (*RED_FLAGS, *PRECAUTIONS) if name not in ONLY_THE_CHART])
def test_a_row_has_its_question_in_both_languages_its_sources_its_mark_and_who_must_sign(name: str) -> None:
    origin = next(origin for origin in SCREEN.origins if origin.id == name)
    section = section_of(name)
    asked = [question for question in RULES.questions if question.id == name or question.parent == name]
    assert bool(asked) != (name in NOT_ASKED)
    for question in asked:
        for language in ("en", "es"):
            assert SCREEN.asked[question.id].text.in_language(language) in section
    assert origin.sources or "U" in origin.mark
    assert all(f"[{source}](README.md#sources)" in section for source in origin.sources)
    assert f"Mark: {origin.mark}." in section
    assert f"To be signed by {SCREEN.sign_off}" in section


@pytest.mark.parametrize("name", ONLY_THE_CHART)
def test_what_only_the_chart_can_tell_stands_with_its_change_source_and_mark(name: str) -> None:
    rule = next(rule for rule in SCREEN.chart_rules if rule.id == name)
    line = next(line for line in page_of(name).splitlines() if line.startswith(f"| {name} |"))
    assert all(words in line for words in (rule.condition, rule.change, rule.mark, ", ".join(rule.sources)))
    assert rule.action in (Action.DO_NOT_NEEDLE, Action.NOT_THERE, Action.CHANGE, Action.NOTE)


@pytest.mark.parametrize(("name", "mark"), MARKS.items())
def test_no_mark_is_more_confident_than_the_facts(name: str, mark: str) -> None:
    origin = next(origin for origin in SCREEN.origins if origin.id == name)
    assert mark in origin.mark
