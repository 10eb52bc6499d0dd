"""Bitsets of instants cut into days of the wall's clock, so that ten o'clock is ten o'clock whatever the clocks do."""

from zoneinfo import ZoneInfo

from ashi.core.scheduling.availability import Window
from ashi.core.time import CELLS_A_DAY, offsets

_DAY = (1 << CELLS_A_DAY) - 1
_EPOCH_ORDINAL = 719_163  # date(1970, 1, 1).toordinal()


class WallDays:
    """A window as local days: bit n of a day stands for the time n times five minutes after midnight on the wall."""

    def __init__(self, window: Window, zone: ZoneInfo) -> None:
        self._window = window
        self._pieces = offsets(window.start, window.end, zone)
        walls = [(piece.interval.start + piece.cells, piece.interval.end + piece.cells) for piece in self._pieces]
        self._first = min(start for start, _ in walls) // CELLS_A_DAY
        self.days = range(
            self._first + _EPOCH_ORDINAL, -(-max(end for _, end in walls) // CELLS_A_DAY) + _EPOCH_ORDINAL
        )

    def cut(self, bits: int) -> dict[int, int]:
        """A bitset of the window by day (as date.toordinal() counts); days with nothing are left out. A time that the
        wall shows twice is there when either is."""
        walls = 0
        for piece in self._pieces:
            first, after = piece.interval.start - self._window.start, piece.interval.end - self._window.start
            part = (bits >> first) & ((1 << (after - first)) - 1)
            walls |= part << (piece.interval.start + piece.cells - self._first * CELLS_A_DAY)
        found = {}
        for number, day in enumerate(self.days):
            if of_day := walls >> (number * CELLS_A_DAY) & _DAY:
                found[day] = of_day
        return found

    def cell(self, day: int, wall: int, bits: int) -> int:
        """The cell at which the wall shows this, the first one that is in the bitset. Raises ValueError if none is."""
        shown = (day - _EPOCH_ORDINAL) * CELLS_A_DAY + wall
        for piece in self._pieces:
            cell = shown - piece.cells
            if piece.interval.contains(cell) and bits >> (cell - self._window.start) & 1:
                return cell
        raise ValueError("no such start")

    def place(self, cell: int) -> tuple[int, int]:
        """The day and the wall time of a cell of the window. Raises ValueError outside the window."""
        for piece in self._pieces:
            if piece.interval.contains(cell):
                number, wall = divmod(cell + piece.cells, CELLS_A_DAY)
                return number + _EPOCH_ORDINAL, wall
        raise ValueError("outside the window")
