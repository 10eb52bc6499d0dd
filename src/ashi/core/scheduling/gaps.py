"""What a visit leaves free around itself. A stretch too short for another visit is a useless gap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ashi.core.scheduling.bitset import Stretches
from ashi.core.scheduling.phases import Run
from ashi.core.time import CELLS_A_DAY


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a run of the visit begins or ends, in cells after the visit's start.

    `limit`: cells up to the neighbouring run of the same visit, None where there is none.
    """

    at: int
    is_end: bool
    limit: int | None


def edges(runs: tuple[Run, ...]) -> tuple[Edge, ...]:
    """Both edges of every run, in order."""
    found = []
    for i, run in enumerate(runs):
        before = run.offset - runs[i - 1].end if i else None
        after = runs[i + 1].offset - run.end if i + 1 < len(runs) else None
        found += [Edge(run.offset, False, before), Edge(run.end, True, after)]
    return tuple(found)


def useless_starts(free: Stretches, edge: Edge, useful: int) -> int:
    """The visit starts (bits) for which free time is left at this edge, but fewer than `useful` cells of it."""
    at_edge = edge.at if edge.is_end else edge.at - 1
    touched = _earlier(free.bits, at_edge)
    if edge.limit is not None and edge.limit < useful:
        return touched
    # Every long stretch that reaches the edge also touches it, so taking it away is one xor.
    return touched ^ _earlier(free.begins(useful), edge.at if edge.is_end else edge.at - useful)


def by_useless_gaps(starts: int, free: Stretches, visit_edges: tuple[Edge, ...], useful: int) -> list[int]:
    """The starts sorted into bitsets by how many edges of the visit border a useless gap: item n holds those with n."""
    classes = [starts]
    for edge in visit_edges:
        _move_up(classes, useless_starts(free, edge, useful))
    return classes


def fewest_useless_gaps(resources: Iterable[Stretches], runs: tuple[Run, ...], useful: int) -> list[int]:
    """The starts at which one of these resources is free in all the runs, sorted into bitsets by the useless gaps they
    leave with the resource that they leave the fewest with."""
    visit_edges = edges(runs)
    classes = [0] * (len(visit_edges) + 1)
    for free in resources:
        for gaps, some in enumerate(by_useless_gaps(free.starts(runs), free, visit_edges, useful)):
            classes[gaps] |= some
    return each_once(classes)


def useless_inside(visit_edges: Iterable[Edge], useful: int) -> int:
    """How many edges border a pause of the visit itself that is shorter than `useful` cells."""
    return sum(edge.limit is not None and edge.limit < useful for edge in visit_edges)


def each_once(classes: Sequence[int]) -> list[int]:
    """The same bitsets, each without what an earlier one has."""
    seen, once = 0, []
    for bits in classes:
        once.append(bits & ~seen)
        seen |= bits
    return once


def left_over(bits: int, edge: Edge, start: int) -> int:
    """Cells left free at an edge of a visit that begins at bit `start`; a day or more counts as a day."""
    at = start + edge.at
    cells = _free_from(bits, at) if edge.is_end else _free_until(bits, at)
    return cells if edge.limit is None else min(cells, edge.limit)


def _move_up(classes: list[int], worse: int) -> None:
    classes.append(0)
    for i in range(len(classes) - 2, -1, -1):
        moved = classes[i] & worse
        classes[i] ^= moved
        classes[i + 1] |= moved


def _earlier(bits: int, cells: int) -> int:
    return bits >> cells if cells >= 0 else bits << -cells


def _free_from(bits: int, at: int) -> int:
    day = (1 << CELLS_A_DAY) - 1
    taken = (bits >> at & day) ^ day
    return (taken & -taken).bit_length() - 1 if taken else CELLS_A_DAY


def _free_until(bits: int, at: int) -> int:
    first = max(at - CELLS_A_DAY, 0)
    day = (1 << at - first) - 1
    taken = (bits >> first & day) ^ day
    return at - first - taken.bit_length()
