"""The phases of a visit as the sheet shows them."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ashi.core.scheduling.phases import Actor, CompiledVisit, Phase
from ashi.core.time import CELL_MINUTES


class Look(StrEnum):
    """What a phase looks like; the words are the style sheet's classes."""

    TALK = "talk"
    IN = "in"
    RESTING = "resting"
    OVERDUE = "overdue"
    OUT = "out"
    TURN = "turn"


# Where the acupuncturist is in the room.
ATTENDED = frozenset({Look.TALK, Look.IN, Look.OUT})


@dataclass(frozen=True)
class Part:
    """A stretch of a visit, `start` and `end` in cells."""

    look: Look
    start: int
    end: int

    @property
    def minutes(self) -> int:
        return (self.end - self.start) * CELL_MINUTES


def look_of(phase: Phase) -> Look:
    """By its code where the clinic uses ours, else by who is taken."""
    if phase.code == "needles_in":
        return Look.IN
    if phase.code == "needles_out":
        return Look.OUT
    if Actor.PRACTITIONER in phase.actors:
        return Look.TALK
    return Look.RESTING if Actor.PATIENT in phase.actors else Look.TURN


def parts_of(visit: CompiledVisit, start: int) -> tuple[Part, ...]:
    """The phases of a visit that begins at this cell."""
    return tuple(Part(look_of(phase), time.start, time.end) for phase, time in visit.timetable(start))


def due_out(parts: tuple[Part, ...]) -> int | None:
    """The cell at which the needles are due out: the end of the last rest that somebody comes back from."""
    ends = [part.end for part, after in pairwise(parts) if _ends_a_rest(part, after)]
    return ends[-1] if ends else None


def _ends_a_rest(part: Part, after: Part) -> bool:
    return part.look is Look.RESTING and after.look in ATTENDED


def with_overdue(parts: tuple[Part, ...], until: int) -> tuple[Part, ...]:
    """What was still to come is drawn from `until` on, and the wait before it as a part of its own."""
    due = due_out(parts)
    if due is None or until <= due:
        return parts
    before = tuple(part for part in parts if part.end <= due)
    after = tuple(
        Part(part.look, part.start + until - due, part.end + until - due) for part in parts if part.start >= due
    )
    return (*before, Part(Look.OVERDUE, due, until), *after)


def clipped(parts: tuple[Part, ...], first: int, last: int) -> tuple[Part, ...]:
    """The part of each that lies between two cells; nothing when these are the wrong way round."""
    return tuple(
        Part(part.look, max(part.start, first), min(part.end, last))
        for part in parts
        if max(part.start, first) < min(part.end, last)
    )
