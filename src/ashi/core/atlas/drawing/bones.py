"""What can be felt under the skin, drawn faintly: the levels the points are counted by."""

from ashi.core.atlas.drawing.body import FORAMINA, RIB_SPACES, SPINOUS
from ashi.core.atlas.drawing.curves import Knot, mirrored
from ashi.core.atlas.drawing.strokes import Stroke, strokes

# Half the breadth of the rib cage by the number of the rib.
_BREADTH = {2: 4.2, 3: 5.0, 4: 5.5, 5: 5.8, 6: 6.0, 7: 6.1, 8: 6.1, 9: 6.0, 10: 5.8}

BACK = strokes(
    """
bone m 3.12,62.78 2.98,61.5 3.02,60.2 3.3,58.6 3.86,57.49 4.34,57.9 5.0,59.0 5.9,59.9 6.9,60.6
bone m 3.12,62.78 4.3,62.75 5.6,62.3
bone m 2.98,61.53 4.6,61.94 6.4,62.02 7.9,61.6 8.5,61.1
bone m 1.9,42.1 2.24,43.4 3.2,44.9 4.6,45.59 5.8,45.1 6.5,43.9
bone m 1.84,41.9 1.6,41.0 1.24,40.3 .8,39.5 .32,38.7 0,38.32
bone m 1.84,41.9 1.7,42.9 1.2,43.5 .5,43.5
bone m 1.74,42.06 1.94,42.16 2.12,41.98 2.08,41.72 1.88,41.66
bone m 7.2,39.2 6.9,38.9 6.94,38.2 7.25,37.8
bone s -.26,40.34 0,40.04 .26,40.34
rib m .5,51.4 2.2,50.3 4.2,48.5 5.6,47.6
rib m .5,52.6 2.4,51.6 4.6,49.7 5.9,48.6
"""
)
FRONT = strokes(
    """
bone m .5,61.3 1.8,61.68 3.4,61.58 5.0,61.62 6.8,62.06 8.2,61.64
bone m .5,61.04 1.8,61.3 3.4,61.2 5.0,61.24 6.6,61.62 7.8,61.4
bone s -.5,61.2 0,60.98 .5,61.2
bone m .5,61.0 .62,59.8 .44,58.2 .5,55.6 .36,54.0 .14,53.4 .0,52.7
rib m .14,53.3 .9,52.3 2.2,50.8 3.8,49.1 5.2,48.2
bone m 6.35,44.2 6.0,42.6 5.5,41.35 5.1,40.9
bone m 5.4,41.2 3.6,39.7 1.3,38.75
bone s -.9,38.62 0,38.5 .9,38.62
nipple cm 4.2,54.98 4.52,55.3 4.2,55.62 3.88,55.3
"""
)
SIDE = strokes(
    """
bone s -3.3,42.4 -2.9,44.2 -1.6,45.3 .2,45.59 2.0,44.4 3.3,42.4 3.5,41.35 3.2,40.9
bone s .62,38.7 .3,39.2 -.3,39.16 -.6,38.6 -.4,37.9 .2,37.8
bone s .3,19.6 -.1,19.9 -.5,19.6 -.44,19.0 -.1,18.7
bone s 2.2,61.9 .6,62.0 -.9,61.6
rib s 4.3,52.0 3.4,50.2 2.4,48.7 1.2,47.9
rib s -3.0,50.8 -1.9,49.2 -.9,48.0
"""
)


def behind() -> tuple[Stroke, ...]:
    """Spine, ribs, shoulder blades, pelvis and sacrum with its openings."""
    spine = tuple(_vertebra(height) for height in SPINOUS.values())
    holes = tuple(_ring(x * side, y) for x, y in FORAMINA.values() for side in (1, -1))
    crest = tuple(_vertebra(y + 0.1, 0.09) for _, y in FORAMINA.values())
    ribs = tuple(side for number in _BREADTH for side in _rib_behind(number))
    return (*ribs, *BACK, *spine, *crest, *holes)


def before() -> tuple[Stroke, ...]:
    """Collarbones, breastbone, ribs, the crests of the pelvis."""
    return (*(side for number in range(2, 7) for side in _rib_before(number)), *FRONT)


def _vertebra(lower: float, half: float = 0.13) -> Stroke:
    dots = ((0, lower + 0.46), (half, lower + 0.22), (0, lower), (-half, lower + 0.22))
    return Stroke("bone", tuple(Knot(*dot) for dot in dots), closed=True)


def _ring(x: float, y: float) -> Stroke:
    dots = ((x, y + 0.15), (x + 0.13, y), (x, y - 0.15), (x - 0.13, y))
    return Stroke("hole", tuple(Knot(*dot) for dot in dots), closed=True)


def _rib_behind(number: int) -> tuple[Stroke, Stroke]:
    """From its vertebra outwards and down to the side."""
    high, wide = SPINOUS[f"T{number - 1}"] + 0.1, _BREADTH[number]
    dots = ((0.45, high), (wide * 0.4, high + 0.12), (wide * 0.78, high - 0.75), (wide, high - 2.1))
    return _both(tuple(Knot(*dot) for dot in dots))


def _rib_before(number: int) -> tuple[Stroke, Stroke]:
    """From the side down and round to the breastbone, between two spaces."""
    high, wide = (RIB_SPACES[number - 1] + RIB_SPACES[number]) / 2, _BREADTH[number] - 0.1
    dots = ((0.5, high + 0.2), (wide * 0.4, high - 0.1), (wide * 0.75, high - 0.05), (wide, high + 0.8))
    return _both(tuple(Knot(*dot) for dot in dots))


def _both(line: tuple[Knot, ...]) -> tuple[Stroke, Stroke]:
    return Stroke("rib", line), Stroke("rib", mirrored(line))
