"""Names beside points: each in a free place, or left out."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.atlas.drawing.labels import Box, Wanted, breadth, placed

PAPER: Box = (0, 0, 30, 30)
places = st.tuples(st.integers(2, 28), st.integers(2, 28))
wanted = st.lists(places, min_size=1, max_size=25, unique=True)


def meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@settings(deadline=None)
@given(wanted)
def test_whatever_is_placed_is_free_and_on_the_paper(points: list[tuple[int, int]]) -> None:
    names = [Wanted(f"BL{number}", x, y) for number, (x, y) in enumerate(points, 11)]
    labels = placed(names, points, height=0.8, dot=0.2, edge=PAPER)
    assert not any(meet(a.box, b.box) for a, b in combinations(labels, 2))
    for label in labels:
        assert label.box[0] >= 0
        assert label.box[2] <= 30
        assert not any(label.box[0] < x < label.box[2] and label.box[1] < y < label.box[3] for x, y in points)


def test_a_lone_point_has_its_name_on_the_right_without_a_line() -> None:
    (label,) = placed([Wanted("BL23", 10, 10)], [(10, 10)], height=1, dot=0.2, edge=PAPER)
    assert (label.anchor, label.leader, label.y) == ("start", None, 10)
    assert label.box[2] - label.box[0] == pytest.approx(breadth("BL23", 1))


def test_in_a_crowd_a_name_stands_farther_out_with_a_line_to_its_point() -> None:
    crowd = [(10 + x * 0.6, 10 + y * 0.6) for x in range(-3, 4) for y in range(-3, 4)]
    (label,) = placed([Wanted("BL23", 10, 10)], crowd, height=1, dot=0.05, edge=PAPER)
    assert label.leader is not None


def test_where_nothing_is_free_a_name_is_left_out() -> None:
    tiny = (9.5, 9.5, 10.5, 10.5)
    assert placed([Wanted("BL23", 10, 10)], [(10, 10)], height=1, dot=0.2, edge=tiny) == []


def test_two_that_meet_are_seen_to_meet() -> None:
    """The test's own eye: without it every picture would pass."""
    assert meet((0, 0, 2, 2), (1, 1, 3, 3))
    assert not meet((0, 0, 1, 1), (1, 0, 2, 1))
