"""The check of the translations finds what it is there to find."""

import re
from pathlib import Path

import pytest

from ashi.project import translations
from ashi.project.catalogs import as_mo

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8"

msgid "Find an acupuncturist"
msgstr "Encuentre un acupunturista"

msgctxt "month"
msgid "May"
msgstr "mayo"

msgid "%(count)s visit"
msgid_plural "%(count)s visits"
msgstr[0] "%(count)s visita"
msgstr[1] "%(count)s visitas"
"""
MARKED = {"Find an acupuncturist": "a.html", "month\x04May": "b.py", "%(count)s visit": "c.html"}


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What the check says when the catalogue is this text; it is compiled from `compiled`, or from itself."""

    def ask(po: str = PO, compiled: str | None = None) -> str:
        file = tmp_path / "django.po"
        file.write_text(po)
        file.with_suffix(".mo").write_bytes(as_mo(translations.read_po(compiled or po)))
        monkeypatch.setattr(translations, "CATALOG", file)
        monkeypatch.setattr(translations, "marked_texts", lambda: MARKED)
        return "\n".join(translations.problems())

    return ask


def test_a_catalogue_that_is_complete_and_compiled_is_told_nothing(said) -> None:
    assert said() == ""


@pytest.mark.parametrize(
    "po",
    [
        PO.replace("Encuentre un acupunturista", ""),
        PO.replace('msgid "Find', '#, fuzzy\nmsgid "Find'),
        PO.replace("Find an acupuncturist", "Find a healer"),
    ],
)
def test_a_marked_text_without_spanish_is_named(said, po: str) -> None:
    assert "not translated: 'Find an acupuncturist' (a.html)" in said(po)


def test_a_text_without_its_context_is_another_text(said) -> None:
    assert "May" in said(PO.replace('msgctxt "month"\n', ""))


def test_a_plural_that_is_missing_is_named(said) -> None:
    assert "visit" in said(PO.replace('"%(count)s visitas"', '""'))


def test_a_misspelt_placeholder_is_named(said) -> None:
    po = PO + '\nmsgid "Hello %(name)s"\nmsgstr "Hola %(nombre)s"\n'
    assert "other placeholders" in said(po)


@pytest.mark.parametrize("change", [("mayo", "Mayo"), ('s visita"', 's cita"'), ("visitas", "citas")])
def test_a_compiled_file_of_yesterday_is_named(said, change: tuple[str, str]) -> None:
    assert "compile the translations" in said(PO, compiled=PO.replace(*change))


def test_a_compiled_file_with_a_text_too_many_is_named(said) -> None:
    assert "compile the translations" in said(PO, compiled=PO + '\nmsgid "Old"\nmsgstr "Viejo"\n')


def test_marked_texts_are_found_in_templates_and_in_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates" / "a").mkdir(parents=True)
    (tmp_path / "templates" / "a" / "a.html").write_text(
        '{% load i18n %}{% translate "One" %} {% translate "May" context "month" %} {{ _("Two") }}'
        "{% blocktranslate count n=n %}{{ n }} visit{% plural %}{{ n }} visits{% endblocktranslate %}"
        '{% blocktranslate trimmed %}\n  It\'s a\n  "long" text\n{% endblocktranslate %}'
    )
    (tmp_path / "b.py").write_text("_('Three' ' and four')\npgettext('month', 'June')\nngettext('day', 'days', n)\n")
    monkeypatch.setattr(translations, "SOURCE", tmp_path)
    assert set(translations.marked_texts()) == {
        "One", "Two", "month\x04May", "%(n)s visit", 'It\'s a "long" text', "Three and four", "month\x04June", "day",
    }  # fmt: skip


def test_every_page_has_marked_texts() -> None:
    pages = {name for name in translations.marked_texts().values() if re.search(r"templates/\w+/", name)}
    assert len(pages) > 5
