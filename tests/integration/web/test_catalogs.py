"""The Spanish parts become one catalogue, compiled without GNU gettext."""

import gettext
import io
import struct
from pathlib import Path

import pytest

from ashi.project.catalogs import CatalogError, as_mo, as_po, merged
from ashi.project.translations import read_po

ONE = 'msgid "Yes"\nmsgstr "Sí"\n\nmsgctxt "month"\nmsgid "May"\nmsgstr "Mayo"\n'
TWO = (
    'msgid "One \\"visit\\"\\n"\nmsgid_plural "%(count)s visits"\n'
    'msgstr[0] "Una visita"\nmsgstr[1] "%(count)s visitas"\n'
)


def parts(tmp_path: Path, *texts: str) -> list[Path]:
    files = [tmp_path / f"{number}.po" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, encoding="utf-8")
    return files


def test_what_is_compiled_says_what_the_parts_say(tmp_path: Path) -> None:
    catalog = gettext.GNUTranslations(io.BytesIO(as_mo(merged(parts(tmp_path, ONE, TWO)))))
    assert catalog.gettext("Yes") == "Sí"
    assert catalog.pgettext("month", "May") == "Mayo"
    assert catalog.ngettext('One "visit"\n', "%(count)s visits", 1) == "Una visita"
    assert catalog.ngettext('One "visit"\n', "%(count)s visits", 2) == "%(count)s visitas"
    assert catalog.info()["plural-forms"] == "nplurals=2; plural=(n != 1);"


def test_the_merged_text_reads_back_as_it_was(tmp_path: Path) -> None:
    entries = merged(parts(tmp_path, ONE, TWO))
    assert [entry.fields for entry in read_po(as_po(entries))] == [entry.fields for entry in entries]


def test_the_same_text_in_two_parts_is_one_text(tmp_path: Path) -> None:
    assert len(merged(parts(tmp_path, ONE, ONE))) == 2


def test_two_parts_that_disagree_are_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"'Yes' is said one way in 0.po and another way in 1.po"):
        merged(parts(tmp_path, ONE, ONE.replace("Sí", "Claro")))


def test_the_texts_are_sorted_as_the_format_asks(tmp_path: Path) -> None:
    """Programs other than Python look a text up by halving."""
    compiled = as_mo(reversed(merged(parts(tmp_path, TWO, ONE))))
    count, table = struct.unpack_from("<2I", compiled, 8)
    places = [struct.unpack_from("<2I", compiled, table + 8 * number) for number in range(count)]
    texts = [compiled[offset : offset + length] for length, offset in places]
    assert len(texts) == 4
    assert texts == sorted(texts)
