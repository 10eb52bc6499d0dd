"""Depths are shown when a licensed acupuncturist has signed them as they stand now, and not before."""

from datetime import date
from pathlib import Path

import pytest

from ashi.knowledge.atlas.signatures import Signature, needling_signature, read_signatures, the_hash, valid
from ashi.knowledge.rows import KnowledgeError

ROW = """[[signature]]
sha256 = "abc"
name = "Ana Example"
profession = "Acupuncture Physician"
jurisdiction = "FL"
licence = "AP1"
signed_on = 2026-12-01
"""
SIGNED = Signature("abc", "Ana Example", "Acupuncture Physician", "FL", "AP1", date(2026, 12, 1))


def test_nobody_has_signed_yet() -> None:
    assert needling_signature() is None
    assert len(the_hash()) == 64


def test_a_signature_stands_for_the_files_as_they_were_read() -> None:
    assert valid([SIGNED], "abc") == SIGNED
    assert valid([SIGNED], "abd") is None


def test_a_whole_signature_is_read(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(ROW)
    assert read_signatures(tmp_path / "s.toml") == (SIGNED,)


@pytest.mark.parametrize("name", ["sha256", "name", "profession", "jurisdiction", "licence"])
def test_a_signature_without_a_part_is_none(tmp_path: Path, name: str) -> None:
    lines = [f'{name} = " "' if line.startswith(name) else line for line in ROW.splitlines()]
    (tmp_path / "s.toml").write_text("\n".join(lines))
    with pytest.raises(KnowledgeError, match=f"{name} is empty"):
        read_signatures(tmp_path / "s.toml")
