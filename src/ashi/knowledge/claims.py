"""Reads claims.toml, results.toml and sources.toml into the register.

Rows are taken apart key by key: what is left over is a key nobody knows, so a misspelt one is never passed over.
"""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from ashi.core.evidence.certainty import Certainty, GradedBy, Level
from ashi.core.evidence.claims import Claim, Kind, OldSentence, Signature, Verdict
from ashi.core.evidence.register import Register
from ashi.core.evidence.results import Measure, Result
from ashi.core.evidence.sources import Read, Source
from ashi.core.evidence.wording import REQUIRED_LANGUAGES, Wording

FOLDER = Path(__file__).parent

Row = dict[str, Any]
Entry = TypeVar("Entry")


class KnowledgeError(ValueError):
    """An entry of a knowledge file is wrong; the message says which and what."""


@cache
def the_register() -> Register:
    """The register that comes with Ashi, read once in a process."""
    return read_register(FOLDER)


def read_register(folder: Path) -> Register:
    """Raises KnowledgeError when an entry is incomplete, has a key nobody knows, or names what is not there."""
    claims = _read(folder / "claims.toml", "claim", _claim)
    results = _read(folder / "results.toml", "result", _result)
    sources = _read(folder / "sources.toml", "source", _source)
    try:
        return Register(claims=claims, results=results, sources=sources)
    except ValueError as error:
        raise KnowledgeError(str(error)) from error


def _read(file: Path, table: str, build: Callable[[Row], Entry]) -> tuple[Entry, ...]:
    rows = tomllib.loads(file.read_text(encoding="utf-8")).get(table, [])
    return tuple(_whole(file.name, row, build) for row in rows)


def _whole(file: str, row: Row, build: Callable[[Row], Entry]) -> Entry:
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


def _claim(row: Row) -> Claim:
    return Claim(
        id=row.pop("id"),
        sentence=_wording(row),
        kind=Kind(row.pop("kind")),
        sources=tuple(row.pop("sources")),
        certainties=tuple(_part(part, _certainty) for part in row.pop("certainty", [])),
        results=tuple(row.pop("results", ())),
        contrary=_optional(row, "contrary", _wording),
        old=_optional(row, "old", _old_sentence),
        signature=_optional(row, "signature", _signature),
    )


def _certainty(row: Row) -> Certainty:
    lowest = _level(row.pop("level"))
    return Certainty(
        comparison=_part(row.pop("comparison"), _wording),
        lowest=lowest,
        highest=_level(row.pop("up_to")) if "up_to" in row else lowest,
        graded_by=GradedBy(row.pop("graded_by")),
        words=_optional(row, "words", _wording),
    )


def _level(word: str) -> Level:
    return Level[word.upper().replace(" ", "_")]


def _old_sentence(row: Row) -> OldSentence:
    return OldSentence(quotation=row.pop("quotation"), verdict=Verdict(row.pop("verdict")), why=_wording(row))


def _signature(row: Row) -> Signature:
    return Signature(
        name=row.pop("name"),
        licence=row.pop("licence"),
        signed_on=row.pop("signed_on"),
        review_due=row.pop("review_due"),
    )


def _result(row: Row) -> Result:
    return Result(
        id=row.pop("id"),
        comparison=_part(row.pop("comparison"), _wording),
        outcome=_part(row.pop("outcome"), _wording),
        measure=Measure(row.pop("measure")),
        estimate=row.pop("estimate"),
        low=row.pop("low", None),
        high=row.pop("high", None),
        trials=row.pop("trials", None),
        people=row.pop("people", None),
        source=row.pop("source"),
    )


def _source(row: Row) -> Source:
    return Source(
        id=row.pop("id"),
        citation=row.pop("citation"),
        year=row.pop("year", None),
        read=Read(row.pop("read")),
        url=row.pop("url", ""),
        doi=row.pop("doi", ""),
    )


def _wording(row: Row) -> Wording:
    return Wording({language: row.pop(language, "") for language in REQUIRED_LANGUAGES})


def _optional(row: Row, key: str, build: Callable[[Row], Entry]) -> Entry | None:
    return _part(row.pop(key), build) if key in row else None


def _part(row: Row, build: Callable[[Row], Entry]) -> Entry:
    part = build(row)
    if row:
        raise ValueError(f"unknown keys: {', '.join(row)}")
    return part
