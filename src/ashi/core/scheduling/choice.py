"""Which room, and which device, a visit takes: the one whose being taken leaves the others most useful."""

from collections.abc import Mapping

from ashi.core.scheduling.availability import is_free
from ashi.core.scheduling.bitset import Stretches
from ashi.core.scheduling.gaps import left_over
from ashi.core.scheduling.phases import Run


def choose(runs: tuple[Run, ...], start: int, resources: Mapping[int, Stretches], useful: int) -> int | None:
    """The resource to take for a visit that begins at bit `start`; None when no run needs one, or none is free.

    First the fewest useless gaps (free, but shorter than `useful` cells) beside the visit, then the tightest fit, so
    that long free stretches stay whole elsewhere, then the mapping's order.
    """
    if not runs:
        return None
    able = [key for key, resource in resources.items() if is_free(resource, runs, start)]
    return min(able, key=lambda key: _waste(resources[key], runs, start, useful), default=None)


def _waste(resource: Stretches, runs: tuple[Run, ...], start: int, useful: int) -> tuple[int, int]:
    left = tuple(left_over(resource, runs, start))
    return sum(0 < cells < useful for cells in left), sum(left)
