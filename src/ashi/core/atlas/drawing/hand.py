"""A left hand: x towards the thumb, y from the wrist crease to the tips of the fingers."""

from ashi.core.atlas.drawing.curves import Dot, Knot, knots
from ashi.core.atlas.drawing.strokes import Stroke, strokes

# Knuckle, tip and width of each finger.
FINGERS: dict[str, tuple[Dot, Dot, float]] = {
    "index": ((1.14, 4.0), (1.52, 7.56), 0.78),
    "middle": ((0.22, 4.2), (0.26, 8.3), 0.8),
    "ring": ((-0.66, 3.95), (-0.98, 7.7), 0.75),
    "little": ((-1.36, 3.45), (-2.06, 6.5), 0.64),
}
THUMB_TIP: Dot = (2.92, 5.0)
_WEBS = ((0.74, 4.84), (-0.24, 4.86), (-1.12, 4.44))
_THUMB = (
    "1.18,.2 1.5,.9 2.0,1.7 2.42,2.5 2.72,3.2 3.0,3.8 3.2,4.45 3.14,5.0 2.84,5.22 2.5,4.86 2.28,4.2 2.06,3.62 1.9,3.18"
)
_OUTER = "-1.76,4.3 -1.86,3.5 -1.9,2.5 -1.7,1.3 -1.26,.4"
_CUFF = "-1.14,-.4 -1.2,-1.5 -1.36,-3.2! 1.44,-3.2! 1.24,-1.5 1.14,-.4"

# Where the joints bend: parts of the way from knuckle to tip.
_JOINTS = {
    "index": (0.24, 0.52, 0.78),
    "middle": (0.24, 0.52, 0.78),
    "ring": (0.24, 0.52, 0.78),
    "little": (0.3, 0.56, 0.8),
}


def along(finger: str, part: float, aside: float = 0) -> Dot:
    """A dot of a finger: part 0 is the knuckle, 1 the tip; aside in units, towards the thumb positive."""
    (mx, my), (tx, ty), _ = FINGERS[finger]
    dx, dy = tx - mx, ty - my
    length = (dx * dx + dy * dy) ** 0.5
    return mx + dx * part + dy / length * aside, my + dy * part - dx / length * aside


def outline() -> tuple[Knot, ...]:
    """From the thumb's side of the wrist round all tips to the other side."""
    row = [*knots(_THUMB), Knot(1.72, 3.04), *knots("1.6,3.4 1.58,3.95 1.55,4.6")]
    for finger, web in zip(FINGERS, (*_WEBS, None), strict=True):
        row += _finger(finger)
        if web:
            row.append(Knot(*web, corner=True))
    return (*row[:-1], *knots(_OUTER))


def with_cuff() -> Stroke:
    return Stroke("skin", (*outline(), *knots(_CUFF)), closed=True)


def palm() -> tuple[Stroke, ...]:
    """Creases, mounts and the folds of the joints."""
    lines = strokes(
        """
shade s 2.3,3.0 1.7,2.2 1.2,1.2 .8,.5
shade s -1.5,3.2 -1.3,2.2 -.9,1.0
light s 1.9,2.3 1.7,1.7 1.3,1.0
fine s 1.6,3.08 .95,2.98 .4,2.25 .3,1.3 .46,.4
fine s 1.56,3.24 .6,3.0 -.5,2.24 -1.2,1.62
fine s -1.78,3.04 -.9,3.12 0,3.56 .6,4.2
fine s -1.0,0 0,-.08 1.02,.02
fine s -.98,-.26 0,-.34 .98,-.26
fine s 2.02,3.5 2.32,3.28 2.62,3.14
fine s 2.34,4.22 2.64,4.06 2.96,3.94
"""
    )
    return lines + tuple(_across(finger, part, 0.4, 0.05) for finger in FINGERS for part in _JOINTS[finger])


def back() -> tuple[Stroke, ...]:
    """Tendons, knuckles and nails."""
    lines = strokes(
        """
fine s -1.0,0 0,.1 1.02,.04
fine s 2.36,4.1 2.6,3.94 2.84,3.82
line s 3.12,4.94 3.06,4.62 2.86,4.48 2.68,4.58 2.62,4.86
shade s 1.7,3.0 1.5,2.0 1.2,1.0
shade s -1.5,3.2 -1.45,2.2 -1.2,1.2
"""
    )
    tendons = tuple(
        Stroke("shade", (Knot(x, y - 0.5), Knot(x * 0.7 + 0.05, y * 0.55), Knot(x * 0.38 + 0.1, 0.8)))
        for (x, y), _, _ in FINGERS.values()
    )
    knuckles = tuple(_across(finger, 0.5, 0.24, -0.05) for finger in FINGERS)
    return lines + tendons + knuckles + tuple(_nail(finger) for finger in FINGERS)


def _finger(name: str) -> list[Knot]:
    width = FINGERS[name][2]
    first = (0.46 if name == "little" else 0.4, 0.45)
    side = (first, (0.51, 0.49), (0.64, 0.46), (0.76, 0.47), (0.9, 0.41), (0.975, 0.24))
    up = [Knot(*along(name, part, aside * width)) for part, aside in side]
    down = [Knot(*along(name, part, -aside * width)) for part, aside in reversed(side)]
    return [*up, Knot(*along(name, 1)), *down]


def _across(finger: str, part: float, reach: float, bow: float) -> Stroke:
    width = FINGERS[finger][2] * reach
    ends = [along(finger, part, width), along(finger, part - bow / 3, 0), along(finger, part, -width)]
    return Stroke("fine", tuple(Knot(*dot) for dot in ends))


def _nail(finger: str) -> Stroke:
    width = FINGERS[finger][2] * 0.34
    shape = ((0.975, 0.8), (0.9, 1.0), (0.845, 0.8), (0.825, 0.0), (0.845, -0.8), (0.9, -1.0), (0.975, -0.8))
    return Stroke("line", tuple(Knot(*along(finger, part, aside * width)) for part, aside in shape))
