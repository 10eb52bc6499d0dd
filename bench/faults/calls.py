"""What was asked and what was answered, and when: the history that every check reads."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Outcome = Literal["under way", "accepted", "refused", "unknown", "failed"]
PLACES = {"book", "book-again", "hold", "book-held", "move", "course"}
RELEASES = {"move", "cancel", "give-back", "book-held"}


class Stretch(NamedTuple):
    """Five-minute cells of one resource, half-open."""

    resource: int
    start: int
    end: int


@dataclass
class Call:
    """`asked` and `answered` are seconds since 1970 by the one clock of the machine.

    `subject` is the reference of a visit, or `hold N`, that the call is about; `made` those that it made.
    """

    number: int
    do: str
    job: dict[str, object]
    asked: float = 0.0
    answered: float | None = None
    outcome: Outcome = "under way"
    why: str = ""
    subject: str = ""
    made: tuple[str, ...] = ()
    stretches: dict[str, tuple[Stretch, ...]] = field(default_factory=dict)
    expires: float | None = None

    @property
    def name(self) -> str:
        """By which one can tell from the tables whose visits these are: the invented patient, or the mark of a visit
        that somebody else's patient was given."""
        number = self.number if self.do != "repeat" else int(str(self.job["number"]))
        return again_source(number) if self.do == "book-again" else patient_name(number)

    def __str__(self) -> str:
        took = f"{self.answered - self.asked:.3f} s" if self.answered else "never answered"
        about = " ".join([self.subject, *self.made]).strip()
        return f"call {self.number} {self.do} {about}: {self.outcome} {self.why} ({took})"


def again_source(number: int) -> str:
    return f"again {number}"


def patient_name(number: int) -> str:
    return f"Call {number} (invented)"
