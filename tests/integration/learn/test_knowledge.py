"""The knowledge files: a mistake in one is named, never passed over."""

from pathlib import Path

import pytest

from ashi.core.evidence.certainty import Level
from ashi.knowledge.claims import KnowledgeError, read_register, the_register

SOURCE = '[[source]]\nid = "a"\ncitation = "A 2020"\nread = "abstract"\nurl = "https://a.example"\n'
CLAIM = '[[claim]]\nid = "b"\nkind = "position"\nen = "B"\nes = "B"\nsources = ["a"]\n'


def folder(tmp_path: Path, claims: str = CLAIM, sources: str = SOURCE, results: str = "") -> Path:
    for name, text in (("claims", claims), ("sources", sources), ("results", results)):
        (tmp_path / f"{name}.toml").write_text(text)
    return tmp_path


def test_a_small_register_is_read(tmp_path: Path) -> None:
    assert read_register(folder(tmp_path)).entry("b").sources[0].citation == "A 2020"


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        (CLAIM.replace('es = "B"\n', ""), "claims.toml: b: no text in es"),
        (CLAIM + 'certanty = "low"\n', "b has unknown keys: certanty"),
        (CLAIM.replace('kind = "position"\n', ""), "b has no kind"),
        (CLAIM.replace("position", "guess"), "b: 'guess' is not a valid Kind"),
        (CLAIM.replace('["a"]', '["z"]'), "not there: z"),
        (CLAIM + "[claim.contrary]\nen = 'C'\nes = 'C'\nfr = 'C'\n", "b: unknown keys: fr"),
    ],
)
def test_a_mistake_is_named_with_its_entry(tmp_path: Path, claims: str, said: str) -> None:
    with pytest.raises(KnowledgeError, match=said):
        read_register(folder(tmp_path, claims))


def test_the_old_page_s_eight_sentences_all_have_a_verdict() -> None:
    old = [claim.old for claim in the_register().claims if claim.old]
    assert len(old) == 8
    assert {sentence.verdict.value for sentence in old} == {"kept", "qualified", "rephrased", "removed"}


def test_no_benefit_rests_on_animals_alone() -> None:
    """A finding known from animals only is not known: it gets no point."""
    inflammation = the_register().claim("inflammation").certainty
    assert inflammation is not None
    assert inflammation.lowest is Level.NOT_KNOWN


def signed(tmp_path: Path, claims: str, fingerprint: str) -> Path:
    signature = f'name = "A. Reviewer"\nlicence = "AP 0000"\nsha256 = "{fingerprint}"\n'
    days = "signed_on = 2026-11-09\nreview_due = 2027-05-09\n"
    return folder(tmp_path, f"{claims}[claim.signature]\n{signature}{days}")


def test_a_signature_for_these_words_is_kept(tmp_path: Path) -> None:
    fingerprint = read_register(folder(tmp_path)).claim("b").fingerprint
    signature = read_register(signed(tmp_path, CLAIM, fingerprint)).claim("b").signature
    assert signature is not None
    assert signature.name == "A. Reviewer"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('en = "B"', 'en = "B!"'),
        ('es = "B"', 'es = "¡B!"'),
        ('kind = "position"', 'kind = "practice"'),
        ('sources = ["a"]', 'sources = ["a"]\ncontrary = { en = "C", es = "C" }'),
    ],
)
def test_one_changed_word_ends_a_signature(tmp_path: Path, old: str, new: str) -> None:
    fingerprint = read_register(folder(tmp_path)).claim("b").fingerprint
    assert old in CLAIM
    with pytest.raises(KnowledgeError, match="b: it was signed in other words"):
        read_register(signed(tmp_path, CLAIM.replace(old, new), fingerprint))


def test_a_signature_without_the_words_it_is_for_is_refused(tmp_path: Path) -> None:
    claims = CLAIM + '[claim.signature]\nname = "A"\nlicence = "AP"\nsigned_on = 2026-11-09\nreview_due = 2027-05-09\n'
    with pytest.raises(KnowledgeError, match="b has no sha256"):
        read_register(folder(tmp_path, claims))
