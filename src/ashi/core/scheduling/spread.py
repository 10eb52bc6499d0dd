"""Which few of many times to show: those that leave no useless gap first, and among them times far from each other."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import reduce
from operator import or_

from ashi.core.scheduling.bitset import positions
from ashi.core.scheduling.gaps import each_once
from ashi.core.scheduling.search import Diary, Wanted, Waste, starts_by_practitioner


def starts_by_gaps(wanted: Wanted, diary: Diary) -> list[int]:
    """Every start once, as bitsets: item n holds those that leave n useless gaps, as `Offer.rank` counts them, with the
    practitioner they suit best."""
    classes: list[int] = []
    waste = Waste(wanted, diary)
    for practitioner, bitsets in starts_by_practitioner(wanted, diary).items():
        for number, bits in enumerate(bitsets):
            found = waste.classes(number, practitioner, bits)
            classes += [0] * (len(found) - len(classes))
            for gaps, some in enumerate(found):
                classes[gaps] |= some
    return each_once(classes)


def spread(classes: Sequence[int], count: int, *, always: int = 0) -> list[int]:
    """At most `count` positions, ascending, out of bitsets of which the first is the best.

    A better class is used up before the next one. Where a class has more than are wanted, those of it are taken whose
    least distance from each other and from what is already chosen is the greatest. Set bits of `always` that are in
    some class are chosen before all others.
    """
    every = reduce(or_, classes, 0)
    chosen = list(positions(every & always))[:count]
    for bits in classes:
        left = [at for at in positions(bits) if at not in chosen]
        chosen += _far_apart(left, count - len(chosen), chosen)
    return sorted(chosen)


def _far_apart(places: Sequence[int], count: int, others: Sequence[int]) -> Sequence[int]:
    """`count` of the places, as far from each other and from the others as can be."""
    if len(places) <= count:
        return places
    # The wider the distance, the fewer find room: look for the widest at which enough still do.
    too_wide = bisect_left(
        range(1, places[-1] + 2), True, key=lambda apart: len(_at_least(apart, places, others)) < count
    )
    return _at_least(too_wide, places, others)[:count] if count else ()


def _at_least(apart: int, places: Sequence[int], others: Sequence[int]) -> list[int]:
    """The places, earliest first, that keep this distance from those before them and from the others."""
    taken: list[int] = []
    for at in places:
        if (not taken or at - taken[-1] >= apart) and all(abs(at - other) >= apart for other in others):
            taken.append(at)
    return taken
