"""Drawings as text: one stroke a line, `kind how knots`.

how: `s` as it stands; `m` on both sides of the midline; `j` a half that is joined to its mirror image at the midline;
`c` and `cm` the same as s and m, closed; `a` and `ac` on both arms, the knots being places on the arm (along, aside).
Kinds are looks, told in the style sheet: skin, hair, line, fine, shade, light, bone, thin, lip, iris.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ashi.core.atlas.drawing.body import on_arm
from ashi.core.atlas.drawing.curves import Cubic, Knot, knots, mirrored, smooth


@dataclass(frozen=True)
class Stroke:
    kind: str
    line: tuple[Knot, ...]
    closed: bool = False

    def cubics(self) -> tuple[Cubic, ...]:
        return smooth(self.line, closed=self.closed)


def strokes(text: str) -> tuple[Stroke, ...]:
    """Raises KeyError for an unknown way of drawing."""
    return tuple(stroke for row in text.strip().splitlines() for stroke in _row(row))


def _row(row: str) -> Iterator[Stroke]:
    kind, how, rest = row.split(maxsplit=2)
    line, closed = knots(rest), "c" in how
    if "a" in how:
        line = tuple(Knot(*on_arm(knot.x, knot.y), knot.corner) for knot in line)
    if how == "j":
        yield Stroke(kind, line + mirrored(line)[1:])
        return
    yield Stroke(kind, line, closed)
    if how in ("m", "cm", "a", "ac"):
        yield Stroke(kind, mirrored(line), closed)
