"""Reads trials.toml into the questions that we answer from trials' own numbers."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ashi.core.evidence.arms import Arm, CountArm, MeanArm
from ashi.core.evidence.contrasts import Contrast
from ashi.core.evidence.questions import Better, Question, Questions, Trial
from ashi.core.evidence.sources import Source
from ashi.knowledge.claims import the_register
from ashi.knowledge.rows import KnowledgeError, Row, optional, part, read, whole, wording
from ashi.knowledge.sources import source

FILE = Path(__file__).with_suffix(".toml")


@cache
def the_questions() -> Questions:
    """The questions that come with Ashi, read once in a process."""
    return read_questions(FILE, the_register().sources)


def read_questions(file: Path, known: Iterable[Source]) -> Questions:
    """Trials may name the file's own sources and those `known` from elsewhere.

    Raises KnowledgeError when an entry is incomplete or contradicts itself, has a key nobody knows, or names a source
    that is not there.
    """
    tables = read(file)
    questions = tuple(whole(file.name, row, _question) for row in tables.get("question", []))
    own = tuple(whole(file.name, row, source) for row in tables.get("source", []))
    try:
        return Questions(questions, (*own, *known))
    except ValueError as error:
        raise KnowledgeError(f"{file.name}: {error}") from error


def _question(row: Row) -> Question:
    return Question(
        id=row.pop("id"),
        comparison=part(row.pop("comparison"), wording),
        outcome=part(row.pop("outcome"), wording),
        contrast=Contrast(row.pop("contrast")),
        better=Better(row.pop("better")),
        trials=tuple(part(trial, _trial) for trial in row.pop("trial")),
        note=optional(row, "note", wording),
        claim=row.pop("claim", ""),
    )


def _trial(row: Row) -> Trial:
    return Trial(
        name=row.pop("name"),
        year=row.pop("year"),
        source=row.pop("source"),
        treatment=part(row.pop("treatment"), _arm),
        control=part(row.pop("control"), _arm),
    )


def _arm(row: Row) -> Arm:
    people = row.pop("people")
    if "events" in row:
        return CountArm(people, row.pop("events"))
    return MeanArm(people, row.pop("mean"), row.pop("deviation"))
