"""The conservative reading: shallower, and near the lung stricter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.atlas import Angle, Depth, careful

BOOK = Depth("a", 0.5, 1.0, (Angle.PERPENDICULAR,))
OTHER = Depth("b", 0.3, 1.5, (Angle.OBLIQUE,))
depths = st.builds(
    lambda least, more, angles: Depth("s", least, least + more, tuple(angles)),
    st.floats(0.1, 2),
    st.floats(0, 2),
    st.sets(st.sampled_from(Angle)),
)


def test_the_shallower_depth_wins_at_both_ends() -> None:
    reading = careful([BOOK, OTHER], near_lung=False)
    assert reading is not None
    assert (reading.least, reading.most) == (0.3, 1.0)
    assert reading.angles == (Angle.PERPENDICULAR, Angle.OBLIQUE)


def test_near_the_lung_the_stricter_angle_wins() -> None:
    reading = careful([BOOK, OTHER], near_lung=True)
    assert reading is not None
    assert reading.angles == (Angle.OBLIQUE,)


def test_near_the_lung_nothing_is_perpendicular_even_if_the_only_source_says_so() -> None:
    reading = careful([BOOK], near_lung=True)
    assert reading is not None
    assert reading.angles == (Angle.OBLIQUE,)


def test_no_source_no_depth() -> None:
    assert careful([], near_lung=True) is None


@given(st.lists(depths, min_size=1), st.booleans())
def test_no_source_is_ever_more_careful_than_the_reading(said: list[Depth], near_lung: bool) -> None:
    reading = careful(said, near_lung=near_lung)
    assert reading is not None
    assert all(reading.least <= depth.least and reading.most <= depth.most for depth in said)
    assert not near_lung or max(reading.angles) <= Angle.OBLIQUE


@pytest.mark.parametrize(("least", "most"), [(0, 1), (1, 0.5), (0.5, 40)])
def test_a_depth_that_is_none_is_refused(least: float, most: float) -> None:
    with pytest.raises(ValueError, match="a depth from"):
        Depth("a", least, most)
