"""Many small numbers side by side in one integer, so that one operation on it does for all of them.

A hundred costs are one number of a few hundred bytes: adding to all, or taking the lesser of each pair, takes a few
operations of a hundred nanoseconds instead of a hundred turns of a loop.
"""


class Lanes:
    """So many lanes of one width, the first lowest. `most`: no lane ever holds more than this, nor less than 0.

    Sums are `+`, a number in every lane is `number * ones`, and a shift by n lanes is a shift by n * `width` bits.
    """

    def __init__(self, count: int, most: int) -> None:
        self.count = count
        digits = most.bit_length() // 4 + 1  # of four bits; at least the top bit of a lane stays free, for `least`
        self.width = digits * 4
        self._zero, self._one = "0" * digits, "1".zfill(digits)
        self.ones = int(self._one * count, 16)
        self._lane, self._top = (1 << self.width) - 1, self.width - 1
        self._tops = self.ones << self._top

    def spread(self, bits: int) -> int:
        """A 1 in every lane whose number is that of a set bit, 0 in the others."""
        return int(f"{bits:b}".replace("0", self._zero).replace("1", self._one), 16)

    def least(self, one: int, other: int) -> int:
        """The lesser of both, lane by lane."""
        # Borrowing from a top bit that was set leaves it set only where `one` is not less than `other`.
        not_less = (one | self._tops) - other & self._tops
        return one ^ (one ^ other) & not_less - (not_less >> self._top)

    def at(self, numbers: int, lane: int) -> int:
        return numbers >> lane * self.width & self._lane
