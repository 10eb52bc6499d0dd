"""The times at which a kind of visit is offered: every so many minutes on the clock on the wall."""

from functools import lru_cache
from zoneinfo import ZoneInfo

from ashi.core.scheduling.availability import Window
from ashi.core.time import CELL_MINUTES, CELLS_A_DAY, offsets


@lru_cache(maxsize=512)
def on_grid(window: Window, zone: ZoneInfo, minutes: int) -> int:
    """The cells of the window at which the wall shows a whole multiple of `minutes` since local midnight, as a bitset.

    Raises ValueError unless `minutes` is a multiple of five that divides a day.
    """
    step, rest = divmod(minutes, CELL_MINUTES)
    if rest or step <= 0 or CELLS_A_DAY % step:
        raise ValueError(f"a grid of {minutes} minutes does not divide a day into cells of five")
    bits = 0
    for piece in offsets(window.start, window.end, zone):
        start, end = piece.interval.start, piece.interval.end
        first = start + -(start + piece.cells) % step
        bits |= _every(step, end - first) << first - window.start
    return bits


def _every(step: int, cells: int) -> int:
    """Bits 0, step, 2*step... below `cells`, by doubling."""
    if cells <= 0:
        return 0
    bits, reached = 1, step
    while reached < cells:
        bits |= bits << reached
        reached *= 2
    return bits & (1 << cells) - 1
