"""Cautions at the point: one dated file a version, the newest in force, older ones kept to explain older charts.

`the_cautions().rules` are the rules (ashi.core.treatment); `words[id]` says why, in both languages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ashi.core.evidence.wording import Wording
from ashi.core.treatment import Angle, Level, Part, Rule, Technique, Where
from ashi.knowledge.rows import KnowledgeError, Row, part, read, whole, wording

FOLDER = Path(__file__).parent

__all__ = ["Cautions", "Spoken", "read_cautions", "the_cautions"]


@dataclass(frozen=True)
class Spoken:
    """A rule, its words, and where it comes from. `heed`: it may be answered by doing what it says. `reading` is what
    is our own in it, for whoever is asked to sign."""

    rule: Rule
    reason: Wording
    sources: tuple[str, ...]
    mark: str
    heed: bool = False
    reading: str = ""

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"{self.rule.id} names no source")
        if self.heed and self.rule.level is not Level.ASKS:
            raise ValueError(f"{self.rule.id}: only what asks can be heeded")


@dataclass(frozen=True)
class Cautions:
    version: str
    effective: date
    review_due: date
    sign_off: str
    spoken: Mapping[str, Spoken]

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(each.rule for each in self.spoken.values())


@cache
def the_cautions() -> Cautions:
    """The version in force."""
    return read_cautions(max(FOLDER.glob("[0-9]*.toml")))


def read_cautions(file: Path) -> Cautions:
    """Raises KnowledgeError when something is missing, unknown or does not fit together."""
    head = read(file)
    rows = [whole(file.name, row, _spoken) for row in head.pop("caution")]
    spoken = {each.rule.id: each for each in rows}
    if len(spoken) != len(rows):
        raise KnowledgeError(f"{file.name}: a caution is there twice")
    found = part(head, lambda head: Cautions(**{key: head.pop(key) for key in list(head)}, spoken=spoken))
    if found.version != file.stem:
        raise KnowledgeError(f"{file.name} says that it is version {found.version}")
    return found


def _spoken(row: Row) -> Spoken:
    return Spoken(
        reason=part(row.pop("reason"), wording),
        sources=tuple(row.pop("sources")),
        mark=row.pop("mark"),
        heed=row.pop("heed", False),
        reading=row.pop("reading", ""),
        rule=_rule(row),
    )


def _rule(row: Row) -> Rule:
    return Rule(
        id=row.pop("id"),
        level=Level(row.pop("level")),
        conditions=frozenset(row.pop("conditions", ())),
        technique=Technique(row.pop("technique")) if "technique" in row else None,
        where=Where(row.pop("where", Where.ANYWHERE)),
        parts=frozenset(map(Part, row.pop("parts", ()))),
        codes=frozenset(row.pop("codes", ())),
        tags=frozenset(row.pop("tags", ())),
        within=frozenset(map(Part, row.pop("within", Part))),
        younger=row.pop("younger", None),
        angles=frozenset(map(Angle, row.pop("angles", ()))),
        both_sides=row.pop("both_sides", False),
        once=row.pop("once", False),
    )
