"""A room's day as one list of stretches from top to bottom, nothing left out and nothing twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ashi.clinic.sheet.parts import Part, clipped
from ashi.core.time import CELL_MINUTES, Interval

LONGEST = 600 // CELL_MINUTES  # the style sheet knows lengths up to this


@dataclass(frozen=True)
class Drawn:
    """A visit with the parts to be drawn; `visit` is whatever the page wants to say about it."""

    parts: tuple[Part, ...]
    visit: Any

    @property
    def start(self) -> int:
        return self.parts[0].start

    @property
    def end(self) -> int:
        return self.parts[-1].end


@dataclass(frozen=True)
class Shut:
    """Closed, out of order or kept: `kind` says which, `words` say why."""

    start: int
    end: int
    kind: str
    words: str = ""


@dataclass(frozen=True)
class Stretch:
    """`kind` is visit, free, gone (free, but past) or one of Shut's. `start` and `end` in cells."""

    kind: str
    start: int
    end: int
    parts: tuple[Part, ...] = ()
    visit: Any = None
    words: str = ""

    @property
    def minutes(self) -> int:
        return (self.end - self.start) * CELL_MINUTES


def column(visits: Iterable[Drawn], shut: Iterable[Shut], window: Interval, *, now: int | None) -> tuple[Stretch, ...]:
    """Every cell of the window once. `now` is the cell from which on a time can still be booked, None for all."""
    taken = [*_visits(sorted(visits, key=lambda drawn: drawn.start), window)]
    for closed in sorted(shut, key=lambda one: (one.start, -one.end)):
        taken += _around(closed, taken, window)
    stretches: list[Stretch] = []
    at = window.start
    for stretch in sorted(taken, key=lambda one: one.start):
        stretches += _free(at, stretch.start, now)
        stretches += _not_too_long(stretch)
        at = stretch.end
    return (*stretches, *_free(at, window.end, now))


def _visits(visits: Sequence[Drawn], window: Interval) -> Iterable[Stretch]:
    """Each up to the next one: a visit that runs over is cut where the next begins."""
    limits = [*(drawn.start for drawn in visits[1:]), window.end]
    for drawn, limit in zip(visits, limits, strict=False):
        parts = clipped(drawn.parts, window.start, min(limit, window.end))
        if parts:
            yield Stretch("visit", parts[0].start, parts[-1].end, parts=parts, visit=drawn.visit)


def _around(closed: Shut, taken: Sequence[Stretch], window: Interval) -> list[Stretch]:
    """The pieces of a closed stretch that nothing else stands in."""
    pieces = []
    at, last = max(closed.start, window.start), min(closed.end, window.end)
    for stretch in sorted(taken, key=lambda one: one.start):
        if stretch.end <= at or stretch.start >= last:
            continue
        if stretch.start > at:
            pieces.append((at, stretch.start))
        at = stretch.end
    if at < last:
        pieces.append((at, last))
    return [Stretch(closed.kind, start, end, words=closed.words) for start, end in pieces]


def _free(start: int, end: int, now: int | None) -> Iterable[Stretch]:
    edge = start if now is None else min(max(now, start), end)
    for kind, first, last in (("gone", start, edge), ("free", edge, end)):
        if first < last:
            yield from _not_too_long(Stretch(kind, first, last))


def _not_too_long(stretch: Stretch) -> Iterable[Stretch]:
    """Pieces that the style sheet has a length for."""
    if stretch.kind == "visit" or stretch.end - stretch.start <= LONGEST:
        return [stretch]
    edges = [*range(stretch.start, stretch.end, LONGEST), stretch.end]
    return [Stretch(stretch.kind, first, last, words=stretch.words) for first, last in pairwise(edges)]
