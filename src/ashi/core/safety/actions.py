"""What a rule asks for, and what that means for the person who answered.

Action codes of the clinical tables: E, U, R, P for red flags (after the IFOMPT framework's levels of concern), X, XS,
H, C, N for precautions. Their translation into four results is the clinic's own and waits for a clinician's signature.
"""

from enum import IntEnum, StrEnum


class Action(StrEnum):
    """In order of strictness: of two actions of one rule the one that stands first here is kept."""

    EMERGENCY = "E"
    URGENT = "U"
    DO_NOT_NEEDLE = "X"
    HOLD = "H"
    ROUTINE = "R"
    CHANGE = "C"
    NOT_THERE = "XS"
    TELL = "P"
    NOTE = "N"

    @property
    def rank(self) -> int:
        """0 is the strictest."""
        return list(Action).index(self)


class Result(IntEnum):
    """Compared as numbers: the strictest is the greatest."""

    CLEAR = 0
    CAUTION = 1
    URGENT = 2
    EMERGENCY = 3

    @property
    def word(self) -> str:
        """As it is stored and sent: clear, caution, urgent, emergency."""
        return self.name.lower()


class Soon(StrEnum):
    """How soon a doctor should see somebody whose result is urgent."""

    TODAY = "today"
    DAYS = "days"
    BEFORE_VISIT = "before the visit"


RESULT_OF: dict[Action, Result] = {
    Action.EMERGENCY: Result.EMERGENCY,
    Action.URGENT: Result.URGENT,
    Action.DO_NOT_NEEDLE: Result.URGENT,
    Action.HOLD: Result.URGENT,
    Action.ROUTINE: Result.CAUTION,
    Action.CHANGE: Result.CAUTION,
    Action.NOT_THERE: Result.CAUTION,
    Action.TELL: Result.CAUTION,
    Action.NOTE: Result.CLEAR,
}
