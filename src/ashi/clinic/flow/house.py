"""What is simulated: the house, its kinds of visit, and how people and minutes vary."""

from dataclasses import dataclass, replace

from ashi.core.scheduling.phases import Actor, Phase
from ashi.core.time import CELL_MINUTES


@dataclass(frozen=True)
class Kind:
    """A kind of visit and how often it is asked for, relative to the others."""

    name: str
    phases: tuple[Phase, ...]
    weight: float = 1.0

    def one_room_at_a_time(self) -> "Kind":
        """The same visit with the acupuncturist in the room from its first minute with the patient to the last."""
        return replace(self, phases=tuple(_accompanied(phase) for phase in self.phases))


def _accompanied(phase: Phase) -> Phase:
    if Actor.PATIENT not in phase.actors:
        return phase
    return replace(phase, actors=phase.actors | {Actor.PRACTITIONER})


@dataclass(frozen=True)
class House:
    """`minutes` the doors are open; `asked` visits that people ask for on an average day."""

    rooms: int
    practitioners: int
    kinds: tuple[Kind, ...]
    asked: float
    devices: int = 1
    minutes: int = 480
    staggered: bool = True

    def __post_init__(self) -> None:
        if min(self.rooms, self.practitioners) < 1 or not self.kinds or self.asked <= 0:
            raise ValueError("a house has a room, an acupuncturist, a kind of visit and somebody who asks")
        if self.minutes < 60 or self.minutes % CELL_MINUTES:
            raise ValueError("a house is open for an hour or more, in steps of five minutes")

    @property
    def offered(self) -> tuple[Kind, ...]:
        return self.kinds if self.staggered else tuple(kind.one_room_at_a_time() for kind in self.kinds)


@dataclass(frozen=True)
class Habits:
    """How far life is from the plan. Assumptions, not measurements: an owner may set them."""

    flexible_minutes: int = 120  # somebody takes a time this far from the one they named, or goes without
    late_minutes: float = 5.0  # standard deviation of coming early or late
    longer: float = 0.15  # standard deviation of an acupuncturist's phase, as a share of its minutes


@dataclass(frozen=True)
class Day:
    """How one day went. Minutes, unless it says otherwise."""

    visits: int
    turned_away: int
    waited: tuple[float, ...]  # from the planned start, or from coming late, until the acupuncturist begins
    over: tuple[float, ...]  # that needles stayed in after their minutes were over
    busy: float  # of all acupuncturists together
    past_closing: float
