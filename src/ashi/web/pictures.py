"""The points of the two bladder lines beside the spine, for the picture of a back.

Heights are those of the lower border of each spinous process (and of the sacral openings), in 1/75 of the person's
height above the floor; the lines run 1.5 and 3 of those units from the midline.
"""

from dataclasses import dataclass

INNER_X, OUTER_X = 1.5, 3.0
# BL11 to BL17 and BL18 to BL28: from the first vertebra of the chest to the sacrum, none beside the eighth.
INNER_HEIGHTS = (
    *(63.31, 62.39, 61.48, 60.54, 59.59, 58.57, 57.49),
    *(55.22, 54.01, 52.73, 51.35, 49.87, 48.31, 46.75, 45.14, 43.62, 42.67, 41.82),
)
# BL41 to BL54.
OUTER_HEIGHTS = (
    *(62.39, 61.48, 60.54, 59.59, 58.57, 57.49),
    *(55.22, 54.01, 52.73, 51.35, 49.87, 48.31, 41.82, 40.17),
)


@dataclass(frozen=True)
class Point:
    """A point in the coordinates of an SVG: y grows downwards."""

    x: float
    y: float


def bladder_points() -> tuple[Point, ...]:
    """Both lines on both sides."""
    lines = ((INNER_X, INNER_HEIGHTS), (OUTER_X, OUTER_HEIGHTS))
    return tuple(Point(side * x, -height) for x, heights in lines for height in heights for side in (1, -1))


def bladder_lines() -> tuple[tuple[float, float, float], ...]:
    """x, upper and lower end of each line."""
    lines = ((INNER_X, INNER_HEIGHTS), (OUTER_X, OUTER_HEIGHTS))
    return tuple((side * x, -heights[0], -heights[-1]) for x, heights in lines for side in (1, -1))
