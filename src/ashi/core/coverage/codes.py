"""Units of the codes 97810, 97811, 97813 and 97814 of one visit, from the contact minutes of its sets.

Code numbers only: what the codes are called belongs to the American Medical Association. Sources: rows T01 to T09
and T12 of the clinic's reviewed facts (MPR, CODE, AT1, AAC1, AAC2, SEOC); a biller may lower units, nobody raises them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

BLOCK = 15  # minutes of one unit
FIRST = {False: "97810", True: "97813"}  # by hand, electrical
FURTHER = {False: "97811", True: "97814"}
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Block:
    """A set of needles as it was tapped. Instants aware; None while it has not come to that.

    `inserted` counts the needles that went in: a set without a new insertion gives no unit.
    """

    started: datetime
    in_at: datetime | None
    removal: datetime | None
    out: datetime | None
    inserted: int
    electrical: bool = False


@dataclass(frozen=True)
class PayerRule:
    """`least_minutes` that a set must have for a unit, and the most units added to the first (None: no limit)."""

    name: str
    least_minutes: int = 8
    most_further: int | None = None


@dataclass(frozen=True)
class Unit:
    code: str
    count: int


# T09: a unit from 8 minutes on; payers differ, so it is a setting. T12: the Veterans' programme pays one more at most.
USUAL = PayerRule("usual")
VETERANS = PayerRule("veterans", most_further=1)


def contact_minutes(block: Block) -> int:
    """Whole minutes in which somebody was at the patient for this set: going in, and coming out. Rest never counts.

    A stretch whose second tap is missing counts nothing. Raises ValueError when a tap lies before the one it follows.
    """
    going_in = _between(block.started, block.in_at)
    coming_out = _between(block.removal, block.out)
    return (going_in + coming_out) // MINUTE


def units(blocks: Sequence[Block], rule: PayerRule = USUAL) -> tuple[Unit, ...]:
    """Units in order of their code; empty when no set reaches the least minutes.

    Each unit takes a set of its own with a new insertion (T02), at least the least minutes in that set, and together
    no more units than the minutes allow: 8 to 22 are 1, 23 to 37 are 2, 38 to 52 are 3 (T09). The first is 97810 or
    97813 by what was done in the first set (T05), never both (T01); each further follows its own set.
    """
    enough = [block for block in blocks if block.inserted >= 1 and contact_minutes(block) >= rule.least_minutes]
    allowed = _allowed(sum(contact_minutes(block) for block in enough), rule.least_minutes)
    if rule.most_further is not None:
        allowed = min(allowed, 1 + rule.most_further)
    counted = sorted(enough, key=lambda block: block.started)[:allowed]
    codes = [(FIRST if number == 0 else FURTHER)[block.electrical] for number, block in enumerate(counted)]
    return tuple(Unit(code, codes.count(code)) for code in sorted(set(codes)))


def total(found: Iterable[Unit]) -> int:
    return sum(unit.count for unit in found)


def _allowed(minutes: int, least: int) -> int:
    return 0 if minutes < least else (minutes - least) // BLOCK + 1


def _between(start: datetime | None, end: datetime | None) -> timedelta:
    if start is None or end is None:
        return timedelta(0)
    if end < start:
        raise ValueError(f"a tap at {end} cannot come before {start}")
    return end - start
