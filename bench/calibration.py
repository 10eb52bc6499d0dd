"""How fast, and how noisy, this machine is: the same pure-Python work before and after."""

import time
from statistics import median


def calibrate() -> float:
    """Median CPU milliseconds of a fixed loop."""
    return median(_once() for _ in range(9))


def _once() -> float:
    begin = time.process_time()
    total = 0
    for number in range(400_000):
        total += number * number % 7
    return (time.process_time() - begin) * 1000
