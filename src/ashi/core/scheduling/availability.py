"""Free time as bitsets, and the starts of a visit found in them by shifting: nothing goes cell by cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from ashi.core.scheduling.bitset import Stretches, positions
from ashi.core.scheduling.phases import Actor, CompiledVisit, Run
from ashi.core.time import CELLS_A_DAY, Interval


@dataclass(frozen=True, slots=True)
class Window:
    """The cells `start` up to `start + length`: bit i of every bitset made for it is cell `start + i`.

    Raises ValueError when the length is not positive.
    """

    start: int
    length: int

    def __post_init__(self) -> None:
        if self.length <= 0:
            raise ValueError("a window is at least one cell long")

    @property
    def end(self) -> int:
        return self.start + self.length

    @property
    def every(self) -> int:
        """All its cells as a bitset."""
        return (1 << self.length) - 1

    def between(self, low: int, high: int) -> int:
        """Its cells from `low` on and before `high` as a bitset; 0 when there are none."""
        first, after = max(low - self.start, 0), min(high - self.start, self.length)
        return (1 << after) - (1 << first) if after > first else 0

    def days_around(self, low: int, high: int) -> "Window":
        """The part of it from a day before the cell `low` to a day after `high`, cut at whole days from its start, so
        that questions of one day are for the same part. It is this window where they lie outside it."""
        first = max((low - self.start) // CELLS_A_DAY - 1, 0) * CELLS_A_DAY
        after = min((-(-(high - self.start) // CELLS_A_DAY) + 1) * CELLS_A_DAY, self.length)
        return Window(self.start + first, after - first) if first < after else self


def bits_of(intervals: Iterable[Interval], window: Window) -> int:
    """The cells of the window that lie in any of the intervals, which may overlap and come in any order."""
    return bits_of_pairs(((interval.start, interval.end) for interval in intervals), window)


def bits_of_pairs(pairs: Iterable[tuple[int, int]], window: Window) -> int:
    """`bits_of` for bare (start, end) cells, as rows of a table come. Pairs with end <= start count for nothing."""
    size = window.length // 8 + 1
    begins, ends = bytearray(size), bytearray(size)
    reached = 0
    base, length = window.start, window.length
    for start, end in sorted(pairs):
        # Comparing costs half of what min() and max() do, and a diary has hundreds of these.
        start = reached if start - base < reached else start - base
        end = length if end - base > length else end - base
        if start < end:
            begins[start >> 3] ^= 1 << (start & 7)
            ends[end >> 3] ^= 1 << (end & 7)
            reached = end
    # The bits a to b-1 are 2**b - 2**a; what touches cancels out, and overlaps were cut off above.
    return int.from_bytes(ends, "little") - int.from_bytes(begins, "little")


def intervals_of(bits: int, window: Window) -> tuple[Interval, ...]:
    """The longest intervals, in order, that a bitset of this window is made of."""
    edges = positions(bits ^ (bits << 1))
    return tuple(Interval(window.start + start, window.start + end) for start, end in zip(edges, edges, strict=True))


def free_bits(open_intervals: Iterable[Interval], busy_intervals: Iterable[Interval], window: Window) -> int:
    """The cells inside some open interval and in no busy one."""
    return bits_of(open_intervals, window) & ~bits_of(busy_intervals, window)


def run_starts(bits: int, run: Run) -> int:
    """The visit starts for which the run lies in free cells."""
    return Stretches(bits).starts((run,))


def starts(
    compiled: CompiledVisit,
    practitioner_bits: int,
    room_bits: Mapping[int, int],
    device_bits: Mapping[int, int],
    patient_bits: int | None = None,
) -> int:
    """The cells at which one practitioner can begin the visit, as a bitset.

    One room has to be free for all the room's runs, and one device for all the device's; they need not be free for the
    same run. A visit that takes no practitioner, room or device does not ask for one. `patient_bits` None: the patient
    is taken to be free.
    """
    found = (
        possible(compiled, Actor.PRACTITIONER, (Stretches(practitioner_bits),))
        & possible(compiled, Actor.ROOM, map(Stretches, room_bits.values()))
        & possible(compiled, Actor.DEVICE, map(Stretches, device_bits.values()))
    )
    if patient_bits is not None:
        found &= possible(compiled, Actor.PATIENT, (Stretches(patient_bits),))
    return found


def possible(compiled: CompiledVisit, actor: Actor, any_of: Iterable[Stretches]) -> int:
    """The starts for which at least one of these resources is free in all the actor's runs; -1 (every start there is)
    when the visit does not take the actor."""
    runs = compiled.runs_of(actor)
    if not runs:
        return -1
    return reduce(or_, (resource.starts(runs) for resource in any_of), 0)


def rooms_at(compiled: CompiledVisit, start: int, room_bits: Mapping[int, int]) -> tuple[int, ...]:
    """The rooms free in all the room's runs of a visit that begins at bit `start`, in the mapping's order."""
    runs = compiled.runs_of(Actor.ROOM)
    return tuple(room for room, bits in room_bits.items() if not runs or Stretches(bits).starts(runs) >> start & 1)
