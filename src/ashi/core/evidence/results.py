"""The published numbers that claims rest on."""

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from ashi.core.evidence.wording import Wording


class Measure(StrEnum):
    """What the estimate counts; each has its own words on the page."""

    STANDARD_DEVIATIONS = "standard-deviations"
    POINTS_OF_100 = "points-of-100"
    POINTS_OF_24 = "points-of-24"
    POINTS_OF_10 = "points-of-10"
    PERCENT_OF_PEOPLE = "percent-of-people"
    PERCENT_OF_TREATMENTS = "percent-of-treatments"
    TIMES_AS_MANY = "times-as-many"
    PER_1000_PEOPLE = "per-1000-people"
    PER_10000_PEOPLE = "per-10000-people"
    PER_MILLION_TREATMENTS = "per-million-treatments"


@dataclass(frozen=True)
class Result:
    """One published estimate with its 95% interval, as printed by the source.

    For a comparison, positive means better with acupuncture, whatever the sign in the source; a ratio (TIMES_AS_MANY)
    is better above 1. What was not found stays None; `note` is what a reader has to know about the number. Raises
    ValueError when the interval does not hold the estimate, or has one end only.
    """

    id: str
    comparison: Wording
    outcome: Wording
    measure: Measure
    estimate: float
    source: str
    low: float | None = None
    high: float | None = None
    trials: int | None = None
    people: int | None = None
    note: Wording | None = None

    def __post_init__(self) -> None:
        if not isfinite(self.estimate):
            raise ValueError(f"result {self.id} has no estimate")
        if (self.low is None) != (self.high is None):
            raise ValueError(f"result {self.id} has an interval with one end")
        if self.low is not None and self.high is not None and not self.low <= self.estimate <= self.high:
            raise ValueError(f"result {self.id} lies outside its interval")
