"""What is going on with a visit at this moment, as far as it was planned and said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ashi.clinic.sheet.parts import Look, Part, due_out
from ashi.core.time import instant_of


class State(StrEnum):
    TO_COME = "to come"
    NOT_HERE = "not here"
    WAITING = "waiting"
    TALK = "talk"
    IN = "in"
    RESTING = "resting"
    OUT = "out"
    OVERDUE = "overdue"
    LEAVING = "leaving"
    DONE = "done"
    NO_SHOW = "no show"
    CANCELLED = "cancelled"
    UNRECORDED = "unrecorded"


IN_THE_ROOM = frozenset({State.TALK, State.IN, State.RESTING, State.OUT, State.OVERDUE, State.LEAVING})
OVER = frozenset({State.DONE, State.NO_SHOW, State.CANCELLED, State.UNRECORDED})
_ENDED = {"fulfilled": State.DONE, "noshow": State.NO_SHOW, "cancelled": State.CANCELLED}
_PHASE = {Look.TALK: State.TALK, Look.IN: State.IN, Look.RESTING: State.RESTING, Look.OUT: State.OUT}


@dataclass(frozen=True)
class Doing:
    """`minutes`: left of the rest, over, or since the visit should have begun. `due`: when needles are due out."""

    state: State
    minutes: int = 0
    due: datetime | None = None


def doing(status: str, parts: tuple[Part, ...], *, arrived_at: datetime | None, now: datetime, day_end: int) -> Doing:
    """`status` is the appointment's; a late arrival moves everything after it; `day_end` is the cell of midnight."""
    if status in _ENDED:
        return Doing(_ENDED[status])
    if now >= instant_of(day_end):
        return Doing(State.UNRECORDED)
    begins = instant_of(parts[0].start)
    if status != "arrived":
        return Doing(State.NOT_HERE, _minutes(now - begins)) if now >= begins else Doing(State.TO_COME)
    late = max((arrived_at or begins) - begins, timedelta(0))
    return _in_the_house(parts, late, now)


def _in_the_house(parts: tuple[Part, ...], late: timedelta, now: datetime) -> Doing:
    planned = now - late
    if planned < instant_of(parts[0].start):
        return Doing(State.WAITING)
    due = due_out(parts)
    due_at = None if due is None else instant_of(due) + late
    for part in parts:
        if planned < instant_of(part.end) and part.look in _PHASE:
            left = -_minutes(planned - instant_of(part.end)) if part.look is Look.RESTING else 0
            return Doing(_PHASE[part.look], left, due_at)
    if due_at is None:
        return Doing(State.LEAVING)
    return Doing(State.OVERDUE, _minutes(now - due_at), due_at)


def _minutes(length: timedelta) -> int:
    """Whole minutes gone; of time to come, as many as have begun."""
    return length // timedelta(minutes=1)
