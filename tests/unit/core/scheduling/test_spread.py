"""Which few of many times are shown."""

from hypothesis import given
from hypothesis import strategies as st

from ashi.core.scheduling.bitset import positions
from ashi.core.scheduling.phases import Phase, variants
from ashi.core.scheduling.search import Wanted, offers
from ashi.core.scheduling.spread import spread, starts_by_gaps
from tests.unit.core.scheduling.diaries import Clinic, clinics, phase_lists


def bits(*places: int) -> int:
    return sum(1 << place for place in places)


def test_four_of_a_wide_open_morning_lie_far_apart() -> None:
    assert spread([bits(*range(0, 36, 2))], 4) == [0, 10, 20, 30]


def test_times_without_a_useless_gap_come_before_others_however_near() -> None:
    assert spread([bits(4, 6), bits(0, 20, 30)], 3) == [4, 6, 30]


def test_the_time_that_must_be_there_is_there() -> None:
    assert 11 in spread([bits(0, 10, 20), bits(11)], 2, always=bits(11))
    assert spread([bits(0)], 2, always=bits(5)) == [0]


@given(st.lists(st.integers(0, 2**40 - 1), max_size=4), st.integers(1, 6))
def test_what_is_shown_is_free_and_as_many_as_there_are(classes: list[int], count: int) -> None:
    shown = spread(classes, count)
    every = {place for some in classes for place in positions(some)}
    assert set(shown) <= every
    assert len(shown) == min(count, len(every))
    assert shown == sorted(shown)


@given(clinics(), phase_lists())
def test_each_start_stands_once_with_the_fewest_gaps_that_any_offer_of_it_leaves(
    clinic: Clinic, phases: tuple[Phase, ...]
) -> None:
    wanted, diary = Wanted(variants(phases)), clinic.fast()
    fewest: dict[int, int] = {}
    for offer in offers(wanted, diary):
        fewest.setdefault(offer.start - clinic.window.start, offer.useless_gaps)
    classes = starts_by_gaps(wanted, diary)
    assert {at: gaps for gaps, some in enumerate(classes) for at in positions(some)} == fewest
    assert sum(some.bit_count() for some in classes) == len(fewest)
