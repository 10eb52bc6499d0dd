"""The groups of a trial, as far as a paper has to tell about them for an effect to be worked out."""

from dataclasses import dataclass
from math import isfinite


@dataclass(frozen=True)
class CountArm:
    """`events` of `people` had the outcome. Raises ValueError without people, or unless 0 <= events <= people."""

    people: int
    events: int

    def __post_init__(self) -> None:
        if self.people < 1 or not 0 <= self.events <= self.people:
            raise ValueError(f"{self.events} of {self.people} people is no share")

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.events / self.people


@dataclass(frozen=True)
class MeanArm:
    """A mean and a standard deviation, both in the units of the scale that was used, of `people` analysed.

    Raises ValueError for fewer than two people, a mean that is no number, or a deviation that is not positive.
    """

    people: int
    mean: float
    deviation: float

    def __post_init__(self) -> None:
        if self.people < 2:
            raise ValueError(f"{self.people} people have no standard deviation")
        if not (isfinite(self.mean) and isfinite(self.deviation) and self.deviation > 0):
            raise ValueError(f"mean {self.mean} with standard deviation {self.deviation} says nothing")

    @property
    def mean_variance(self) -> float:
        """The square of the mean's standard error."""
        return self.deviation**2 / self.people


Arm = CountArm | MeanArm
