"""The nine drawings, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from ashi.core.atlas.drawing import bones, foot, hand, profile, standing
from ashi.core.atlas.drawing.curves import Dot, sampled
from ashi.core.atlas.drawing.strokes import Stroke


@dataclass(frozen=True)
class Drawing:
    """`skin` is the closed outline; `symmetric`: every point stands there on both sides; `sign` turns its coordinates
    to those of paper, where y grows downwards."""

    skin: Stroke
    strokes: tuple[Stroke, ...]
    symmetric: bool
    sign: tuple[int, int]

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Is that dot on the skin, or no farther from it than `slack`?"""
        dots = self.edge()
        return _inside(dots, x, y) or (slack > 0 and min(_distance(dots, x, y)) <= slack)

    def edge(self) -> tuple[Dot, ...]:
        return _edge(self.skin)


@cache
def drawing(name: str) -> Drawing:
    """Raises KeyError for a name of which there is no drawing."""
    return _DRAWN[name]()


def _front() -> Drawing:
    return Drawing(standing.skin("front"), (*bones.before(), *standing.FRONT, *standing.hands("front")), True, (1, -1))


def _back() -> Drawing:
    return Drawing(standing.skin("back"), (*bones.behind(), *standing.BACK, *standing.hands("back")), True, (1, -1))


def _side() -> Drawing:
    return Drawing(profile.SKIN, (*bones.SIDE, *profile.SIDE), False, (-1, -1))


def _inner_leg() -> Drawing:
    return Drawing(profile.LEG_SKIN, profile.LEG, False, (1, -1))


def _palm() -> Drawing:
    return Drawing(hand.with_cuff(), hand.palm(), False, (-1, -1))


def _hand_back() -> Drawing:
    return Drawing(hand.with_cuff(), hand.back(), False, (1, -1))


def _foot_above() -> Drawing:
    return Drawing(foot.outline(), foot.above(), False, (1, 1))


def _foot_below() -> Drawing:
    return Drawing(foot.outline(), foot.BELOW, False, (1, -1))


def _head_above() -> Drawing:
    return Drawing(foot.HEAD_SKIN, foot.HEAD, True, (1, -1))


_DRAWN: dict[str, Callable[[], Drawing]] = {
    "front": _front,
    "back": _back,
    "side": _side,
    "inner-leg": _inner_leg,
    "palm": _palm,
    "hand-back": _hand_back,
    "foot-above": _foot_above,
    "foot-below": _foot_below,
    "head-above": _head_above,
}


@cache
def _edge(skin: Stroke) -> tuple[Dot, ...]:
    return sampled(skin.cubics(), each=6)


def _inside(dots: tuple[Dot, ...], x: float, y: float) -> bool:
    crossings = False
    for (ax, ay), (bx, by) in zip(dots, (*dots[1:], dots[0]), strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            crossings = not crossings
    return crossings


def _distance(dots: tuple[Dot, ...], x: float, y: float) -> list[float]:
    found = []
    for (ax, ay), (bx, by) in zip(dots, (*dots[1:], dots[0]), strict=True):
        dx, dy = bx - ax, by - ay
        square = dx * dx + dy * dy
        part = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / square)) if square else 0.0
        found.append(((x - ax - part * dx) ** 2 + (y - ay - part * dy) ** 2) ** 0.5)
    return found
