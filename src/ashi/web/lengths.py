"""How long a visit is for the patient, and how much of it is rest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ashi.core.scheduling.phases import Actor, CompiledVisit
from ashi.core.time import CELL_MINUTES


@dataclass(frozen=True)
class Length:
    """In minutes, from coming in to going home; making the room ready is left out."""

    minutes: int
    rest: int
    varies: bool = False


def usual_length(variants: Sequence[CompiledVisit]) -> Length:
    """Of a kind of visit: the length preferred; how long one visit is, is settled when its time is chosen."""
    usual = length_of(variants[0])
    return replace(usual, varies=len(variants) > 1)


def length_of(visit: CompiledVisit) -> Length:
    with_patient = [phase for phase in visit.phases if Actor.PATIENT in phase.actors]
    rest = sum(phase.minutes for phase in with_patient if Actor.PRACTITIONER not in phase.actors)
    return Length(minutes=visit.patient_length * CELL_MINUTES, rest=rest)
