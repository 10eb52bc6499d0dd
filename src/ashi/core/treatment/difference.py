"""Last visit's prescription against today's: a copy is never silent."""

from dataclasses import dataclass
from enum import StrEnum

from ashi.core.treatment.prescription import Placed, Prescription


class Change(StrEnum):
    ADDED = "added"
    LEFT_OUT = "left out"
    CHANGED = "changed"
    SAME = "same"


# What makes a line another one when it differs; which set it is in is compared too.
COMPARED = ("needles", "depth", "angle", "gauge", "technique", "hertz", "milliampere", "stays")


@dataclass(frozen=True)
class Line:
    """`before` and `now` are the two lines, one of them None when it was added or left out; `what` names what differs:
    fields of Placed, or `set`."""

    change: Change
    before: Placed | None
    now: Placed | None
    what: tuple[str, ...] = ()

    @property
    def placed(self) -> Placed:
        placed = self.now or self.before
        assert placed is not None
        return placed


def difference(before: Prescription, now: Prescription) -> tuple[Line, ...]:
    """A line for each point of either, today's in their order first, then what was left out.

    A point that stands twice is matched in order: the second is compared with the second.
    """
    old = _by_place(before)
    new = _by_place(now)
    lines = [_line(old.get(key), found) for key, found in new.items()]
    gone = [Line(Change.LEFT_OUT, found[0], None) for key, found in old.items() if key not in new]
    return (*lines, *gone)


def _by_place(prescription: Prescription) -> dict[tuple[str, str, str, int], tuple[Placed, int]]:
    found: dict[tuple[str, str, str, int], tuple[Placed, int]] = {}
    for number, planned in enumerate(prescription.sets, start=1):
        for placed in planned.points:
            again = sum(key[:3] == placed.place for key in found)
            found[(*placed.place, again)] = (placed, number)
    return found


def _line(before: tuple[Placed, int] | None, now: tuple[Placed, int]) -> Line:
    if before is None:
        return Line(Change.ADDED, None, now[0])
    what = tuple(name for name in COMPARED if getattr(before[0], name) != getattr(now[0], name))
    if before[1] != now[1]:
        what = (*what, "set")
    return Line(Change.CHANGED if what else Change.SAME, before[0], now[0], what)
