"""How sure one can be of an answer, in the five steps a reader is shown.

The steps are those of GRADE (high, moderate, low, very low), with "not known" where no study in people answers the
question.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from ashi.core.evidence.wording import Wording


class Level(IntEnum):
    """The number is the number of filled points."""

    NOT_KNOWN = 0
    VERY_LOW = 1
    LOW = 2
    MODERATE = 3
    HIGH = 4


class GradedBy(StrEnum):
    """Whose judgement it is."""

    PUBLISHED = "published"
    OURS = "ours"


@dataclass(frozen=True)
class Certainty:
    """The certainty of one comparison, from `lowest` to `highest` where the source gives a range.

    `words` stand in place of the level's own words ("tradition, not anatomy"). Raises ValueError when the range is the
    wrong way round.
    """

    comparison: Wording
    lowest: Level
    highest: Level
    graded_by: GradedBy
    words: Wording | None = None

    def __post_init__(self) -> None:
        if self.lowest > self.highest:
            raise ValueError(f"certainty from {self.lowest.name} to {self.highest.name} is the wrong way round")

    @property
    def points(self) -> int:
        """Filled points, 0 to 4: a range is never rounded up."""
        return int(self.lowest)

    @property
    def is_range(self) -> bool:
        return self.lowest != self.highest
