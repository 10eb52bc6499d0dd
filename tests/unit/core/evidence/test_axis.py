from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.evidence.axis import difference_axis, ratio_axis

numbers = st.lists(st.floats(-1e6, 1e6).filter(lambda n: n == 0 or abs(n) > 1e-6), max_size=8)
ratios = st.lists(st.floats(1e-4, 1e4), max_size=8)


def test_the_axis_of_a_difference_has_round_marks_around_its_numbers_and_nought() -> None:
    axis = difference_axis([0.23, 0.13, 0.33, 0.55, 0.58])
    assert axis.marks == (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
    assert (axis.low, axis.high, axis.neutral) == (0.0, 0.6, 0.0)


def test_the_axis_of_a_ratio_is_even_in_multiples() -> None:
    axis = ratio_axis([0.42, 1.28])
    assert axis.marks == (0.2, 0.5, 1.0, 2.0)
    assert axis.place(2) - axis.place(1) == pytest.approx(axis.place(1) - axis.place(0.5), abs=0.011)


def test_a_long_axis_of_ratios_has_marks_at_powers_of_ten_only() -> None:
    assert ratio_axis([0.011, 15.3]).marks == (0.01, 0.1, 1.0, 10.0, 100.0)


def test_room_is_left_beside_the_outermost_numbers() -> None:
    axis = difference_axis([0, 10])
    assert (axis.place(0), axis.place(5), axis.place(10)) == (8, 50, 92)


@pytest.mark.parametrize("axis", [difference_axis([]), difference_axis([0.0]), ratio_axis([]), ratio_axis([1.0])])
def test_an_axis_around_its_neutral_number_alone_still_has_a_length(axis: object) -> None:
    assert axis.low <= axis.neutral <= axis.high  # type: ignore[attr-defined]
    assert axis.low < axis.high  # type: ignore[attr-defined]


@given(numbers=numbers)
def test_every_difference_has_its_place_between_the_ends(numbers: list[float]) -> None:
    axis = difference_axis(numbers)
    assert all(8 <= axis.place(number) <= 92 for number in [*numbers, 0.0, *axis.marks])
    assert 2 <= len(axis.marks) <= 9
    assert 0.0 in axis.marks


@given(numbers=ratios)
def test_every_ratio_has_its_place_between_the_ends(numbers: list[float]) -> None:
    axis = ratio_axis(numbers)
    assert all(8 <= axis.place(number) <= 92 for number in [*numbers, 1.0, *axis.marks])
    assert 2 <= len(axis.marks) <= 12
    assert 1.0 in axis.marks


@given(first=st.floats(0.01, 100), second=st.floats(0.01, 100))
def test_places_on_a_ratio_s_axis_go_by_the_logarithm(first: float, second: float) -> None:
    axis = ratio_axis([first, second])
    length = log(axis.high / axis.low)
    moved = (axis.place(second) - axis.place(first)) / 84
    assert moved == pytest.approx(log(second / first) / length, abs=2e-4)


@pytest.mark.parametrize("number", [0.0, -1.0, float("nan"), float("inf")])
def test_there_is_no_axis_for_a_ratio_that_is_none(number: float) -> None:
    with pytest.raises(ValueError, match=r"positive|long enough"):
        ratio_axis([number])
