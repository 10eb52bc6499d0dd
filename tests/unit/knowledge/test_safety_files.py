"""A file of the safety screen is read whole or refused, and only a signature for exactly that file opens booking."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ashi.knowledge import safety
from ashi.knowledge.rows import KnowledgeError

NEWEST = max(safety.FOLDER.glob("[0-9]*.toml"))
SIGNATURE = """
[[signature]]
version = "{version}"
language = "{language}"
sha256 = "{sha256}"
name = "Nobody Real (invented)"
profession = "Acupuncturist"
jurisdiction = "FL"
licence = "AP 0000"
signed_on = 2026-12-01
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the shipped screen in a folder of its own."""
    shutil.copy(NEWEST, tmp_path)
    (tmp_path / "signatures.toml").write_text("signature = []\n")
    monkeypatch.setattr(safety, "FOLDER", tmp_path)
    kept = (safety.the_screen, safety.screen_of, safety.signatures)
    for each in kept:
        each.cache_clear()
    yield tmp_path
    for each in kept:
        each.cache_clear()


def change(folder: Path, old: str, new: str) -> Path:
    file = folder / NEWEST.name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('condition = "Cauda equina"\n', "", "RF01 has no condition"),
        (
            'condition = "Cauda equina"',
            'kondition = "x"\ncondition = "Cauda equina"',
            "RF01 has unknown keys: kondition",
        ),
        ('action = "E"', 'action = "Z"', "RF01: 'Z' is not a valid Action"),
        ('any = ["RF01"]', 'any = ["RF99"]', "Nobody asks RF99"),
        ('questions = ["RF01"]', "questions = []", "not on exactly one page: RF01"),
        ('questions = ["RF01"]', 'questions = ["RF01", "RF02"]', "not on exactly one page: RF02"),
        ('sources = ["SCOT", "GCARE"]', 'sources = ["SCOT", "NOWHERE"]', "RF01 names a source that is not listed"),
        ('say.en = "I have back pain and new numbness', "say.fr = \"J'ai mal", "RF01"),
        ('soon = "today"\n', "", "RF05.alone does not tell how soon"),
        ('rules = ["RF01"]', 'rules = ["RF98"]', "the safety net names no rule: RF98"),
        ("review_due = ", "review_soon = ", "has no review_due"),
        ('sign_off = "', 'colour = "blue"\nsign_off = "', "unknown keys: colour"),
    ],
)
def test_a_file_that_does_not_fit_together_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    file = change(folder, old, new)
    with pytest.raises(KnowledgeError, match=said):
        safety.read_screen(file)


def test_a_spanish_text_that_is_missing_is_refused(folder: Path) -> None:
    file = folder / NEWEST.name
    lines = file.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("ask.es"))
    file.write_text("\n".join([*lines[:place], *lines[place + 1 :]]), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="no text in es"):
        safety.read_screen(file)


def test_an_emergency_without_words_for_the_hospital_is_refused(folder: Path) -> None:
    file = folder / NEWEST.name
    lines = file.read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("say.en"))
    file.write_text("\n".join([*lines[:first], *lines[first + 2 :]]), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="RF01 does not tell what to say in the hospital"):
        safety.read_screen(file)


def test_the_newest_version_is_in_force_and_the_older_one_can_still_be_read(folder: Path) -> None:
    version = NEWEST.stem
    (folder / "2099-01-01.toml").write_text((folder / NEWEST.name).read_text().replace(version, "2099-01-01"))
    assert safety.the_screen().version == "2099-01-01"
    assert safety.screen_of(version).version == version


def test_a_file_that_says_another_version_than_its_name_is_refused(folder: Path) -> None:
    shutil.copy(NEWEST, folder / "2099-01-01.toml")
    with pytest.raises(KnowledgeError, match=r"2099-01-01.toml says that it is version"):
        safety.the_screen()


def test_a_version_that_was_never_in_force_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="There is no version 1999-01-01"):
        safety.screen_of("1999-01-01")


def sign(folder: Path, **changes: str) -> None:
    values = {"version": NEWEST.stem, "language": "en", "sha256": safety.the_screen().sha256, **changes}
    (folder / "signatures.toml").write_text(SIGNATURE.format(**values))
    safety.signatures.cache_clear()


def test_nobody_has_signed_what_is_shipped() -> None:
    assert safety.signatures() == ()
    assert not safety.is_signed(safety.the_screen().version, "en")
    assert not safety.is_signed(safety.the_screen().version, "es")


def test_a_signature_is_for_one_language(folder: Path) -> None:
    sign(folder, language="es")
    assert safety.is_signed(NEWEST.stem, "es")
    assert safety.is_signed(NEWEST.stem, "es-us")
    assert not safety.is_signed(NEWEST.stem, "en")


@pytest.mark.parametrize("changes", [{"version": "2020-01-01"}, {"sha256": "0" * 64}])
def test_a_signature_for_something_else_counts_for_nothing(folder: Path, changes: dict[str, str]) -> None:
    sign(folder, **changes)
    assert not safety.is_signed(NEWEST.stem, "en")


def test_one_changed_word_ends_a_signature(folder: Path) -> None:
    sign(folder)
    assert safety.is_signed(NEWEST.stem, "en")
    change(folder, "Hours matter.", "Hurry.")
    safety.the_screen.cache_clear()
    safety.screen_of.cache_clear()
    assert not safety.is_signed(NEWEST.stem, "en")


@pytest.mark.parametrize("field", ["name", "licence", "profession"])
def test_a_signature_without_a_person_is_refused(folder: Path, field: str) -> None:
    sign(folder)
    text = (folder / "signatures.toml").read_text()
    kept = [f'{field} = " "' if line.startswith(f"{field} =") else line for line in text.splitlines()]
    (folder / "signatures.toml").write_text("\n".join(kept))
    safety.signatures.cache_clear()
    with pytest.raises(KnowledgeError, match=f"{field} is empty"):
        safety.signatures()
