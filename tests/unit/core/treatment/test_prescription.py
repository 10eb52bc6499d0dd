"""A prescription as a value, and what changed since last time."""

import pytest

from ashi.core.treatment import (
    Angle,
    Change,
    Placed,
    PlannedSet,
    Prescription,
    Side,
    Spot,
    as_value,
    difference,
    of_value,
)

BL23 = Placed("BL23", Side.BOTH, 2, "lumbar", depth=25)
GB30 = Placed("GB30", Side.LEFT, 1, "buttock", depth=50, angle=Angle.UPRIGHT, gauge="0.30x75")
HERE = Placed("ashi", Side.RIGHT, 1, "lumbar", spot=Spot("back", 2.0, 31.0), hertz=2.0, milliampere=1.0)


def prescription(*points: Placed, rest: int = 25) -> Prescription:
    return Prescription((PlannedSet(points, rest),))


def changes(before: Prescription, now: Prescription) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(line.placed.point, line.change.value, line.what) for line in difference(before, now)]


def test_it_comes_back_from_the_table_as_it_went_in() -> None:
    both = Prescription((PlannedSet((BL23, GB30), 20), PlannedSet((HERE,), 15)))
    assert of_value(as_value(both)) == both
    assert of_value([]) == Prescription()


def test_needles_are_counted() -> None:
    assert prescription(BL23, GB30, HERE).needles == 4


def test_nothing_changed_is_said_too() -> None:
    assert changes(prescription(BL23, GB30), prescription(GB30, BL23)) == [("GB30", "same", ()), ("BL23", "same", ())]


def test_added_left_out_and_changed() -> None:
    deeper = Placed("GB30", Side.LEFT, 1, "buttock", depth=40, angle=Angle.UPRIGHT, gauge="0.30x75")
    assert changes(prescription(BL23, GB30), prescription(deeper, HERE)) == [
        ("GB30", "changed", ("depth",)),
        ("ashi", "added", ()),
        ("BL23", "left out", ()),
    ]


def test_another_side_is_another_needle() -> None:
    left = Placed("BL23", Side.LEFT, 1, "lumbar", depth=25)
    assert changes(prescription(BL23), prescription(left)) == [("BL23", "added", ()), ("BL23", "left out", ())]


def test_another_set_is_a_change() -> None:
    now = Prescription((PlannedSet((GB30,)), PlannedSet((BL23,))))
    assert changes(prescription(GB30, BL23), now)[1] == ("BL23", "changed", ("set",))


def test_a_point_that_stands_twice_is_compared_in_order() -> None:
    found = difference(prescription(BL23, BL23), prescription(BL23))
    assert [line.change for line in found] == [Change.SAME, Change.LEFT_OUT]


def test_two_ashi_points_are_two() -> None:
    there = Placed("ashi", Side.RIGHT, 1, "lumbar", spot=Spot("back", 4.0, 31.0))
    assert [line.change for line in difference(prescription(HERE), prescription(there))] == [
        Change.ADDED,
        Change.LEFT_OUT,
    ]


def test_the_same_line_again_takes_the_place_of_the_old_one() -> None:
    deeper = Placed("BL23", Side.BOTH, 2, "lumbar", depth=30)
    assert prescription(BL23, GB30).with_point(deeper, number=1) == prescription(deeper, GB30)


def test_one_set_more_begins_with_its_first_point() -> None:
    assert prescription(BL23).with_point(GB30, number=2).sets[1].points == (GB30,)
    with pytest.raises(ValueError, match="no set 3"):
        prescription(BL23).with_point(GB30, number=3)


def test_the_last_line_takes_its_set_along() -> None:
    two = prescription(BL23).with_point(GB30, number=2)
    assert two.without(number=2, position=0) == prescription(BL23)
    with pytest.raises(ValueError, match="no line"):
        two.without(number=1, position=1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"needles": 0},
        {"needles": 101},
        {"depth": 0},
        {"depth": 151},
        {"hertz": 0.0},
        {"milliampere": 1.0},
        {"hertz": 2.0, "milliampere": 51.0},
        {"region": ""},
        {"point": ""},
    ],
)
def test_what_cannot_be_cannot_be_built(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        Placed(**{"point": "BL23", "side": Side.BOTH, "needles": 2, "region": "lumbar", **wrong})  # type: ignore[arg-type]
