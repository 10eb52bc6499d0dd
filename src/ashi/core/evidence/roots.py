"""Where a falling function crosses nought."""

from collections.abc import Callable


def falling_root(function: Callable[[float], float], low: float, high: float) -> float:
    """The point between `low` and `high` where `function` turns from positive to negative, to the last bit.

    Bisection: slow beside Newton's method, but it cannot run away, and nothing here has to be quick. Where the function
    is not positive at `low` the answer is `low`, where it is positive all the way it is `high`.
    """
    if function(low) <= 0:
        return low
    while low < (middle := low + (high - low) / 2) < high:
        if function(middle) > 0:
            low = middle
        else:
            high = middle
    return high
