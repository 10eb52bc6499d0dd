"""Numbers side by side give what the numbers one by one give."""

from hypothesis import given
from hypothesis import strategies as st

from ashi.core.scheduling.course.lanes import Lanes


@st.composite
def two_rows(draw: st.DrawFn) -> tuple[int, list[int], list[int]]:
    """The most that a number may be, and two rows of numbers, often at both ends of what is allowed."""
    most = draw(st.integers(1, 1 << 14))
    number = st.integers(0, most) | st.sampled_from([0, most])
    row = draw(st.lists(number, min_size=1, max_size=40))
    return most, row, draw(st.lists(number, min_size=len(row), max_size=len(row)))


def in_lanes(lanes: Lanes, numbers: list[int]) -> int:
    return sum(number * lanes.spread(1 << lane) for lane, number in enumerate(numbers))


@given(two_rows())
def test_the_lesser_of_each_pair(rows: tuple[int, list[int], list[int]]) -> None:
    most, one, other = rows
    lanes = Lanes(len(one), most)
    least = lanes.least(in_lanes(lanes, one), in_lanes(lanes, other))
    assert [lanes.at(least, lane) for lane in range(len(one))] == list(map(min, one, other))
    assert least == in_lanes(lanes, list(map(min, one, other)))


@given(st.integers(1, 40), st.integers(1, 1 << 14), st.data())
def test_bits_spread_into_lanes_and_a_number_put_into_all(count: int, most: int, data: st.DataObject) -> None:
    lanes, bits = Lanes(count, most), data.draw(st.integers(0, (1 << count) - 1))
    spread = lanes.spread(bits) * most
    assert [lanes.at(spread, lane) for lane in range(count)] == [most * (bits >> lane & 1) for lane in range(count)]
    assert [lanes.at(lanes.ones * most, lane) for lane in range(count)] == [most] * count
