"""What no page may promise, in both languages; the old page's own words may be quoted."""

import re
import tomllib
from pathlib import Path

import pytest
from django.test import Client

from ashi.project.translations import CATALOG, read_po
from tests.cast import Clinic
from tests.integration.learn.sentences import pieces_of

BANNED = tomllib.loads((Path(__file__).parent / "banned_words.toml").read_text(encoding="utf-8"))
EVIDENCE = ("/learn/evidence/", "/learn/evidence/trials/", "/learn/evidence/sources/")
PAGES = (
    *("/", "/learn/back-pain/", *EVIDENCE, "/learn/points/", "/learn/points/BL23/"),
    *("/check/", "/find/", "/visit/", "/privacy/", "/accessibility/"),
)
PREFIXES = {"en": "", "es": "/es"}


def promises(text: str, language: str) -> list[str]:
    return [found[0] for pattern in BANNED[language] for found in re.finditer(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize("language", PREFIXES)
def test_no_page_makes_a_promise(client: Client, clinic: Clinic, language: str) -> None:
    for address in PAGES:
        pieces = pieces_of(client.get(PREFIXES[language] + address).content.decode())
        own_words = "\n".join(piece.text for piece in pieces if not piece.quoted)
        assert own_words, address
        assert promises(own_words, language) == [], address


def test_no_translation_makes_a_promise() -> None:
    texts = [text for entry in read_po(CATALOG.read_text(encoding="utf-8")) for text in entry.translations]
    assert texts
    assert promises("\n".join(texts), "es") == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It cures back pain."),
        ("en", "This is not a cure."),
        ("en", "It works better than medication."),
        ("en", "There are no side effects."),
        ("en", "It is free of side-effects."),
        ("en", "A risk-free treatment."),
        ("en", "More effective than surgery."),
        ("es", "La acupuntura cura el dolor."),
        ("es", "No tiene ningún efecto secundario."),
        ("es", "Es superior a los medicamentos."),
        ("es", "No está demostrado."),
        ("es", "Es mejor que la fisioterapia."),
        ("es", "Resultados garantizados, sin dolor."),
    ],
)
def test_a_promise_is_found_negated_or_not(language: str, text: str) -> None:
    assert promises(text, language)


def test_only_a_quotation_of_the_old_page_is_spared(client: Client, clinic: Clinic) -> None:
    pieces = pieces_of(client.get("/learn/evidence/").content.decode())
    quoted = "\n".join(piece.text for piece in pieces if piece.quoted)
    assert promises(quoted, "en") == ["particularly effective", "more effective than traditional treatments"]
