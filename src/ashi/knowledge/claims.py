"""Reads claims.toml, results.toml and sources.toml into the register."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from ashi.core.evidence.certainty import Certainty, GradedBy, Level
from ashi.core.evidence.claims import Claim, Kind, OldSentence, Signature, Verdict
from ashi.core.evidence.register import Register
from ashi.core.evidence.results import Measure, Result
from ashi.knowledge.rows import Entry, KnowledgeError, Row, optional, part, read, whole, wording
from ashi.knowledge.sources import source

FOLDER = Path(__file__).parent


@cache
def the_register() -> Register:
    """The register that comes with Ashi, read once in a process."""
    return read_register(FOLDER)


def overdue_claims(today: date) -> tuple[Claim, ...]:
    """Sentences whose review is out of date, the longest due first; one that nobody ever signed is not among them."""
    return the_register().overdue(today)


def unsigned_claims() -> tuple[Claim, ...]:
    """Sentences that no licensed person has reviewed yet."""
    return the_register().unsigned()


def read_register(folder: Path) -> Register:
    """Raises KnowledgeError when an entry is incomplete, has a key nobody knows, or names what is not there."""
    claims = _read(folder / "claims.toml", "claim", _claim)
    results = _read(folder / "results.toml", "result", _result)
    sources = _read(folder / "sources.toml", "source", source)
    try:
        return Register(claims=claims, results=results, sources=sources)
    except ValueError as error:
        raise KnowledgeError(str(error)) from error


def _read(file: Path, table: str, build: Callable[[Row], Entry]) -> tuple[Entry, ...]:
    return tuple(whole(file.name, row, build) for row in read(file).get(table, []))


def _claim(row: Row) -> Claim:
    """A signature is for exactly this wording: a claim that was changed after it is refused."""
    signed = row.pop("signature", None)
    claim = _unsigned(row)
    if signed is None:
        return claim
    if signed.pop("sha256") != claim.fingerprint:
        raise ValueError("it was signed in other words; take the signature away, or have it signed again")
    return replace(claim, signature=part(signed, _signature))


def _unsigned(row: Row) -> Claim:
    return Claim(
        id=row.pop("id"),
        sentence=wording(row),
        kind=Kind(row.pop("kind")),
        sources=tuple(row.pop("sources")),
        certainties=tuple(part(graded, _certainty) for graded in row.pop("certainty", [])),
        results=tuple(row.pop("results", ())),
        contrary=optional(row, "contrary", wording),
        old=optional(row, "old", _old_sentence),
    )


def _certainty(row: Row) -> Certainty:
    lowest = _level(row.pop("level"))
    return Certainty(
        comparison=part(row.pop("comparison"), wording),
        lowest=lowest,
        highest=_level(row.pop("up_to")) if "up_to" in row else lowest,
        graded_by=GradedBy(row.pop("graded_by")),
        words=optional(row, "words", wording),
    )


def _level(word: str) -> Level:
    return Level[word.upper().replace(" ", "_")]


def _old_sentence(row: Row) -> OldSentence:
    return OldSentence(quotation=row.pop("quotation"), verdict=Verdict(row.pop("verdict")), why=wording(row))


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
        comparison=part(row.pop("comparison"), wording),
        outcome=part(row.pop("outcome"), wording),
        measure=Measure(row.pop("measure")),
        estimate=row.pop("estimate"),
        low=row.pop("low", None),
        high=row.pop("high", None),
        trials=row.pop("trials", None),
        people=row.pop("people", None),
        source=row.pop("source"),
        note=optional(row, "note", wording),
    )
