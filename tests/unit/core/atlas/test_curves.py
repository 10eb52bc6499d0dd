"""Lines through knots, and what becomes of them on paper."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.atlas.drawing.curves import Knot, knots, mirrored, number_text, path, sampled, smooth, through
from ashi.core.atlas.drawing.strokes import strokes

numbers = st.integers(-9999, 9999)
dots = st.lists(st.tuples(st.integers(-40, 40), st.integers(-40, 40)), min_size=2, max_size=9, unique=True)


def test_a_corner_is_marked() -> None:
    assert knots("1,2! -.5,3") == (Knot(1, 2, True), Knot(-0.5, 3))


@pytest.mark.parametrize("text", ["1", "1,2,3", "a,b"])
def test_what_is_no_knot_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"unpack|convert"):
        knots(text)


def test_the_other_side_runs_backwards() -> None:
    assert mirrored(knots("1,2! 3,4")) == (Knot(-3, 4), Knot(-1, 2, True))


@given(dots)
def test_a_line_goes_through_all_its_points_in_their_order(points: list[tuple[int, int]]) -> None:
    cubics = through(points)
    assert [(c[0].real, c[0].imag) for c in cubics] == points[:-1]
    assert (cubics[-1][3].real, cubics[-1][3].imag) == points[-1]


def test_a_straight_line_stays_straight() -> None:
    assert {round(x, 9) for x, _ in sampled(through([(1, 0), (1, 2), (1, 7)]))} == {1}


def test_a_closed_line_comes_back_with_and_without_corners() -> None:
    for text in ("0,0 2,0 2,2 0,2", "0,0 2,0! 2,2 0,2!"):
        cubics = smooth(knots(text), closed=True)
        assert cubics[-1][3] == cubics[0][0]
        assert len(cubics) == 4


@given(numbers)
def test_a_short_number_is_the_number(hundredths: int) -> None:
    assert float(number_text(hundredths)) == pytest.approx(hundredths / 100)


@given(dots)
def test_a_path_does_not_drift(points: list[tuple[int, int]]) -> None:
    """However many steps of rounding: it ends where the last point is."""
    shifted = [(x / 3, y / 3) for x, y in points]
    data = path(through(shifted), (1, -1))
    start, steps = re.fullmatch(r"M(.*)c(.*)", data).groups()  # type: ignore[union-attr]
    read = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", f"{start} {steps}")]
    x, y = read[0] + sum(read[6::6]), read[1] + sum(read[7::6])
    assert (x, y) == pytest.approx((shifted[-1][0], -shifted[-1][1]), abs=0.006)


def test_a_stroke_on_both_sides_is_two_and_a_joined_half_is_one() -> None:
    both, joined = strokes("line m 1,1 2,2"), strokes("line j 2,0 1,1 0,2")
    assert [stroke.line[0].x for stroke in both] == [1, -2]
    assert [knot.x for knot in joined[0].line] == [2, 1, 0, -1, -2]
