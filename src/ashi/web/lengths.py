"""How long a visit is for the patient, and how much of it is rest."""

from dataclasses import dataclass

from ashi.core.scheduling.phases import Actor, CompiledVisit
from ashi.core.time import CELL_MINUTES


@dataclass(frozen=True)
class Length:
    """In minutes, from coming in to going home; making the room ready is left out."""

    minutes: int
    rest: int


def length_of(visit: CompiledVisit) -> Length:
    with_patient = [phase for phase in visit.phases if Actor.PATIENT in phase.actors]
    rest = sum(phase.minutes for phase in with_patient if Actor.PRACTITIONER not in phase.actors)
    return Length(minutes=visit.patient_length * CELL_MINUTES, rest=rest)
