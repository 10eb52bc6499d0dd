"""Which room, and which device, a visit takes: the one whose being taken leaves the others most useful."""

from collections.abc import Mapping

from ashi.core.scheduling.bitset import Stretches
from ashi.core.scheduling.gaps import edges, left_over
from ashi.core.scheduling.phases import Run


class Chooser:
    """Chooses among resources that could each serve a visit's runs.

    First the fewest useless gaps (free, but shorter than `useful` cells) beside the visit, then the tightest fit, so
    that long free stretches stay whole elsewhere, then the mapping's order.
    """

    def __init__(self, runs: tuple[Run, ...], resources: Mapping[int, Stretches], useful: int) -> None:
        self._edges, self._useful = edges(runs), useful
        self._resources = [(key, free, free.starts(runs)) for key, free in resources.items()] if runs else []
        self._chosen: dict[int, int | None] = {}

    def choose(self, start: int) -> int | None:
        """The resource for a visit that begins at bit `start`; None when no run needs one, or none is free."""
        if start not in self._chosen:
            able = [(key, free) for key, free, starts in self._resources if starts >> start & 1]
            best = min(able, key=lambda pair: self._waste(pair[1], start), default=None)
            self._chosen[start] = None if best is None else best[0]
        return self._chosen[start]

    def _waste(self, free: Stretches, start: int) -> tuple[int, int]:
        useless = total = 0
        for edge in self._edges:
            cells = left_over(free.bits, edge, start)
            useless += 0 < cells < self._useful
            total += cells
        return useless, total
