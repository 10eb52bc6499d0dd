"""The body map: every point is drawn on the body, in its order, named where it is shown largest, and can be pressed."""

from itertools import combinations, pairwise

import pytest

from ashi.core.atlas import Meridian
from ashi.core.atlas.drawing import body
from ashi.core.atlas.drawing.drawings import drawing
from ashi.core.atlas.drawing.placing import spots
from ashi.core.atlas.drawing.plates import BY_NAME, PLATES, Plate
from ashi.core.atlas.drawing.regions import region_at, side_at
from ashi.core.atlas.drawing.rulers import rulers
from ashi.core.atlas.drawing.sheet import Sheet, best_plate, sheet
from ashi.knowledge.atlas import points

ALL = points()
SHEETS = {plate.name: sheet(plate, tuple(ALL.values())) for plate in PLATES}
# Inside the nose and the mouth, and the eyes of the knee, which are two points with codes of their own.
NOT_DRAWN = {"EX-HN9", "EX-HN10", "EX-HN11", "EX-HN12", "EX-HN13", "EX-LE5"}
every_plate = pytest.mark.parametrize("plate", PLATES, ids=lambda plate: plate.name)
TARGET = 44  # pixels


def at(code: str, name: str) -> tuple[float, float]:
    return next(spot.dot for spot in spots(ALL[code]) if spot.drawing == name)


def boxes_overlap(plate: Sheet) -> list[tuple[str, str]]:
    labels = [mark.label for mark in plate.marks if mark.label]
    return [
        (a.text, b.text)
        for a, b in combinations(labels, 2)
        if a.box[0] < b.box[2] and b.box[0] < a.box[2] and a.box[1] < b.box[3] and b.box[1] < a.box[3]
    ]


def test_every_point_is_drawn() -> None:
    assert {code for code, point in ALL.items() if best_plate(point) is None} == NOT_DRAWN
    assert all(spots(ALL[f"{meridian}1"]) for meridian in Meridian)


@pytest.mark.parametrize("code", [code for code in ALL if code not in NOT_DRAWN])
def test_a_point_lies_on_the_body(code: str) -> None:
    off = [spot for spot in spots(ALL[code]) if not drawing(spot.drawing).holds(*spot.dot, slack=0.3)]
    assert off == []


def test_a_point_beside_the_body_would_be_seen() -> None:
    assert not drawing("back").holds(15, 60, slack=0.3)
    assert drawing("back").holds(0, 50)


@every_plate
def test_no_name_lies_on_another_or_leaves_the_paper(plate: Plate) -> None:
    drawn = SHEETS[plate.name]
    assert boxes_overlap(drawn) == []
    x, y, width, height = drawn.box
    for mark in drawn.marks:
        if mark.label:
            left, top, right, bottom = mark.label.box
            assert x <= left, mark.code
            assert right <= x + width, mark.code
            assert y <= top, mark.code
            assert bottom <= y + height, mark.code


@every_plate
def test_no_name_lies_on_a_point(plate: Plate) -> None:
    dots = [(mark.code, x, y) for mark in SHEETS[plate.name].marks for _, x, y in mark.places]
    for mark in SHEETS[plate.name].marks:
        if mark.label:
            left, top, right, bottom = mark.label.box
            assert [code for code, x, y in dots if left < x < right and top < y < bottom] == [], mark.code


@every_plate
def test_a_plate_that_shows_a_part_larger_names_all_its_points(plate: Plate) -> None:
    if not plate.whole:
        assert [mark.code for mark in SHEETS[plate.name].marks if mark.label is None] == []


@pytest.mark.parametrize("code", [code for code in ALL if code not in NOT_DRAWN])
def test_a_point_can_be_named_and_pressed_where_it_is_shown_largest(code: str) -> None:
    plate = best_plate(ALL[code])
    assert plate is not None
    mark = SHEETS[plate.name].mark(code)
    assert mark is not None
    assert mark.label is not None, plate.name
    assert 2 * mark.reach * plate.scales[-1] >= TARGET, plate.name


def test_two_targets_never_share_a_place() -> None:
    for name, drawn in SHEETS.items():
        rings = [(mark.code, x, y, mark.reach) for mark in drawn.marks for _, x, y in mark.places]
        for (a, ax, ay, ar), (b, bx, by, br) in combinations(rings, 2):
            if a != b:
                assert (ax - bx) ** 2 + (ay - by) ** 2 >= (ar + br - 0.011) ** 2, (name, a, b)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("back", [f"BL{n}" for n in range(11, 31)]),
        ("back", [f"BL{n}" for n in range(41, 55)]),
        ("back", [f"GV{n}" for n in range(14, 2, -1)]),
        ("front", [f"ST{n}" for n in range(13, 31)]),
        ("front", [f"CV{n}" for n in range(22, 1, -1)]),
        ("front", [f"KI{n}" for n in range(27, 10, -1)]),
        ("inner-leg", [f"SP{n}" for n in (10, 9, 8, 7, 6, 5)]),
    ],
)
def test_points_follow_each_other_down_the_body(name: str, codes: list[str]) -> None:
    heights = [at(code, name)[1] for code in codes]
    assert all(upper > lower for upper, lower in pairwise(heights))


def test_points_lie_where_their_landmarks_are() -> None:
    assert at("BL23", "back") == (1.5, body.SPINOUS["L2"])
    assert at("BL25", "back")[1] == at("GV3", "back")[1]
    assert at("ST25", "front")[1] == at("CV8", "front")[1] == body.NAVEL
    assert at("BL32", "back") == body.FORAMINA["S2"]
    assert at("BL40", "back")[1] == body.POPLITEAL
    assert at("ST36", "front")[1] > at("ST37", "front")[1]
    assert at("PC6", "front")[1] == pytest.approx(body.on_arm(2 - 2 / 12, 0)[1], abs=0.02)


def test_huatuojiaji_is_a_row_of_seventeen_on_each_side() -> None:
    mark = SHEETS["back"].mark("EX-B2")
    assert mark is not None
    assert len(mark.places) == 34
    assert {side for side, _, _ in mark.places} == {"L", "R"}


def test_who_faces_us_has_the_left_side_on_our_right() -> None:
    for plate, side in (("front", "L"), ("back", "R")):
        code = "ST25" if plate == "front" else "BL23"
        mark = SHEETS[plate].mark(code)
        assert mark is not None
        assert {s for s, x, _ in mark.places if x > 0} == {side}
        assert side_at(plate, 1.5) == side


@pytest.mark.parametrize(
    ("plate", "x", "y", "region"),
    [
        ("back", 1.6, -48.0, "lumbar"),
        ("back", -1.6, -48.0, "lumbar"),
        ("back", 3.4, -27.0, "thigh"),
        ("front", 0.5, -43.0, "abdomen-lower"),
        ("foot-above", 0.0, 6.0, "foot"),
        ("back", 18.0, -70.0, None),
        ("sacrum", 0.0, -60.0, None),
    ],
)
def test_a_place_without_a_point_has_a_region(plate: str, x: float, y: float, region: str | None) -> None:
    assert region_at(plate, x, y, ALL.values()) == region


def test_the_rulers_measure_what_the_points_are_counted_by() -> None:
    """One B-cun of each ruler is that by which points are placed there."""
    spans = {ruler.cun: ruler for ruler in (*rulers("front"), *rulers("back"))}
    assert set(spans) == {5, 8, 15, 16, 18, 19}
    assert at("ST27", "front")[1] == pytest.approx(body.NAVEL - 2 * (body.NAVEL - body.PUBIS) / 5, abs=0.01)
    assert spans[8].y == pytest.approx(-(body.XIPHOID + body.NAVEL) / 2)
    assert rulers("palm") == ()


def test_an_unknown_plate_is_refused() -> None:
    with pytest.raises(KeyError):
        region_at("tail", 0, 0, ALL.values())
    assert set(SHEETS) == set(BY_NAME)
