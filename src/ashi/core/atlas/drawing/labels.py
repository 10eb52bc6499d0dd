"""Names beside points: no name on another, none on a point, none over the edge of the plate.

Greedy: the most crowded point chooses first among places near it, then among places farther out with a thin line to
it. A name for which no place is free is left out; on the plates that show a part larger none is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

Box = tuple[float, float, float, float]
Line = tuple[float, float, float, float]
Dot = tuple[float, float]
# Breadths of letters in parts of the height, a little more than a humanist sans needs.
_BREADTHS = {"-": 0.4, "I": 0.32, "L": 0.54, "1": 0.6, "G": 0.74, "N": 0.78, "H": 0.78, "U": 0.76, "X": 0.68, "C": 0.68}
_BREADTH = 0.64


@dataclass(frozen=True)
class Wanted:
    """A name and the point it belongs to, on paper."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Label:
    """Where a name stands; `anchor` is SVG's text-anchor; `leader` a line from the point, empty when it is near."""

    text: str
    x: float
    y: float
    anchor: str
    box: Box
    leader: Line | None = None


@dataclass
class _Paper:
    height: float
    dot: float
    edge: Box
    dots: Sequence[Dot]
    rings: int
    boxes: list[Box]
    leaders: list[Line]


def breadth(text: str, height: float) -> float:
    return height * sum(_BREADTHS.get(letter, _BREADTH) for letter in text)


def placed(
    wanted: Iterable[Wanted],
    dots: Sequence[Dot],
    *,
    height: float,
    dot: float,
    edge: Box,
    rings: int = 14,
    ink: Sequence[Dot] = (),
) -> list[Label]:
    """`height` of the letters, `dot` the radius of a point, `edge` the paper, `rings` how far out a name may stand, in
    0.7 of its height. Every box is free of all others; it covers no `ink` (dots of the outline) where that can be."""
    paper = _Paper(height, dot, edge, dots, rings, [], [])
    found = []
    for want in sorted(wanted, key=lambda want: (-_crowd(want, paper), want.y, want.x)):
        near = [(x, y) for x, y in ink if abs(x - want.x) < 9 * height and abs(y - want.y) < 5 * height]
        free = list(islice((label for label in _places(want, paper) if _is_free(label, want, paper)), 3))
        label = next((label for label in free if not _covers(label.box, near)), free[0] if free else None)
        if label:
            found.append(label)
            paper.boxes.append(label.box)
            if label.leader:
                paper.leaders.append(label.leader)
    return found


def _covers(box: Box, ink: Iterable[Dot]) -> bool:
    return any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in ink)


def _crowd(want: Wanted, paper: _Paper) -> int:
    reach = 2.4 * paper.height
    return sum(abs(x - want.x) < reach and abs(y - want.y) < reach for x, y in paper.dots)


def _places(want: Wanted, paper: _Paper) -> Iterator[Label]:
    """Near ones first: right, left, below, above, the corners; then rings with a leader."""
    h, gap = paper.height, paper.dot + 0.24 * paper.height
    near = [(gap, 0.0), (-gap, 0.0), (0.0, gap + 0.5 * h), (0.0, -gap - 0.5 * h)]
    near += [(s * 0.6 * gap, t * 0.78 * h) for s in (1, -1) for t in (-1, 1)]
    for dx, dy in near:
        yield _label(want, dx, dy, paper, with_leader=False)
    for ring in range(1, paper.rings + 1):
        for step in (0, 1, -1, 2, -2, 3, -3, 4, -4, 6, -6):
            for side in (1, -1):
                yield _label(want, side * (gap + ring * 0.7 * h), step * 0.62 * h, paper, with_leader=True)


def _label(want: Wanted, dx: float, dy: float, paper: _Paper, *, with_leader: bool) -> Label:
    anchor = "middle" if dx == 0 else "start" if dx > 0 else "end"
    x, y, wide = want.x + dx, want.y + dy, breadth(want.text, paper.height)
    left = x - (wide / 2 if dx == 0 else 0 if dx > 0 else wide)
    box = (left, y - 0.5 * paper.height, left + wide, y + 0.5 * paper.height)
    leader = None
    if with_leader:
        length = (dx * dx + dy * dy) ** 0.5
        reach = paper.dot * 1.1 / length
        back = 0.1 * paper.height * (1 if dx > 0 else -1)
        leader = (want.x + dx * reach, want.y + dy * reach, x - back, y)
    return Label(want.text, x, y, anchor, box, leader)


def _is_free(label: Label, want: Wanted, paper: _Paper) -> bool:
    x0, y0, x1, y1 = paper.edge
    left, top, right, bottom = label.box
    if left < x0 or right > x1 or top < y0 or bottom > y1:
        return False
    pad = 0.1 * paper.height
    if any(_meet(label.box, box, pad) for box in paper.boxes):
        return False
    r = paper.dot * 1.15
    others = [(x, y) for x, y in paper.dots if (x, y) != (want.x, want.y)]
    if any(left - r < x < right + r and top - r < y < bottom + r for x, y in others):
        return False
    if any(_crosses_box(line, label.box) for line in paper.leaders):
        return False
    if label.leader is None:
        return not _names_another(label.box, want, others)
    return _leader_is_free(label.leader, others, paper)


def _names_another(box: Box, want: Wanted, others: Iterable[Dot]) -> bool:
    """A name that is nearer to another point than to its own."""
    own = _gap(box, want.x, want.y)
    return any(_gap(box, x, y) < own * 0.95 for x, y in others)


def _leader_is_free(line: Line, others: Iterable[Dot], paper: _Paper) -> bool:
    if any(_crosses_box(line, box) for box in paper.boxes) or any(_cross(line, other) for other in paper.leaders):
        return False
    return not any(_near_line(line, x, y) < paper.dot * 1.1 for x, y in others)


def _meet(a: Box, b: Box, pad: float) -> bool:
    return a[0] < b[2] + pad and b[0] < a[2] + pad and a[1] < b[3] + pad and b[1] < a[3] + pad


def _gap(box: Box, x: float, y: float) -> float:
    return float((max(box[0] - x, 0, x - box[2]) ** 2 + max(box[1] - y, 0, y - box[3]) ** 2) ** 0.5)


def _crosses_box(line: Line, box: Box) -> bool:
    ax, ay, bx, by = line
    if max(ax, bx) < box[0] or min(ax, bx) > box[2] or max(ay, by) < box[1] or min(ay, by) > box[3]:
        return False
    steps = [part / 12 for part in range(13)]
    return any(box[0] < ax + (bx - ax) * t < box[2] and box[1] < ay + (by - ay) * t < box[3] for t in steps)


def _cross(a: Line, b: Line) -> bool:
    def turn(px: float, py: float, qx: float, qy: float, rx: float, ry: float) -> float:
        return (qx - px) * (ry - py) - (qy - py) * (rx - px)

    return (
        turn(*a[:2], *a[2:], *b[:2]) * turn(*a[:2], *a[2:], *b[2:]) < 0
        and turn(*b[:2], *b[2:], *a[:2]) * turn(*b[:2], *b[2:], *a[2:]) < 0
    )


def _near_line(line: Line, x: float, y: float) -> float:
    ax, ay, bx, by = line
    dx, dy = bx - ax, by - ay
    square = dx * dx + dy * dy
    part = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / square)) if square else 0.0
    return float(((x - ax - part * dx) ** 2 + (y - ay - part * dy) ** 2) ** 0.5)
