"""What happened to people in trials, ready to be drawn: whole people, and the published comparison of each group."""

from dataclasses import dataclass

from ashi.core.evidence.hundreds import Group, Hundreds
from ashi.core.evidence.register import Register
from ashi.core.evidence.results import Result
from ashi.core.evidence.sources import Source
from ashi.core.evidence.wording import Wording


@dataclass(frozen=True)
class DrawnGroup:
    """`as_many` as in the first group and `more` than there are whole people of a hundred."""

    care: Wording
    people: int | None
    percent: float
    of_hundred: int
    as_many: int
    more: int
    result: Result | None


@dataclass(frozen=True)
class Trial:
    hundreds: Hundreds
    groups: tuple[DrawnGroup, ...]
    sources: tuple[Source, ...]


def drawn(hundreds: Hundreds, register: Register) -> Trial:
    groups = tuple(_group(hundreds, group, register) for group in hundreds.groups)
    return Trial(hundreds, groups, register.entry(hundreds.claim).sources)


def _group(hundreds: Hundreds, group: Group, register: Register) -> DrawnGroup:
    return DrawnGroup(
        care=group.care,
        people=group.people,
        percent=group.percent,
        of_hundred=group.of_hundred,
        as_many=hundreds.as_many(group),
        more=hundreds.more(group),
        result=register.result(group.result) if group.result else None,
    )


def of_hundred(result: Result) -> int:
    """A published percentage of people as whole people of a hundred, a half upwards."""
    return int(result.estimate + 0.5)
