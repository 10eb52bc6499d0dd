"""The words of the location sentences, in every language."""

from functools import cache
from pathlib import Path

from ashi.core.atlas.sentences import Words
from ashi.core.evidence.wording import REQUIRED_LANGUAGES, Wording
from ashi.knowledge.rows import KnowledgeError, part, read, wording

FILE = Path(__file__).with_suffix(".toml")
TABLES = ("regions", "parts", "aspects", "kinds", "fractions", "numbers", "nouns", "places", "notes")


@cache
def wordings() -> dict[str, dict[str, Wording]]:
    """Every table of the file. Raises KnowledgeError when a text is missing in a language."""
    tables: dict[str, dict[str, Wording]] = {}
    for table, rows in read(FILE).items():
        for name, row in rows.items():
            try:
                tables.setdefault(table, {})[name] = part(row, wording)
            except ValueError as error:
                raise KnowledgeError(f"{FILE.name}: {table}.{name}: {error}") from error
    return tables


@cache
def words(language: str) -> Words:
    """The words for a language such as es or es-us; English where there are none."""
    base = language.split("-")[0]
    chosen = base if base in REQUIRED_LANGUAGES else "en"
    tables = wordings()
    return Words(**{table: {n: text.texts[chosen] for n, text in tables[table].items()} for table in TABLES})
