"""The words of consent: complete in both languages, and each figure as the register has it."""

import re
from pathlib import Path

import pytest

from ashi.core.evidence.results import Measure
from ashi.core.evidence.wording import Wording
from ashi.core.treatment import Technique
from ashi.knowledge import consent
from ashi.knowledge.claims import the_register
from ashi.knowledge.consent import newest
from ashi.knowledge.rows import KnowledgeError

PROMISE = re.compile(r"\b(cure|cura|guarant|safe|segur)", re.IGNORECASE)
OUT_OF = {Measure.PERCENT_OF_PEOPLE: 100, Measure.PER_1000_PEOPLE: 1000, Measure.PER_10000_PEOPLE: 10_000}
# risk, source -> the result of the register that says the same, in percent
SAME = {
    ("any", "baeumler-2021"): "any-side-effect",
    ("any", "witt-2009"): "witt-2009-any",
    ("bleeding", "witt-2009"): "witt-2009-bleeding",
    ("pain", "witt-2009"): "witt-2009-pain",
    ("treated", "baeumler-2021"): "side-effect-needing-treatment",
    ("treated", "witt-2009"): "witt-2009-needed-treatment",
    ("serious", "baeumler-2021"): "serious-harm-people",
}


@pytest.mark.parametrize("technique", Technique)
def test_every_technique_has_words_and_says_what_may_happen(technique: Technique) -> None:
    words = newest(technique)
    assert words.risks
    assert words.tell
    assert words.sheet.claims
    assert words.review_due > words.effective
    assert len(words.sha256) == 64


def test_a_figure_on_the_page_is_the_figure_of_the_register() -> None:
    results = {result.id: result for result in the_register().results}
    found = {(risk.id, rate.source.id): rate for risk in newest(Technique.NEEDLING).risks for rate in risk.rates}
    for key, name in SAME.items():
        said, known = found[key], results[name]
        assert said.people / said.of == pytest.approx(known.estimate / OUT_OF[known.measure], rel=0.02), (key, known)
    assert set(found) - set(SAME) == {("faint", "witt-2009"), ("lung", "witt-2009")}


def test_where_no_figure_was_found_none_stands() -> None:
    without = {technique for technique in Technique if not any(risk.rates for risk in newest(technique).risks)}
    assert without == set(Technique) - {Technique.NEEDLING}


def test_no_word_promises_anything() -> None:
    for technique in Technique:
        words = newest(technique)
        said = [words.title, words.what, words.agree, *words.tell, *(risk.what for risk in words.risks)]
        texts = [text for one in said for text in _texts(one)]
        assert not [text for text in texts if PROMISE.search(text)]


def test_other_words_around_a_technique_are_another_signature(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("moxa", "sheet"):
        (tmp_path / folder).mkdir()
        text = (consent.FOLDER / folder / "2026-11-29.toml").read_text()
        (tmp_path / folder / "2026-11-29.toml").write_text(text.replace("ring", "call") if folder == "sheet" else text)
    (tmp_path / "sources.toml").write_text((consent.FOLDER / "sources.toml").read_text())
    shipped = newest(Technique.MOXA).sha256
    monkeypatch.setattr(consent, "FOLDER", tmp_path)
    assert consent.words_of.__wrapped__(Technique.MOXA, "2026-11-29").sha256 != shipped
    with pytest.raises(KnowledgeError, match="no version"):
        consent.words_of.__wrapped__(Technique.MOXA, "2020-01-01")


def _texts(one: Wording) -> list[str]:
    return list(one.texts.values())
