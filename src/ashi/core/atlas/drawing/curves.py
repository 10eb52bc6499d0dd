"""Smooth lines through few knots.

A line is written `x,y x,y! x,y`; a knot with a `!` is a corner, every other is passed smoothly. Between two knots
runs a cubic whose tangents are those of a centripetal Catmull-Rom spline (Yuksel 2011), which neither loops nor
overshoots.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Dot = tuple[float, float]
Cubic = tuple[complex, complex, complex, complex]


@dataclass(frozen=True)
class Knot:
    x: float
    y: float
    corner: bool = False


def knots(text: str) -> tuple[Knot, ...]:
    """Raises ValueError for a token that is no pair of numbers."""
    found = []
    for token in text.split():
        x, y = token.rstrip("!").split(",")
        found.append(Knot(float(x), float(y), token.endswith("!")))
    return tuple(found)


def mirrored(line: Sequence[Knot]) -> tuple[Knot, ...]:
    """The same on the other side of the midline, run backwards so that a half can be closed."""
    return tuple(Knot(-knot.x, knot.y, knot.corner) for knot in reversed(line))


def smooth(line: Sequence[Knot], *, closed: bool = False) -> tuple[Cubic, ...]:
    """The cubics through the knots, broken at the corners; a closed line comes back to its first knot."""
    dots = [complex(knot.x, knot.y) for knot in line]
    corners = [place for place, knot in enumerate(line) if knot.corner]
    if closed and not corners:
        return _through([dots[-1], *dots, dots[0], dots[1]], ends_given=True)
    if closed:
        first = corners[0]
        dots = [*dots[first:], *dots[: first + 1]]
        corners = [place - first for place in corners]
    cuts = sorted({0, *corners, len(dots) - 1})
    return tuple(cubic for start, end in pairwise(cuts) for cubic in _through(dots[start : end + 1]))


def through(dots: Iterable[Dot]) -> tuple[Cubic, ...]:
    """A calm open line through the points of a meridian."""
    return _through([complex(x, y) for x, y in dots])


def _through(dots: Sequence[complex], *, ends_given: bool = False) -> tuple[Cubic, ...]:
    """With `ends_given` the first and last only lend their tangents."""
    row = list(dots) if ends_given else [2 * dots[0] - dots[1], *dots, 2 * dots[-1] - dots[-2]]
    return tuple(_cubic(*row[place : place + 4]) for place in range(len(row) - 3))


def _cubic(before: complex, start: complex, end: complex, after: complex) -> Cubic:
    a, b, c = (max(abs(q - p) ** 0.5, 1e-6) for p, q in ((before, start), (start, end), (end, after)))
    leaving = (end - start) + b * ((start - before) / a - (end - before) / (a + b))
    arriving = (end - start) + b * ((after - end) / c - (after - start) / (b + c))
    return start, start + leaving / 3, end - arriving / 3, end


def sampled(cubics: Iterable[Cubic], each: int = 10) -> tuple[Dot, ...]:
    """Dots along the line, `each` to a cubic."""
    dots: list[complex] = []
    for p, q, r, s in cubics:
        for step in range(each):
            t = step / each
            u = 1 - t
            dots.append(u**3 * p + 3 * u * u * t * q + 3 * u * t * t * r + t**3 * s)
    return tuple((dot.real, dot.imag) for dot in dots)


def path(cubics: Sequence[Cubic], sign: tuple[int, int], *, closed: bool = False) -> str:
    """SVG path data: an absolute start, then relative cubics, to a hundredth of a unit and without drift."""

    def on_paper(dot: complex) -> tuple[int, int]:
        return round(dot.real * sign[0] * 100), round(dot.imag * sign[1] * 100)

    here = on_paper(cubics[0][0])
    numbers: list[int] = []
    for cubic in cubics:
        for dot in cubic[1:]:
            numbers += [there - now for there, now in zip(on_paper(dot), here, strict=True)]
        here = on_paper(cubic[3])
    return f"M{_row(on_paper(cubics[0][0]))}c{_row(numbers)}{'z' if closed else ''}"


def _row(hundredths: Iterable[int]) -> str:
    """Numbers with as few signs between them as SVG needs."""
    texts = [number_text(number) for number in hundredths]
    return texts[0] + "".join(_apart(before, text) + text for before, text in pairwise(texts))


def _apart(before: str, text: str) -> str:
    return "" if text[0] == "-" or (text[0] == "." and "." in before) else " "


def number_text(hundredths: int) -> str:
    """Of 150 "1.5", of -5 "-.05"."""
    whole, rest = divmod(abs(hundredths), 100)
    text = f"{whole or ''}{f'.{rest:02}'.rstrip('0') if rest else ''}" or "0"
    return f"-{text}" if hundredths < 0 else text
