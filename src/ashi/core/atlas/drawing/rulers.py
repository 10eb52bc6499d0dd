"""The proportional measure beside the figure: how many B-cun the standard counts between two landmarks."""

from dataclasses import dataclass

from ashi.core.atlas.drawing import body
from ashi.core.atlas.drawing.curves import number_text

_TICK = 0.28


@dataclass(frozen=True)
class Ruler:
    """On paper: a line with two ticks as path data, and where its number stands."""

    cun: int
    path: str
    x: float
    y: float


# Where it stands, its upper and lower end, and its number of B-cun (WHO standard, 2008).
_RULERS: dict[str, tuple[tuple[float, float, float, int], ...]] = {
    "front": (
        (-8.4, body.XIPHOID, body.NAVEL, 8),
        (-8.8, body.NAVEL, body.PUBIS, 5),
        (-9.3, body.PUBIS, body.PATELLA_TOP, 18),
        (-7.6, 19.81, body.MEDIAL_MALLEOLUS, 15),
    ),
    "back": ((-9.3, 38.7, body.POPLITEAL, 19), (-7.6, body.POPLITEAL, body.LATERAL_MALLEOLUS, 16)),
}


def rulers(drawing: str) -> tuple[Ruler, ...]:
    """Of the front and the back; () for every other drawing."""
    return tuple(_ruler(*row) for row in _RULERS.get(drawing, ()))


def _ruler(x: float, upper: float, lower: float, cun: int) -> Ruler:
    left, right, top, end = (number_text(round(value * 100)) for value in (x - _TICK, x + _TICK, -upper, -lower))
    middle = number_text(round(x * 100))
    half = number_text(round((-upper - lower) / 2 * 100 - 60))
    rest = number_text(round((-upper - lower) / 2 * 100 + 60))
    path = f"M{left} {top}H{right}M{middle} {top}V{half}M{middle} {rest}V{end}M{left} {end}H{right}"
    return Ruler(cun, path, x, (-upper - lower) / 2)
