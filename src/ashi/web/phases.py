"""The phases of a visit as a patient reads them: points on a line."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext, gettext_lazy

# Code: what it is called, and what happens then.
WORDS = {
    "talk": (gettext_lazy("Talk"), gettext_lazy("Your story, your safety answers, what you hope for")),
    "needles_in": (gettext_lazy("Needles in"), gettext_lazy("Thin, single-use, counted as they go in")),
    "retention": (gettext_lazy("Rest"), gettext_lazy("You lie still; the acupuncturist may be in another room")),
    "needles_out": (gettext_lazy("Needles out"), gettext_lazy("Counted again, and what to do in the days after")),
}


class PhaseRow(Protocol):
    """What the line needs of a phase; ServicePhase has it."""

    code: str
    minutes: int
    patient: bool
    practitioner: bool


@dataclass(frozen=True)
class PhaseLine:
    title: str
    text: str
    minutes: int
    alone: bool


@dataclass(frozen=True)
class VisitLine:
    """`minutes` is from coming in to going home, `together` the part of it with the acupuncturist."""

    phases: tuple[PhaseLine, ...]

    @property
    def minutes(self) -> int:
        return sum(phase.minutes for phase in self.phases)

    @property
    def together(self) -> int:
        return sum(phase.minutes for phase in self.phases if not phase.alone)

    @property
    def alone(self) -> int:
        return self.minutes - self.together


def visit_line(phases: Iterable[PhaseRow]) -> VisitLine:
    """Phases in which the patient takes no part (the room being made ready) are left out."""
    return VisitLine(tuple(_line(phase) for phase in phases if phase.patient))


def _line(phase: PhaseRow) -> PhaseLine:
    title, text = WORDS.get(phase.code, ("", ""))
    if not title:
        title = gettext("With the acupuncturist") if phase.practitioner else gettext("Rest")
    return PhaseLine(title=str(title), text=str(text), minutes=phase.minutes, alone=not phase.practitioner)
