"""Needles in are needles out: the count, and why a visit cannot be closed.

Forgotten needles are the most frequent incident that clinics report: 31 of 100 of 325 reports in England and Wales
(NRLS 2009 to 2011), 26 of 100 of 160 in a database of the United States. The count is by place and side, because
needles are found later in the hair, in an ear, under clothes. docs/adr/0014-needles-in-are-needles-out.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Row:
    """The needles of one line: so many went in; of these some are out, left in on purpose, or declared missing.

    Raises ValueError for a count below nothing, or more out than in.
    """

    set: int
    point: str
    side: str
    region: str
    inserted: int
    removed: int = 0
    left_in: int = 0
    missing: int = 0

    def __post_init__(self) -> None:
        if self.inserted < 1 or min(self.removed, self.left_in, self.missing) < 0:
            raise ValueError(f"{self.point}: a count below nothing")
        if self.unaccounted < 0:
            raise ValueError(f"{self.point}: more needles are accounted for than went in")

    @property
    def unaccounted(self) -> int:
        """How many are still in the patient, as far as anybody wrote down."""
        return self.inserted - self.removed - self.left_in - self.missing


class Because(StrEnum):
    """Why an encounter does not close."""

    NEEDLES = "needles are not accounted for"
    SET_NOT_OUT = "a set is not counted out"


@dataclass(frozen=True)
class Ledger:
    """`not_out` are the numbers of the sets that were begun and not counted out."""

    rows: tuple[Row, ...] = ()
    not_out: tuple[int, ...] = ()

    @property
    def inserted(self) -> int:
        return sum(row.inserted for row in self.rows)

    @property
    def removed(self) -> int:
        return sum(row.removed for row in self.rows)

    @property
    def left_in(self) -> int:
        return sum(row.left_in for row in self.rows)

    @property
    def missing(self) -> int:
        return sum(row.missing for row in self.rows)

    @property
    def unaccounted(self) -> int:
        return sum(row.unaccounted for row in self.rows)

    @property
    def open_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.unaccounted)

    def of_set(self, number: int) -> "Ledger":
        rows = tuple(row for row in self.rows if row.set == number)
        return Ledger(rows, tuple(one for one in self.not_out if one == number))

    @property
    def by_region(self) -> dict[tuple[str, str], int]:
        """How many are still in, by region and side, for whoever counts them out."""
        found: dict[tuple[str, str], int] = {}
        for row in self.open_rows:
            key = (row.region, row.side)
            found[key] = found.get(key, 0) + row.unaccounted
        return found

    @property
    def why_not_closed(self) -> tuple[Because, ...]:
        """Empty when the encounter may close. Row by row: one too many here never makes up for one too few there."""
        reasons = [Because.NEEDLES] if self.open_rows else []
        return (*reasons, Because.SET_NOT_OUT) if self.not_out else tuple(reasons)


def ledger(rows: Iterable[Row], *, not_out: Iterable[int] = ()) -> Ledger:
    return Ledger(tuple(rows), tuple(not_out))
