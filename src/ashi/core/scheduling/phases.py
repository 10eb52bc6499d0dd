"""A kind of visit as a list of phases, each taking some of patient, practitioner, room and device."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from ashi.core.time import CELL_MINUTES, Interval


class Actor(StrEnum):
    """Whom or what a phase takes."""

    PATIENT = "patient"
    PRACTITIONER = "practitioner"
    ROOM = "room"
    DEVICE = "device"


@dataclass(frozen=True)
class Phase:
    """A line of a visit kind. All times in minutes, whole multiples of five.

    An elastic phase has `least` and `most`; `minutes` is then the length preferred. Raises ValueError when a length is
    not a positive multiple of five, nobody is taken, or not least <= minutes <= most.
    """

    code: str
    minutes: int
    actors: frozenset[Actor]
    least: int | None = None
    most: int | None = None

    def __post_init__(self) -> None:
        if not self.actors:
            raise ValueError(f"phase {self.code} takes nobody")
        if (self.least is None) != (self.most is None):
            raise ValueError(f"phase {self.code} needs both least and most, or neither")
        if any(minutes <= 0 or minutes % CELL_MINUTES for minutes in self._lengths):
            raise ValueError(f"phase {self.code} lasts a positive multiple of five minutes")
        if list(self._lengths) != sorted(self._lengths):
            raise ValueError(f"phase {self.code} prefers a length outside least to most")

    @property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(minutes for minutes in (self.least, self.minutes, self.most) if minutes is not None)

    @property
    def is_elastic(self) -> bool:
        return self.least is not None

    def lasting(self, minutes: int) -> "Phase":
        """The same phase with a fixed length. Raises ValueError outside least to most."""
        least, most = self._lengths[0], self._lengths[-1]
        if not least <= minutes <= most:
            raise ValueError(f"phase {self.code} lasts {least} to {most} minutes, not {minutes}")
        return replace(self, minutes=minutes, least=None, most=None)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch in which one actor is taken without a break: cells after the visit's start, and cells long."""

    offset: int
    length: int

    @property
    def end(self) -> int:
        return self.offset + self.length


@dataclass(frozen=True)
class CompiledVisit:
    """A visit with every length fixed. `length` in cells, turnover included; `elastic_minutes` is what the elastic
    phase was given, None when there is none; an actor that is not needed has no entry in `runs`."""

    length: int
    phases: tuple[Phase, ...]
    elastic_minutes: int | None = None
    # Follows from the phases, so it takes no part in comparing.
    runs: Mapping[Actor, tuple[Run, ...]] = field(compare=False, default_factory=dict)

    def runs_of(self, actor: Actor) -> tuple[Run, ...]:
        return self.runs.get(actor, ())

    @property
    def patient_length(self) -> int:
        """Cells from the start until the patient leaves; 0 when no phase takes the patient."""
        runs = self.runs_of(Actor.PATIENT)
        return runs[-1].end if runs else 0

    def taken(self, actor: Actor, start: int) -> tuple[Interval, ...]:
        """The intervals in which a visit that starts at this cell takes the actor: one row of occupancy each."""
        return tuple(Interval(start + run.offset, start + run.end) for run in self.runs_of(actor))

    def timetable(self, start: int) -> tuple[tuple[Phase, Interval], ...]:
        """Each phase with its interval, in order, for a visit that starts at this cell."""
        rows = []
        for phase in self.phases:
            end = start + phase.minutes // CELL_MINUTES
            rows.append((phase, Interval(start, end)))
            start = end
        return tuple(rows)


def compile_visit(phases: Iterable[Phase], elastic_minutes: int | None = None) -> CompiledVisit:
    """Fix every length and merge neighbouring phases of one actor into runs.

    `elastic_minutes` is the elastic phase's length, the preferred one when None. Raises ValueError for no phase, a code
    used twice, more than one elastic phase, a length outside its range, a length where no phase is elastic, or a visit
    that takes nothing of the clinic's.
    """
    phases = tuple(phases)
    elastic = _elastic(phases)
    if elastic is None and elastic_minutes is not None:
        raise ValueError("no phase of this visit is elastic")
    if elastic is not None and elastic_minutes is None:
        elastic_minutes = elastic.minutes
    fixed = tuple(phase.lasting(elastic_minutes or 0) if phase.is_elastic else phase for phase in phases)
    return CompiledVisit(
        length=sum(phase.minutes for phase in fixed) // CELL_MINUTES,
        phases=fixed,
        elastic_minutes=elastic_minutes,
        runs=MappingProxyType({actor: runs for actor in Actor if (runs := _runs(fixed, actor))}),
    )


@lru_cache(maxsize=1024)
def variants(phases: tuple[Phase, ...]) -> tuple[CompiledVisit, ...]:
    """Every length the visit may take: the preferred first, then the nearest, the shorter first of two as near.

    Raises ValueError as compile_visit does.
    """
    elastic = _elastic(phases)
    if elastic is None or elastic.least is None or elastic.most is None:
        return (compile_visit(phases),)
    preferred = elastic.minutes
    lengths = range(elastic.least, elastic.most + 1, CELL_MINUTES)
    nearest_first = sorted(lengths, key=lambda minutes: (abs(minutes - preferred), minutes))
    return tuple(compile_visit(phases, minutes) for minutes in nearest_first)


def solo_phases(with_minutes_start: int, rest: int, with_minutes_end: int) -> tuple[Phase, ...]:
    """The phases of a clinic that wants no lists: minutes with the acupuncturist, minutes of rest alone, minutes with
    the acupuncturist again. The room is taken throughout. A part of 0 minutes is left out. Raises ValueError when a
    length is not a multiple of five or nothing is left."""
    alone = frozenset({Actor.PATIENT, Actor.ROOM})
    together = alone | {Actor.PRACTITIONER}
    parts = (("start", with_minutes_start, together), ("rest", rest, alone), ("end", with_minutes_end, together))
    phases = tuple(Phase(code, minutes, actors) for code, minutes, actors in parts if minutes)
    if not phases:
        raise ValueError("a visit lasts at least five minutes")
    return phases


def _elastic(phases: tuple[Phase, ...]) -> Phase | None:
    if not phases:
        raise ValueError("a visit has at least one phase")
    if not any(phase.actors - {Actor.PATIENT} for phase in phases):
        raise ValueError("a visit takes a practitioner, a room or a device")
    if len({phase.code for phase in phases}) < len(phases):
        raise ValueError("a phase code is used twice")
    elastic = [phase for phase in phases if phase.is_elastic]
    if len(elastic) > 1:
        raise ValueError("a visit has at most one elastic phase")
    return elastic[0] if elastic else None


def _runs(phases: tuple[Phase, ...], actor: Actor) -> tuple[Run, ...]:
    runs: list[Run] = []
    offset = 0
    for phase in phases:
        length = phase.minutes // CELL_MINUTES
        if actor in phase.actors:
            touches = bool(runs) and runs[-1].end == offset
            before = runs.pop() if touches else Run(offset, 0)
            runs.append(Run(before.offset, before.length + length))
        offset += length
    return tuple(runs)
