"""Sets of cells as Python integers: bit i is cell i of a window. A month of a diary is one number of a kilobyte."""

from collections.abc import Iterator
from functools import reduce
from operator import and_
from struct import iter_unpack
from sys import getsizeof

from ashi.core.scheduling.phases import Run

_WORD = 64


class Stretches:
    """The free cells of one resource, with the answers to "where do n free cells in a row begin?" kept.

    The kept answers follow from `bits`, so one object may serve any number of searches, and several threads at once.
    """

    __slots__ = ("_begins", "bits")

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self._begins = {1: bits}

    def begins(self, length: int) -> int:
        """The cells at which `length` >= 1 free cells in a row begin."""
        known = self._begins.get(length)
        if known is not None:
            return known
        reached = max(done for done in tuple(self._begins) if done < length)
        bits = self._begins[reached]
        # Two stretches of n that begin at most n apart make a longer one: the reach doubles with each shift.
        while reached < length:
            step = min(reached, length - reached)
            bits &= bits >> step
            reached += step
            self._begins[reached] = bits
        return bits

    def starts(self, runs: tuple[Run, ...]) -> int:
        """The visit starts for which every run is free. Runs that reach beyond the window are not."""
        return reduce(and_, (self.begins(run.length) >> run.offset for run in runs))

    def weight(self) -> int:
        """About how many bytes it takes, with the answers it keeps."""
        return sum(map(getsizeof, tuple(self._begins.values())))


def positions(bits: int) -> Iterator[int]:
    """The numbers of the set bits, ascending, found as they are asked for."""
    words = -(-bits.bit_length() // _WORD)
    base = -1
    for (word,) in iter_unpack("<Q", bits.to_bytes(words * _WORD // 8, "little")):
        while word:
            yield base + (word & -word).bit_length()
            word &= word - 1
        base += _WORD
