"""The region of the body at a place of a plate: for a needle that goes in where no point has a name (ashi)."""

from collections.abc import Iterable

from ashi.core.atlas.drawing.drawings import drawing
from ashi.core.atlas.drawing.placing import spots
from ashi.core.atlas.drawing.plates import BY_NAME
from ashi.core.atlas.points import Point


def region_at(plate: str, x: float, y: float, points: Iterable[Point]) -> str | None:
    """The region (lumbar, thigh) of the nearest point of the drawing; None beside the body.

    `x` and `y` are coordinates of the picture, y downwards. Raises KeyError for an unknown plate. The nearest point
    is our own rule: borders between regions lie halfway between points, which is as exact as a schematic can be.
    """
    shown = BY_NAME[plate]
    picture = drawing(shown.drawing)
    ours = (x * picture.sign[0], y * picture.sign[1])
    if not shown.shows(*ours, margin=0) or not picture.holds(*ours, slack=0.15):
        return None
    aside = abs(ours[0]) if picture.symmetric else ours[0]
    near = [
        ((spot.x - aside) ** 2 + (spot.y - ours[1]) ** 2, point.location.region)
        for point in points
        for spot in spots(point)
        if spot.drawing == shown.drawing
    ]
    return min(near)[1]


def side_at(plate: str, x: float) -> str:
    """L or R of the body, M within a quarter of a unit of the midline; a picture of one side shows the left."""
    shown = BY_NAME[plate]
    if not drawing(shown.drawing).symmetric:
        return "L"
    if abs(x) <= 0.25:
        return "M"
    return "L" if (x > 0) == (shown.drawing == "front") else "R"
