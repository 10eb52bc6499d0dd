"""Points as an acupuncturist types them: `bl23 b, ST36 l; ashi lumbar r x2`.

A line is a point, then in any order: a side (b both, l left, r right, m middle; Spanish a ambos, i izquierda, d
derecha), a count (x4), a depth (25mm), an angle (up, ob, flat), a frequency (2hz) and strength (1.5ma), a gauge
(0.25x40), `press` for a needle that stays. Lines are parted by commas, semicolons or new lines.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from ashi.core.treatment.body import PART_OF, Side
from ashi.core.treatment.prescription import ASHI, Angle, Placed


@dataclass(frozen=True)
class Known:
    """What a finder says of a point: its code, its region, whether it lies on the midline, and how many places it has
    (EX-B2 has 34: then the side says nothing of the count)."""

    code: str
    region: str
    midline: bool = False
    several: bool = False


Finder = Callable[[str], Known | None]


class Problem:
    """Why a line could not be read; keys of words."""

    NO_POINT = "no point"
    NO_PLACE = "ashi without a place"
    NOT_UNDERSTOOD = "not understood"
    MIDLINE = "on the midline"
    COUNT = "how many needles"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Unread:
    """`text` is the line as typed, `part` what in it was not understood."""

    text: str
    problem: str
    part: str


_SIDES = {
    **dict.fromkeys(("b", "both", "bi", "a", "ambos", "lr"), Side.BOTH),
    **dict.fromkeys(("l", "left", "i", "izq", "izquierda", "izquierdo"), Side.LEFT),
    **dict.fromkeys(("r", "right", "d", "der", "derecha", "derecho"), Side.RIGHT),
    **dict.fromkeys(("m", "mid", "middle", "medio"), Side.MIDDLE),
}
_ANGLES = {
    **dict.fromkeys(("up", "upright", "perp", "perpendicular", "90"), Angle.UPRIGHT),
    **dict.fromkeys(("ob", "oblique", "oblicua", "45"), Angle.OBLIQUE),
    **dict.fromkeys(("flat", "transverse", "plana", "15"), Angle.FLAT),
}
_NUMBER = r"(\d{1,4}(?:[.,]\d{1,2})?)"
_GAUGE = re.compile(r"(0?[.,]\d{2})x(\d{1,3})(?:mm)?")
_COUNT = re.compile(r"(?:x(\d{1,3})|(\d{1,3})x)")
_DEPTH = re.compile(rf"{_NUMBER}mm")
_HERTZ = re.compile(rf"{_NUMBER}hz")
_MILLIAMPERE = re.compile(rf"{_NUMBER}ma")
_PARTED = re.compile(r"[;\n]|,(?!\d)")


@dataclass(frozen=True)
class _Said:
    """What stands behind the point."""

    side: Side | None = None
    needles: int | None = None
    depth: int | None = None
    angle: Angle | None = None
    gauge: str = ""
    hertz: float | None = None
    milliampere: float | None = None
    stays: bool = False


def read_typed(text: str, *, find: Finder) -> tuple[tuple[Placed, ...], tuple[Unread, ...]]:
    """The lines that could be read, and those that could not, each in the order typed. `find` knows the points."""
    read: list[Placed] = []
    unread: list[Unread] = []
    for line in _PARTED.split(text):
        if line.strip():
            found = _read_line(" ".join(line.split()), find)
            (read if isinstance(found, Placed) else unread).append(found)  # type: ignore[arg-type]
    return tuple(read), tuple(unread)


def _read_line(line: str, find: Finder) -> Placed | Unread:
    words = line.split()
    if words[0].casefold() == ASHI:
        return _read_ashi(line, words[1:])
    # A name may have several words (zu san li), a code a space (ST 36): the longest beginning that is a point.
    for length in range(len(words), 0, -1):
        known = find(" ".join(words[:length]))
        if known and (length == 1 or not _is_said(words[length - 1])):
            return _place(line, known, words[length:])
    return Unread(line, Problem.NO_POINT, words[0])


def _read_ashi(line: str, words: list[str]) -> Placed | Unread:
    region = next((word.casefold() for word in words if word.casefold() in PART_OF), None)
    if region is None:
        return Unread(line, Problem.NO_PLACE, ASHI)
    rest = [word for word in words if word.casefold() != region]
    return _place(line, Known(ASHI, region, midline=False), rest, side=Side.MIDDLE)


def _is_said(word: str) -> bool:
    return _say(_Said(), word) is not None


def _place(line: str, known: Known, words: list[str], *, side: Side = Side.BOTH) -> Placed | Unread:
    said = _Said()
    for word in words:
        more = _say(said, word)
        if more is None:
            return Unread(line, Problem.NOT_UNDERSTOOD, word)
        said = more
    if known.midline and said.side not in (None, Side.MIDDLE):
        return Unread(line, Problem.MIDLINE, known.code)
    if known.several and said.needles is None:
        return Unread(line, Problem.COUNT, known.code)
    chosen = said.side or (Side.MIDDLE if known.midline else side)
    try:
        return Placed(
            point=known.code,
            side=chosen,
            needles=chosen.places if said.needles is None else said.needles,
            region=known.region,
            depth=said.depth,
            angle=said.angle,
            gauge=said.gauge,
            hertz=said.hertz,
            milliampere=said.milliampere,
            stays=said.stays,
        )
    except ValueError:
        return Unread(line, Problem.IMPOSSIBLE, known.code)


def _say(said: _Said, word: str) -> _Said | None:
    """With one more word understood; None when it means nothing here."""
    small = word.casefold()
    if small in _SIDES:
        return replace(said, side=_SIDES[small])
    if small in _ANGLES:
        return replace(said, angle=_ANGLES[small])
    if small in ("press", "tack", "stays", "tachuela"):
        return replace(said, stays=True)
    if match := _GAUGE.fullmatch(small):
        return replace(said, gauge=f"0.{match[1][-2:]}x{match[2]}")
    if match := _COUNT.fullmatch(small):
        return replace(said, needles=int(match[1] or match[2]))
    if match := _DEPTH.fullmatch(small):
        return replace(said, depth=round(_number(match[1])))
    if match := _HERTZ.fullmatch(small):
        return replace(said, hertz=_number(match[1]))
    if match := _MILLIAMPERE.fullmatch(small):
        return replace(said, milliampere=_number(match[1]))
    return None


def _number(text: str) -> float:
    return float(text.replace(",", "."))
