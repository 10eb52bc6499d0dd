"""Reads hundreds.toml into the pictures that count people."""

from functools import cache
from pathlib import Path

from ashi.core.evidence.hundreds import Group, Hundreds
from ashi.core.evidence.register import Register
from ashi.knowledge.claims import the_register
from ashi.knowledge.rows import KnowledgeError, Row, part, read, whole, wording

FILE = Path(__file__).with_suffix(".toml")


@cache
def the_hundreds() -> tuple[Hundreds, ...]:
    """The trials that come with Ashi, read once in a process."""
    return read_hundreds(FILE, the_register())


def read_hundreds(file: Path, register: Register) -> tuple[Hundreds, ...]:
    """Raises KnowledgeError when an entry is incomplete or contradicts itself, has a key nobody knows, or names a claim
    or a result of it that is not there."""
    trials = tuple(whole(file.name, row, _hundreds) for row in read(file).get("hundreds", []))
    for trial in trials:
        try:
            known = set(register.claim(trial.claim).results)
        except KeyError as error:
            raise KnowledgeError(f"{file.name}: {trial.id} names no claim: {trial.claim}") from error
        missing = {group.result for group in trial.groups if group.result} - known
        if missing:
            raise KnowledgeError(f"{file.name}: {trial.id} names what its claim does not: {', '.join(sorted(missing))}")
    return trials


def _hundreds(row: Row) -> Hundreds:
    return Hundreds(
        id=row.pop("id"),
        claim=row.pop("claim"),
        title=part(row.pop("title"), wording),
        who=part(row.pop("who"), wording),
        measured=part(row.pop("measured"), wording),
        when=part(row.pop("when"), wording),
        against=part(row.pop("against"), wording),
        knew=part(row.pop("knew"), wording),
        groups=tuple(part(group, _group) for group in row.pop("group")),
    )


def _group(row: Row) -> Group:
    return Group(
        care=part(row.pop("care"), wording),
        percent=row.pop("percent"),
        people=row.pop("people", None),
        result=row.pop("result", ""),
    )
