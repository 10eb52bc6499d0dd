"""Free time as bitsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.scheduling.availability import (
    Window,
    bits_of,
    bits_of_pairs,
    free_bits,
    intervals_of,
    rooms_at,
    run_starts,
    starts,
)
from ashi.core.scheduling.bitset import Stretches, positions
from ashi.core.scheduling.phases import Actor, Phase, Run, compile_visit
from ashi.core.scheduling.search import Diary
from ashi.core.time import Interval

WINDOW = Window(1000, 40)
ROOM_TWICE = (
    Phase("first", 10, frozenset({Actor.ROOM, Actor.PRACTITIONER})),
    Phase("outside", 10, frozenset({Actor.DEVICE})),
    Phase("again", 10, frozenset({Actor.ROOM})),
)


def cells(*spans: tuple[int, int]) -> int:
    return sum((1 << end) - (1 << start) for start, end in spans)


def test_intervals_become_bits_counted_from_the_window():
    assert bits_of([Interval(1002, 1005)], WINDOW) == 0b11100


def test_what_lies_outside_the_window_is_cut_off():
    assert bits_of([Interval(900, 1002), Interval(1038, 2000), Interval(1, 5)], WINDOW) == cells((0, 2), (38, 40))


def test_overlapping_touching_and_unsorted_intervals_are_one_set():
    pairs = [(1010, 1012), (1003, 1006), (1004, 1005), (1005, 1008), (1008, 1010)]
    assert bits_of_pairs(pairs, WINDOW) == cells((3, 12))


def test_a_pair_that_does_not_last_counts_for_nothing():
    assert bits_of_pairs([(1005, 1005), (1009, 1007)], WINDOW) == 0


def test_free_is_what_is_open_and_not_busy():
    bits = free_bits([Interval(1000, 1010)], [Interval(1004, 1006), Interval(1009, 1020)], WINDOW)
    assert intervals_of(bits, WINDOW) == (Interval(1000, 1004), Interval(1006, 1009))


def test_a_run_starts_wherever_it_fits_counted_from_the_visits_start():
    assert run_starts(cells((5, 10)), Run(2, 3)) == cells((3, 6))


def test_a_run_that_would_begin_before_the_window_gives_no_start():
    assert run_starts(cells((0, 3)), Run(2, 1)) == cells((0, 1))


def test_stretches_asked_for_in_any_order_give_the_same_answers():
    bits = cells((1, 4), (6, 20), (30, 37))
    upwards, downwards = Stretches(bits), Stretches(bits)
    lengths = range(1, 16)
    assert [upwards.begins(n) for n in lengths] == [downwards.begins(n) for n in reversed(lengths)][::-1]
    assert list(positions(upwards.begins(7))) == [*range(6, 14), 30]


def test_positions_come_in_order_across_words():
    assert list(positions(1 | 1 << 63 | 1 << 64 | 1 << 17_279)) == [0, 63, 64, 17_279]
    assert list(positions(0)) == []


def test_one_room_has_to_serve_the_whole_visit():
    visit = compile_visit(ROOM_TWICE)
    first_only, last_only = cells((0, 2)), cells((4, 6))
    free = {1: cells((0, 40))}
    assert starts(visit, cells((0, 40)), {1: first_only, 2: last_only}, free) == 0
    assert starts(visit, cells((0, 40)), {1: first_only | last_only}, free) == 1


def test_room_and_device_need_not_be_free_at_the_same_time():
    visit = compile_visit(ROOM_TWICE)
    assert starts(visit, cells((0, 2)), {1: cells((0, 2), (4, 6))}, {9: cells((2, 4))}) == 1


def test_a_visit_that_takes_no_device_does_not_ask_for_one():
    visit = compile_visit((Phase("talk", 10, frozenset({Actor.PRACTITIONER})),))
    assert starts(visit, cells((3, 6)), {}, {}) == cells((3, 5))


def test_a_visit_that_takes_a_room_cannot_begin_without_any():
    visit = compile_visit((Phase("talk", 10, frozenset({Actor.PRACTITIONER, Actor.ROOM})),))
    assert starts(visit, cells((3, 6)), {}, {}) == 0


def test_a_patient_who_is_elsewhere_cannot_begin():
    visit = compile_visit((Phase("talk", 10, frozenset({Actor.PRACTITIONER, Actor.PATIENT})),))
    assert starts(visit, cells((0, 10)), {}, {}, patient_bits=cells((0, 4), (6, 10))) == cells((0, 3), (6, 9))


def test_the_rooms_free_for_a_start_are_named():
    visit = compile_visit(ROOM_TWICE)
    free = {1: cells((0, 6)), 2: cells((0, 2), (4, 6)), 3: cells((0, 5))}
    assert rooms_at(visit, 0, free) == (1, 2)


def test_a_window_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one cell"):
        Window(0, 0)


@given(st.integers(1, 60 * 288), st.integers(-400, 61 * 288), st.integers(0, 9 * 288))
def test_some_days_of_a_window_hold_what_was_asked_for_with_a_day_on_either_side(
    length: int, low: int, more: int
) -> None:
    whole, high = Window(1_000, length), 1_000 + low + more
    part = whole.days_around(1_000 + low, high)
    assert whole.start <= part.start < part.end <= whole.end
    if whole.start <= 1_000 + low and high <= whole.end and more:
        assert part.start <= max(1_000 + low - 288, whole.start)
        assert part.end >= min(high + 288, whole.end)


def test_a_diary_through_a_narrower_window_says_the_same_of_it() -> None:
    whole = Diary.of(Window(100, 20), {1: 0b1111_0000_1111_0000_1111}, {2: 1 << 19}, {3: 1})
    part = whole.within(Window(104, 8))
    assert (part.practitioners[1].bits, part.rooms[2].bits, part.devices[3].bits) == (0b1111_0000, 0, 0)
    assert whole.within(whole.window).practitioners[1].bits == whole.practitioners[1].bits
    assert 0 < part.weight() <= whole.weight()
