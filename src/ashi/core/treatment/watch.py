"""The watch over a set of needles that is in somebody: how it stands, and whether somebody has to go there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# Our own bounds, to be signed by a clinician: after so long without the next tap, somebody was called away.
GOING_IN = timedelta(minutes=20)
COMING_OUT = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)


class Stage(StrEnum):
    GOING_IN = "going in"
    RESTING = "resting"
    COMING_OUT = "coming out"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Watch:
    """`minutes` are left while it rests (of a begun minute, a whole one), or over when it is overdue; 0 otherwise."""

    stage: Stage
    minutes: int = 0

    @property
    def urgency(self) -> tuple[bool, int]:
        """The greater, the sooner somebody has to go."""
        over = self.stage is Stage.OVERDUE
        left = self.minutes if self.stage is Stage.RESTING else 0
        return over, self.minutes if over else -left


def watch(
    *,
    started: datetime,
    inserted: datetime | None,
    rest_until: datetime | None,
    removal: datetime | None,
    now: datetime,
) -> Watch:
    """How a set stands whose needles are not all counted out. All instants aware; `now` not before `started`.

    Resting needles are overdue at `rest_until`. A set that is going in or coming out is overdue when its next tap has
    not come after GOING_IN or COMING_OUT: most forgotten needles were forgotten by somebody who was called away.
    Source of the concern: NPSA incident reports 2009 to 2011, retained needles 31 of 100. The two bounds are our own.
    """
    if removal is not None:
        return _until(removal + COMING_OUT, Stage.COMING_OUT, now)
    if inserted is None:
        return _until(started + GOING_IN, Stage.GOING_IN, now)
    return _until(rest_until or inserted, Stage.RESTING, now)


def _until(due: datetime, stage: Stage, now: datetime) -> Watch:
    if now >= due:
        return Watch(Stage.OVERDUE, (now - due) // MINUTE)
    return Watch(stage, -((now - due) // MINUTE) if stage is Stage.RESTING else 0)
