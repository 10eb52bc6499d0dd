"""The words of consent: a folder a technique, a dated file a version; older ones stay, consents refer to them."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from ashi.core.evidence.sources import Source
from ashi.core.evidence.wording import Wording
from ashi.core.treatment import Technique
from ashi.knowledge.claims import the_register
from ashi.knowledge.consent.words import Rate, Risk, Sheet, Words
from ashi.knowledge.rows import KnowledgeError, Row, part, read, whole, wording
from ashi.knowledge.sources import source

FOLDER = Path(__file__).parent

__all__ = ["Rate", "Risk", "Sheet", "Words", "every_version", "newest", "words_of"]


def every_version() -> Iterator[Words]:
    """Of every technique, oldest first."""
    for technique in Technique:
        for file in sorted((FOLDER / technique).glob("[0-9]*.toml")):
            yield words_of(technique, file.stem)


@cache
def newest(technique: Technique) -> Words:
    """The version that the program ships as the one in force."""
    return words_of(technique, max(file.stem for file in (FOLDER / technique).glob("[0-9]*.toml")))


@cache
def words_of(technique: Technique, version: str) -> Words:
    """Raises KnowledgeError for a version that the program does not ship, or whose file is wrong."""
    file = FOLDER / technique / f"{version}.toml"
    if not file.is_file():
        raise KnowledgeError(f"There is no version {version} of the consent to {technique}.")
    row = {"id": f"consent to {technique}", **read(file)}
    found = whole(file.name, row, lambda row: _words(row, file))
    if (found.technique, found.version) != (technique, version):
        raise KnowledgeError(f"{technique}/{file.name} says that it is {found.technique} {found.version}")
    return found


def _words(row: Row, file: Path) -> Words:
    row.pop("id")
    sheet_file = FOLDER / "sheet" / f"{row['sheet']}.toml"
    return Words(
        technique=Technique(row.pop("technique")),
        sheet=_sheet(row.pop("sheet"), sheet_file),
        version=row.pop("version"),
        effective=row.pop("effective"),
        review_due=row.pop("review_due"),
        sign_off=row.pop("sign_off"),
        title=part(row.pop("title"), wording),
        what=part(row.pop("what"), wording),
        agree=part(row.pop("agree"), wording),
        risks=tuple(part(one, _risk) for one in row.pop("risk")),
        tell=_wordings(row.pop("tell")),
        sha256=sha256(file.read_bytes() + sheet_file.read_bytes()).hexdigest(),
    )


@cache
def _sheet(version: str, file: Path) -> Sheet:
    if not file.is_file():
        raise ValueError(f"there is no sheet {version}")
    sheet = whole(file.name, {"id": "sheet", **read(file)}, _read_sheet)
    if sheet.version != version:
        raise ValueError(f"the sheet {version} says that it is {sheet.version}")
    return sheet


def _read_sheet(row: Row) -> Sheet:
    row.pop("id")
    for claim in row["claims"]:
        the_register().claim(claim)
    return Sheet(
        version=row.pop("version"),
        effective=row.pop("effective"),
        review_due=row.pop("review_due"),
        sign_off=row.pop("sign_off"),
        sources=tuple(_source(name).id for name in row.pop("sources")),
        mark=row.pop("mark"),
        claims=tuple(row.pop("claims")),
        intro=part(row.pop("intro"), wording),
        instead=_wordings(row.pop("instead")),
        rights=_wordings(row.pop("rights")),
        afterwards=_wordings(row.pop("afterwards")),
    )


def _wordings(rows: list[Row]) -> tuple[Wording, ...]:
    return tuple(part(one, wording) for one in rows)


def _risk(row: Row) -> Risk:
    return Risk(
        id=row.pop("id"),
        what=part(row.pop("what"), wording),
        sources=tuple(map(_source, row.pop("sources"))),
        mark=row.pop("mark"),
        rates=tuple(part(one, _rate) for one in row.pop("rates", [])),
    )


def _rate(row: Row) -> Rate:
    return Rate(
        people=row.pop("people"),
        of=row.pop("of"),
        source=_source(row.pop("source")),
        low=row.pop("low", None),
        high=row.pop("high", None),
    )


def _source(name: str) -> Source:
    try:
        return _sources()[name]
    except KeyError:
        raise ValueError(f"there is no source {name}") from None


@cache
def _sources() -> dict[str, Source]:
    rows = [*read(FOLDER.parent / "sources.toml")["source"], *read(FOLDER / "sources.toml")["source"]]
    return {found.id: found for found in (whole("sources.toml", row, source) for row in rows)}
