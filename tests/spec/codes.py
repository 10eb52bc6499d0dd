"""Visits and the units they give, row by row; docs/rules/codes.md is printed from here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ashi.core.coverage import USUAL, VETERANS, Block, PayerRule

DAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Set:
    """Minutes going in, resting and coming out; needles; electrical or not."""

    going_in: int
    resting: int
    coming_out: int
    needles: int = 6
    electrical: bool = False

    def said(self) -> str:
        how = "electrical" if self.electrical else "by hand"
        return f"{self.going_in} in, {self.resting} rest, {self.coming_out} out, {self.needles} needles {how}"


@dataclass(frozen=True)
class Row:
    id: str
    why: str
    sets: tuple[Set, ...]
    codes: tuple[tuple[str, int], ...]
    sources: str
    rule: PayerRule = USUAL


HAND, POWER = Set(10, 25, 3), Set(10, 25, 3, electrical=True)
LONG, LONG_POWER = Set(12, 20, 3), Set(12, 20, 3, electrical=True)
ROWS = [
    Row("C01", "one set by hand", (HAND,), (("97810", 1),), "T01"),
    Row("C02", "one set with current", (POWER,), (("97813", 1),), "T03"),
    Row("C03", "rest never counts: an hour of it adds nothing", (Set(8, 60, 0),), (("97810", 1),), "T07"),
    Row("C04", "rest alone gives nothing", (Set(4, 60, 3),), (), "T07, T09"),
    Row("C05", "seven minutes are too few", (Set(5, 30, 2),), (), "T09"),
    Row("C06", "eight are enough", (Set(5, 30, 3),), (("97810", 1),), "T09"),
    Row(
        "C07",
        "one long set is one unit: no add-on without a new insertion",
        (Set(30, 20, 15),),
        (("97810", 1),),
        "T02, T08",
    ),
    Row("C08", "a second set, 26 minutes together", (HAND, HAND), (("97810", 1), ("97811", 1)), "T02, T09"),
    Row("C09", "a second set, but 22 minutes together", (Set(8, 20, 3), Set(8, 20, 3)), (("97810", 1),), "T09"),
    Row("C10", "23 minutes together", (Set(8, 20, 3), Set(9, 20, 3)), (("97810", 1), ("97811", 1)), "T09"),
    Row("C11", "a second set without a needle", (LONG, Set(12, 20, 3, needles=0)), (("97810", 1),), "T02"),
    Row("C12", "a second set under eight minutes", (LONG, Set(4, 20, 3)), (("97810", 1),), "T09"),
    Row("C13", "by hand first, current after it", (LONG, LONG_POWER), (("97810", 1), ("97814", 1)), "T05"),
    Row("C14", "current first, by hand after it", (LONG_POWER, LONG), (("97811", 1), ("97813", 1)), "T05, T01"),
    Row("C15", "three sets, 45 minutes", (LONG, LONG, LONG), (("97810", 1), ("97811", 2)), "T02, T09"),
    Row(
        "C16", "the same for the Veterans' programme", (LONG, LONG, LONG), (("97810", 1), ("97811", 1)), "T12", VETERANS
    ),
    Row("C17", "a payer that wants fifteen minutes", (Set(10, 25, 4),), (), "T09", PayerRule("whole", 15)),
]


def blocks(row: Row) -> list[Block]:
    found, now = [], DAY
    for one in row.sets:
        taps = [now]
        for minutes in (one.going_in, one.resting, one.coming_out):
            taps.append(taps[-1] + timedelta(minutes=minutes))
        found.append(Block(*taps, inserted=one.needles, electrical=one.electrical))
        now = taps[-1] + timedelta(minutes=2)
    return found


def codes_page(table: Callable[[Iterable[str], Iterable[Iterable[str]]], str]) -> str:
    lines = [
        [
            f"`{row.id}`",
            row.why,
            "; ".join(one.said() for one in row.sets),
            f"{row.rule.least_minutes}"
            + ("" if row.rule.most_further is None else f", {row.rule.most_further} further"),
            ", ".join(f"{code} x {count}" for code, count in row.codes) or "none",
            row.sources,
        ]
        for row in ROWS
    ]
    head = ["id", "case", "sets (minutes)", "least minutes", "units", "rows"]
    return (
        "# Time and codes\n\nWritten by the spec tests. Contact minutes are those from the first needle of a set to its"
        " last one going in, and from the first one coming out to the count. Rest never counts. Each unit takes a set"
        " of its own with a new insertion. Units are computed, never typed; a biller may lower them. Not yet looked"
        " over by a biller.\n\n" + table(head, lines) + "\n"
    )
