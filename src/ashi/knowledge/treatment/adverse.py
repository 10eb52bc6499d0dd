"""The words for adverse events and what a patient is asked after a visit, as reviewed data: adverse.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from ashi.core.evidence.wording import Wording
from ashi.core.treatment.adverse import Category
from ashi.knowledge.rows import KnowledgeError, Row, optional, part, read, whole, wording

FILE = Path(__file__).with_suffix(".toml")


class Go(StrEnum):
    """What a patient does who has the sign, the most pressing first."""

    NOW = "911"
    DOCTOR = "doctor"
    CLINIC = "clinic"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Kind:
    """A category: its name, and whether it is counted per needle too."""

    category: Category
    name: Wording
    sources: tuple[str, ...]
    mark: str
    per_needle: bool = False

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"{self.category} names no source")


@dataclass(frozen=True)
class Sign:
    """Something a patient can say of themselves. `chest`: a needle near the lung makes it more likely."""

    id: str
    category: Category
    go: Go
    words: Wording
    mark: str
    say: Wording | None = None
    chest: bool = False

    def __post_init__(self) -> None:
        if self.alarm and self.say is None:
            raise ValueError(f"{self.id}: whoever calls 911 is told what to say")

    @property
    def alarm(self) -> bool:
        return self.go is Go.NOW


@dataclass(frozen=True)
class AdverseWords:
    version: str
    effective: date
    review_due: date
    sign_off: str
    kinds: Mapping[Category, Kind]
    signs: Mapping[str, Sign]


@cache
def adverse_words() -> AdverseWords:
    return read_adverse(FILE)


def read_adverse(file: Path) -> AdverseWords:
    """Raises KnowledgeError when something is missing, twice, unknown or does not fit together."""
    head = read(file)
    kinds = [whole(file.name, row, _kind) for row in head.pop("category")]
    signs = [whole(file.name, row, _sign) for row in head.pop("sign")]
    by_category, by_id = {one.category: one for one in kinds}, {one.id: one for one in signs}
    if len(by_category) != len(kinds) or len(by_id) != len(signs):
        raise KnowledgeError(f"{file.name}: something is there twice")
    if lacking := set(Category) - set(by_category):
        raise KnowledgeError(f"{file.name} has no words for {', '.join(sorted(lacking))}")
    return part(
        head, lambda row: AdverseWords(**{key: row.pop(key) for key in list(row)}, kinds=by_category, signs=by_id)
    )


def _kind(row: Row) -> Kind:
    return Kind(
        category=Category(row.pop("id")),
        name=part(row.pop("name"), wording),
        sources=tuple(row.pop("sources")),
        mark=row.pop("mark"),
        per_needle=row.pop("per", "") == "needles",
    )


def _sign(row: Row) -> Sign:
    return Sign(
        id=row.pop("id"),
        category=Category(row.pop("category")),
        go=Go(row.pop("go")),
        words=part(row.pop("words"), wording),
        say=optional(row, "say", wording),
        mark=row.pop("mark"),
        chest=row.pop("chest", False),
    )
