"""What was asked and what was answered, and when: the history that every check reads."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Outcome = Literal["under way", "accepted", "refused", "unknown", "failed"]
PLACES = {"book", "hold", "book-held", "move", "course"}
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
        """The invented patient of a call's visits: from the tables one can tell whose they are."""
        return patient_name(self.number if self.do != "repeat" else int(str(self.job["number"])))

    def __str__(self) -> str:
        took = f"{self.answered - self.asked:.3f} s" if self.answered else "never answered"
        about = " ".join([self.subject, *self.made]).strip()
        return f"call {self.number} {self.do} {about}: {self.outcome} {self.why} ({took})"


def patient_name(number: int) -> str:
    return f"Call {number} (invented)"
