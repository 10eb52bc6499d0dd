"""From where to where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """The two ends of an interval, in the units of what it surrounds. Raises ValueError unless low <= high."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"from {self.low} to {self.high} is the wrong way round")


def around(centre: float, reach: float) -> Bounds:
    """As far below as above."""
    return Bounds(centre - reach, centre + reach)
