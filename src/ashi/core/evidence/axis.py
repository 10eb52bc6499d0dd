"""The scale under a picture of effects: its ends, its marks, and where on it a number stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from math import ceil, floor, isfinite, log10

# Percent of the picture's width left free at each side, for what is drawn around the outermost number.
_MARGIN = 8
_MOST_STEPS = 6
# A ratio's axis longer than this many powers of ten has no marks between them.
_FINE_DECADES = 2


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`, in the units that are printed. `neutral` is the number that means no difference, always one
    of the `marks`, as are both ends.

    A ratio's axis is logarithmic, so that half as many and twice as many stand equally far from 1.
    """

    low: float
    high: float
    neutral: float
    is_ratio: bool
    marks: tuple[float, ...]

    def place(self, number: float) -> float:
        """Percent of the picture's width from its left edge, to hundredths; 8 at `low`, 92 at `high`."""
        low, high, at = (log10(n) if self.is_ratio else n for n in (self.low, self.high, number))
        return round(_MARGIN + (at - low) / (high - low) * (100 - 2 * _MARGIN), 2)


def difference_axis(numbers: Iterable[float]) -> Axis:
    """An even axis around all `numbers` and 0, with marks at each 1, 2 or 5 times a power of ten.

    Raises ValueError for a number that is not finite.
    """
    low, high = _ends(numbers, 0.0)
    if low == high:
        low, high = -1.0, 1.0
    narrowest = 3 * floor(log10((high - low) / _MOST_STEPS))
    rung = next(rung for rung in count(narrowest) if (high - low) / _ladder(rung) <= _MOST_STEPS)
    steps = range(floor(low / _ladder(rung)), ceil(high / _ladder(rung)) + 1)
    marks = tuple(_ladder(rung, times) for times in steps)
    return Axis(marks[0], marks[-1], 0.0, False, marks)


def ratio_axis(numbers: Iterable[float]) -> Axis:
    """A logarithmic axis around all `numbers` and 1, with marks at 1, 2 and 5 times each power of ten, or at the powers
    alone where there are many.

    Raises ValueError for a number that is not positive and finite.
    """
    low, high = _ends(numbers, 1.0)
    if low <= 0:
        raise ValueError(f"a ratio is positive, not {low}")
    stride = 1 if log10(high / low) <= _FINE_DECADES else 3
    below = next(rung for rung in count(3 * ceil(log10(low)), -stride) if _ladder(rung) <= low)
    above = next(rung for rung in count(3 * floor(log10(high)), stride) if _ladder(rung) >= high)
    marks = tuple(_ladder(rung) for rung in range(below, max(above, below + stride) + 1, stride))
    return Axis(marks[0], marks[-1], 1.0, True, marks)


def _ends(numbers: Iterable[float], neutral: float) -> tuple[float, float]:
    every = [neutral, *numbers]
    if not all(isfinite(number) for number in every):
        raise ValueError(f"no axis is long enough for {every}")
    return min(every), max(every)


def _ladder(rung: int, times: int = 1) -> float:
    """... 0.1, 0.2, 0.5, 1, 2, 5, 10 ..., read from its decimal digits, so that a mark prints without a tail."""
    return float(f"{(1, 2, 5)[rung % 3] * times}e{rung // 3}")
