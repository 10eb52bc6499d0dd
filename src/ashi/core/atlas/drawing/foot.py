"""A left foot from above and from below (x towards the little toe, y from the heel to the toes), and a head from above
(y forwards from the vertex)."""

from collections.abc import Callable

from ashi.core.atlas.drawing.curves import Dot, Knot, knots, mirrored
from ashi.core.atlas.drawing.strokes import Stroke, strokes

# Base joint, tip and width of each toe, the great toe first.
TOES: tuple[tuple[Dot, Dot, float], ...] = (
    ((-1.42, 8.3), (-1.36, 11.4), 1.12),
    ((-0.5, 8.6), (-0.42, 11.22), 0.68),
    ((0.26, 8.4), (0.36, 10.74), 0.62),
    ((0.96, 8.0), (1.04, 10.12), 0.6),
    ((1.6, 7.5), (1.68, 9.38), 0.62),
)
_WEBS: tuple[Dot, ...] = ((-0.83, 9.64), (-0.06, 9.7), (0.67, 9.34), (1.32, 8.82))
_INNER = "0,0 -.92,.24 -1.26,1.2 -1.2,2.6 -1.06,4.2 -1.24,5.6 -1.7,7.0 -2.02,8.2 -1.98,9.2"
_OUTER = "2.12,8.3 2.14,7.4 2.0,6.2 1.8,4.9 1.6,3.4 1.42,1.8 1.16,.6 .6,.06"

ABOVE = strokes(
    """
leg c -1.2,2.3 -1.0,3.3 -.4,4.0 .2,4.1 .9,3.6 1.5,2.6 1.46,1.5 .9,.7 0,.5 -.8,.8 -1.24,1.5
fine s -1.1,3.0 -.76,3.3 -.66,2.9 -.8,2.4
fine s 1.52,2.8 1.2,3.1 1.04,2.7 1.16,2.2
fine s -.96,3.5 0,4.0 1.04,3.4
light s -.9,6.8 -.7,5.2 -.4,4.4
shade s 1.4,6.6 1.2,5.2 .9,4.2
"""
)
BELOW = strokes(
    """
fine s -1.7,9.2 -1.36,9.44 -.9,9.3
fine s -.74,10.35 -.42,10.42 -.1,10.35
fine s .08,10.0 .36,10.06 .64,10.0
fine s .8,9.42 1.04,9.48 1.3,9.42
shade s -.98,9.2 -.2,9.2 .8,8.7 1.7,7.9
shade s -1.6,7.1 -1.0,6.9 -.3,7.2 .3,7.1 1.1,6.3 1.9,6.2
shade s -1.0,6.4 -.6,5.0 -.5,3.4
light s -1.2,7.9 -.4,7.9
light s 0,1.2 .3,1.9
fine s -.46,6.9 -.05,6.3 .34,6.9
thin s -1.1,1.9 -.4,2.5 .6,2.5 1.3,2.0
"""
)
_HEAD = "0,4.28 1.3,4.1 2.3,3.34 2.98,1.7 3.3,-.6 3.06,-2.6 1.9,-4.02 0,-4.42"
HEAD_SKIN = Stroke("skin", knots(_HEAD) + mirrored(knots(_HEAD))[1:-1], closed=True)
HEAD = strokes(
    """
under c -.62,4.0 -.4,4.7 0,5.0 .4,4.7 .62,4.0
under cm 3.1,.5 3.5,.62 3.74,.1 3.6,-.6 3.2,-.8
hair c 0,3.56 1.2,3.46 2.2,2.86 2.72,2.1 3.04,1.3 3.34,-.6 3.1,-2.6 1.92,-4.06 0,-4.5 -1.92,-4.06 -3.1,-2.6 \
-3.34,-.6 -3.04,1.3 -2.72,2.1 -2.2,2.86 -1.2,3.46
strand m .1,-.5 1.2,1.0 2.0,2.9
strand m .2,-.6 1.7,.2 2.7,1.7
strand m .2,-.8 1.8,-.8 3.1,-.7
strand m .2,-1.0 1.4,-1.9 2.4,-3.3
strand m .1,-1.1 .7,-2.4 1.1,-4.1
strand m .05,-.4 .5,1.4 .8,3.3
light s -.9,.9 0,1.3 .9,.9
"""
)


def outline() -> Stroke:
    row = [*knots(_INNER)]
    for number, web in enumerate((*_WEBS, None)):
        row += _toe(number)
        if web:
            row.append(Knot(*web, corner=True))
    return Stroke("skin", (*row[:-1], *knots(_OUTER)), closed=True)


def above() -> tuple[Stroke, ...]:
    """With nails and the tendons of the toes."""
    tendons = [
        Stroke("shade", (Knot(x, y - 0.3), Knot(x * 0.56, y * 0.66), Knot(x * 0.12 - 0.1, 4.3)))
        for (x, y), _, _ in TOES
    ]
    return (*ABOVE, *tendons, *(_nail(number) for number in range(len(TOES))))


def _toe(number: int) -> list[Knot]:
    at = _frame(number)
    width = TOES[number][2]
    first = (width * (0.62 if number == 4 else 0.95), 0.46)
    shape = (first, (width * 0.5, 0.47), (width * 0.14, 0.3), (0, 0), (width * 0.14, -0.3), (width * 0.5, -0.47))
    return [at(back, aside) for back, aside in (*shape, (width * 0.95, -0.46))]


def _nail(number: int) -> Stroke:
    at = _frame(number)
    long = 0.62 if number == 0 else 0.36
    shape = ((0.1, 0.24), (0.1 + 0.5 * long, 0.29), (0.1 + 0.9 * long, 0.17), (0.1 + long, 0))
    right = [at(back, -aside) for back, aside in reversed(shape[:-1])]
    return Stroke("fine", (*(at(back, aside) for back, aside in shape), *right))


def _frame(number: int) -> Callable[[float, float], Knot]:
    """(how far back from the tip, how far aside in widths, the inner side positive) -> a knot of that toe."""
    (mx, my), (tx, ty), width = TOES[number]
    length = ((tx - mx) ** 2 + (ty - my) ** 2) ** 0.5
    dx, dy = (tx - mx) / length, (ty - my) / length

    def at(back: float, aside: float) -> Knot:
        return Knot(tx - dx * back - dy * aside * width, ty - dy * back + dx * aside * width)

    return at
