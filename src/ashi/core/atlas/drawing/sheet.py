"""A plate as it is printed: paths, meridians, points and their names, all in the coordinates of the paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ashi.core.atlas.codes import EXTRA, Meridian
from ashi.core.atlas.drawing.curves import Cubic, Dot, path, sampled, through
from ashi.core.atlas.drawing.drawings import Drawing, drawing
from ashi.core.atlas.drawing.labels import Box, Label, Wanted, placed
from ashi.core.atlas.drawing.placing import Spot, spots
from ashi.core.atlas.drawing.plates import CROWDED, PLATES, Plate
from ashi.core.atlas.points import Point

# Where the line of a meridian stops on the paper: before these numbers it would run over what it does not touch.
_BREAKS: Mapping[str, set[int]] = {
    **{"BL": {31, 35, 41, 55}, "GB": {13, 19, 20, 21, 22, 30}, "ST": {5, 9, 31, 35}, "SI": {9, 16, 18}},
    **{"LI": {17, 19}, "TE": {16}, "LR": {13}, "PC": {2}, "LU": {3}},
}
# Branches: the outer line of the bladder meridian meets the inner one at the back of the knee.
_JOINS = (("BL40", "BL55"),)
_SKIPPED, _FAR = 3.6, 16.0  # a leap over missing numbers, and the longest line, in units


@dataclass(frozen=True)
class Mark:
    """A point on the plate: every place of it, with the side of the body (L, R, or M for the midline), and its name.
    `reach` is how far from it no other point is nearer, at most 0.9."""

    code: str
    group: str
    places: tuple[tuple[str, float, float], ...]
    reach: float
    small: bool
    label: Label | None = None


@dataclass(frozen=True)
class Sheet:
    """`box` is x, y, width, height; `layers` pairs of a kind of stroke and path data, in the order they are drawn."""

    plate: Plate
    box: Box
    skin: str
    layers: tuple[tuple[str, str], ...]
    meridians: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]

    def mark(self, code: str) -> Mark | None:
        return next((mark for mark in self.marks if mark.code == code), None)


def placed_on(plate: Plate, points: Iterable[Point]) -> list[tuple[Point, list[Spot]]]:
    """The points in the window of the plate, and where."""
    found = []
    for point in points:
        here = [s for s in spots(point) if s.drawing == plate.drawing and plate.shows(s.x, s.y)]
        if here:
            found.append((point, here))
    return found


def best_plate(point: Point) -> Plate | None:
    """The plate that shows it largest: the smallest window it is in. None for a point inside nose or mouth."""
    shown = [p for p in PLATES for s in spots(point) if s.drawing == p.drawing and p.shows(s.x, s.y, margin=0.6)]
    return min(shown, key=lambda plate: (plate.whole, plate.area), default=None)


def sheet(plate: Plate, points: Sequence[Point]) -> Sheet:
    picture = drawing(plate.drawing)
    x0, y0, x1, y1 = plate.window
    xs, ys = sorted((x0 * picture.sign[0], x1 * picture.sign[0])), sorted((y0 * picture.sign[1], y1 * picture.sign[1]))
    return Sheet(
        plate=plate,
        box=(xs[0], ys[0], xs[1] - xs[0], ys[1] - ys[0]),
        skin=path(picture.skin.cubics(), picture.sign, closed=True),
        layers=_layers(picture, plate),
        meridians=_meridians(picture, plate, points),
        marks=_marks(picture, plate, points, (xs[0], ys[0], xs[1], ys[1])),
    )


def _layers(picture: Drawing, plate: Plate) -> tuple[tuple[str, str], ...]:
    """Strokes of one kind share a path; those outside the window are left out."""
    found: dict[str, str] = {}
    for stroke in picture.strokes:
        cubics = stroke.cubics()
        if _is_seen(cubics, plate):
            found[stroke.kind] = found.get(stroke.kind, "") + path(cubics, picture.sign, closed=stroke.closed)
    return tuple(found.items())


def _is_seen(cubics: Sequence[Cubic], plate: Plate) -> bool:
    x0, y0, x1, y1 = plate.window
    dots = [dot for cubic in cubics for dot in cubic]
    xs, ys = [dot.real for dot in dots], [dot.imag for dot in dots]
    return min(xs) < x1 and max(xs) > x0 and min(ys) < y1 and max(ys) > y0


def _meridians(picture: Drawing, plate: Plate, points: Sequence[Point]) -> tuple[tuple[str, str], ...]:
    drawn = []
    for group in Meridian:
        if group is Meridian.GV and plate.drawing == "side":
            continue  # the profile itself is the line
        data = ""
        for run in _runs([point for point in points if point.group == group], plate.drawing):
            sides = (1, -1) if picture.symmetric and any(abs(x) > 0.01 for x, _ in run) else (1,)
            for side in sides:
                cubics = through([(x * side, y) for x, y in run])
                data += path(cubics, picture.sign) if _is_seen(cubics, plate) else ""
        if data:
            drawn.append((str(group), data))
    return tuple(drawn)


def _runs(points: Sequence[Point], name: str) -> list[list[Dot]]:
    """The dots of one meridian in their order, cut where a line would mislead."""
    row = [(point, spot.dot) for point in points for spot in spots(point) if spot.drawing == name]
    runs: list[list[Dot]] = []
    last: tuple[Point, Dot] | None = None
    for point, dot in row:
        if last is None or _is_cut(last[0], point, _length(last[1], dot)):
            runs.append([])
        runs[-1].append(dot)
        last = (point, dot)
    dots = {point.code: dot for point, dot in row}
    runs += [[dots[a], dots[b]] for a, b in _JOINS if a in dots and b in dots]
    return [run for run in runs if len(run) > 1]


def _is_cut(before: Point, point: Point, length: float) -> bool:
    if point.number in _BREAKS.get(point.group, ()):
        return True
    return length > _FAR or (point.number - before.number > 1 and length > _SKIPPED)


def _length(a: Dot, b: Dot) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def _marks(picture: Drawing, plate: Plate, points: Sequence[Point], edge: Box) -> tuple[Mark, ...]:
    marks = [_mark(point, here, picture, plate) for point, here in placed_on(plate, points)]
    dots = [(x, y) for mark in marks for _, x, y in mark.places]
    wanted = [_wanted(mark) for mark, named in zip(marks, _are_named(plate, points, marks), strict=True) if named]
    inset = 0.15
    paper = (edge[0] + inset, edge[1] + inset, edge[2] - inset, edge[3] - inset)
    rings = 3 if plate.whole else 14
    ink = [(x * picture.sign[0], y * picture.sign[1]) for x, y in sampled(picture.skin.cubics(), each=14)]
    names = placed(wanted, dots, height=plate.letters, dot=plate.dot, edge=paper, rings=rings, ink=ink)
    labels = {label.text: label for label in names}
    return tuple(_finished(mark, dots, labels.get(mark.code)) for mark in marks)


def _are_named(plate: Plate, points: Sequence[Point], marks: Sequence[Mark]) -> list[bool]:
    if not plate.whole:
        return [True] * len(marks)
    by_code = {point.code: point for point in points}
    best = [best_plate(by_code[mark.code]) for mark in marks]
    return [one is None or one.name not in CROWDED for one in best]


def _mark(point: Point, here: Sequence[Spot], picture: Drawing, plate: Plate) -> Mark:
    places = []
    for spot in here:
        for side in (1, -1) if picture.symmetric and abs(spot.x) > 0.01 else (1,):
            x, y = round(spot.x * side * picture.sign[0], 2), round(spot.y * picture.sign[1], 2)
            if plate.shows(spot.x * side, spot.y, margin=0.0):
                places.append((_side(spot, side, picture, plate), x, y))
    return Mark(point.code, point.group, tuple(places), 0.9, small=len(here) > 5)


def _side(spot: Spot, side: int, picture: Drawing, plate: Plate) -> str:
    """Of the body: who faces us has the left side on our right."""
    if not picture.symmetric:
        return "L"
    if abs(spot.x) <= 0.01:
        return "M"
    right_is_left = plate.drawing == "front"
    return "L" if (side == 1) == right_is_left else "R"


def _wanted(mark: Mark) -> Wanted:
    """On the right half of the paper; of a row of places the one in the middle."""
    ours = mark.places[0::2] if len(mark.places) > 1 and mark.places[0][1] != 0 else mark.places
    _, x, y = ours[len(ours) // 2]
    return Wanted(mark.code, x, y)


def _finished(mark: Mark, dots: Sequence[Dot], label: Label | None) -> Mark:
    own = {(x, y) for _, x, y in mark.places}
    near = min((_length(dot, place) for dot in dots for place in own if dot not in own), default=2.0)
    among = [_length(a, b) for a in own for b in own if a != b]
    reach = min(0.9, near / 2, *(length / 2 for length in among))
    return Mark(mark.code, mark.group, mark.places, round(reach, 2), mark.small, label)


def groups_shown(sheet: Sheet) -> tuple[str, ...]:
    """The meridians on a plate in their order, extra points last."""
    order = (*Meridian, EXTRA)
    return tuple(group for group, _ in groupby(sorted((m.group for m in sheet.marks), key=order.index)))
