"""Taking a knowledge file apart, row by row and key by key.

What a builder leaves over is a key nobody knows, so a misspelt one is never passed over.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from ashi.core.evidence.wording import REQUIRED_LANGUAGES, Wording

Row = dict[str, Any]
Entry = TypeVar("Entry")


class KnowledgeError(ValueError):
    """An entry of a knowledge file is wrong; the message says which and what."""


def read(file: Path) -> Row:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def whole(file: str, row: Row, build: Callable[[Row], Entry]) -> Entry:
    """The entry of one row. Raises KnowledgeError when a key is missing, wrong or unknown."""
    name = row.get("id", "without an id")
    try:
        entry = build(row)
    except KeyError as error:
        raise KnowledgeError(f"{file}: {name} has no {error.args[0]}") from error
    except ValueError as error:
        raise KnowledgeError(f"{file}: {name}: {error}") from error
    if row:
        raise KnowledgeError(f"{file}: {name} has unknown keys: {', '.join(row)}")
    return entry


def wording(row: Row) -> Wording:
    return Wording({language: row.pop(language, "") for language in REQUIRED_LANGUAGES})


def optional(row: Row, key: str, build: Callable[[Row], Entry]) -> Entry | None:
    return part(row.pop(key), build) if key in row else None


def part(row: Row, build: Callable[[Row], Entry]) -> Entry:
    """A table within a row."""
    entry = build(row)
    if row:
        raise ValueError(f"unknown keys: {', '.join(row)}")
    return entry
