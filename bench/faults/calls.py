"""What was asked and what was answered, and when: the history that every check reads."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Outcome = Literal["under way", "accepted", "refused", "unknown", "failed"]
HOLDS = {"hold", "offer"}
CHANGES = {"move", "course-move", "accept", "undo"}  # of visits that are there, to another time
PLACES = {"book", "book-again", "book-held", "course", "together"} | HOLDS | CHANGES
RELEASES = {"cancel", "give-back", "decline", "book-held"} | CHANGES


class Stretch(NamedTuple):
    """Five-minute cells of one resource, half-open."""

    resource: int
    start: int
    end: int


@dataclass
class Call:
    """`asked` and `answered` are seconds since 1970 by the one clock of the machine.

    `subjects` are the references of visits, or `hold N`, that the call is about; `made` those that it made or moved;
    `offer` is the number of the one that it made to a waiting patient.
    """

    number: int
    do: str
    job: dict[str, object]
    asked: float = 0.0
    answered: float | None = None
    outcome: Outcome = "under way"
    why: str = ""
    subjects: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    stretches: dict[str, tuple[Stretch, ...]] = field(default_factory=dict)
    expires: float | None = None
    offer: int | None = None

    @property
    def name(self) -> str:
        """By which one can tell from the tables whose visits these are: the invented patient, or the mark of a visit
        that somebody else's patient was given."""
        number = self.number if self.do != "repeat" else int(str(self.job["number"]))
        return again_source(number) if self.do == "book-again" else patient_name(number)

    def __str__(self) -> str:
        took = f"{self.answered - self.asked:.3f} s" if self.answered else "never answered"
        about = " ".join(dict.fromkeys([*self.subjects, *self.made]))
        return f"call {self.number} {self.do} {about}: {self.outcome} {self.why} ({took})"


def again_source(number: int) -> str:
    return f"again {number}"


def patient_name(number: int) -> str:
    return f"Call {number} (invented)"
