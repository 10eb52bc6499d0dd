"""The people of two trials that come with Ashi, and what happens to a file with a mistake."""

import re
from pathlib import Path

import pytest

from ashi.core.evidence.results import Measure
from ashi.knowledge.claims import the_register
from ashi.knowledge.hundreds import FILE, read_hundreds, the_hundreds
from ashi.knowledge.rows import KnowledgeError
from ashi.knowledge.trials import the_questions


def trial(hundreds_id: str) -> list[float]:
    (found,) = [each for each in the_hundreds() if each.id == hundreds_id]
    return [group.percent for group in found.groups]


def test_the_two_trials_have_the_printed_figures() -> None:
    assert trial("older-adults") == [29.4, 39.1, 43.8]
    assert trial("three-groups") == [27.4, 44.2, 47.6]


def test_the_sentence_names_the_people_that_are_drawn() -> None:
    for each in the_hundreds():
        for language in ("en", "es"):
            said = {
                int(number)
                for number in re.findall(r"\b\d\d\b", the_register().claim(each.claim).sentence.texts[language])
            }
            assert {group.of_hundred for group in each.groups} <= said, (each.id, language)


def test_the_percentages_agree_with_the_groups_that_we_reckon_with() -> None:
    arms = the_questions().question("improved-conventional").trials[0]
    sham = the_questions().question("improved-sham").trials[0].control
    shares = [100 * arm.share for arm in (arms.control, sham, arms.treatment)]  # type: ignore[union-attr]
    assert trial("three-groups") == pytest.approx(shares, abs=0.06)


def test_a_published_difference_is_the_difference_of_the_groups() -> None:
    compared = 0
    for each in the_hundreds():
        for group in each.groups[1:]:
            result = the_register().result(group.result)
            apart = group.percent - each.groups[0].percent
            ratio = group.percent / each.groups[0].percent
            printed = ratio if result.measure is Measure.TIMES_AS_MANY else apart
            # A ratio was adjusted for who was in the groups, a difference was not.
            assert result.estimate == pytest.approx(printed, abs=0.051), group.result
            compared += 1
    assert compared == 4


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("percent = 29.4", "percent = 294", "older-adults: 294 of 100"),
        ("percent = 29.4", "percnt = 29.4", "older-adults has no percent"),
        ('claim = "older-adults"', 'claim = "nobody"', "older-adults names no claim: nobody"),
        (
            'result = "debar-2025-improved"',
            'result = "haake-2007-sham"',
            "names what its claim does not: haake-2007-sham",
        ),
        ("people = 388", "people = 388\nmen = 1", "three-groups: unknown keys: men"),
    ],
)
def test_a_mistake_is_named_with_its_entry(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert right in text
    file = tmp_path / "hundreds.toml"
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=said):
        read_hundreds(file, the_register())
