"""The search again, slow and obvious: sets of cells, looked at one by one. It judges the fast one in the tests."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

from ashi.core.scheduling.availability import Window
from ashi.core.scheduling.phases import Actor, CompiledVisit
from ashi.core.scheduling.search import ROOMS_ARE_SCARCE_FROM, Offer, Wanted
from ashi.core.time import CELL_MINUTES, CELLS_A_DAY, Interval, cell_of, instant_of

Cells = Set[int]


@dataclass(frozen=True)
class SlowDiary:
    """The free cells of everybody and everything, by id."""

    window: Window
    practitioners: Mapping[int, Cells]
    rooms: Mapping[int, Cells]
    devices: Mapping[int, Cells]


def wall_cells(day: date, opens: time, closes: time, zone: ZoneInfo) -> set[int]:
    """Every cell at which the wall shows this day and a time from `opens` up to `closes` (00:00: the day's end)."""
    noon = cell_of(instant_of(0).replace(year=day.year, month=day.month, day=day.day, hour=12))
    around = range(noon - 2 * CELLS_A_DAY, noon + 2 * CELLS_A_DAY)
    walls = ((cell, instant_of(cell).astimezone(zone)) for cell in around)
    return {
        cell
        for cell, wall in walls
        if wall.date() == day and opens <= wall.time() and (closes == time() or wall.time() < closes)
    }


def grid_cells(window: Window, zone: ZoneInfo, minutes: int) -> set[int]:
    """The cells at which the wall shows a whole multiple of `minutes` since midnight."""
    cells = range(window.start, window.end)
    walls = ((cell, instant_of(cell).astimezone(zone)) for cell in cells)
    return {cell for cell, wall in walls if (wall.hour * 60 + wall.minute) % minutes == 0}


def free_cells(open_intervals: Iterable[Interval], busy_intervals: Iterable[Interval], window: Window) -> set[int]:
    """The cells of the window inside some open interval and in no busy one."""
    opened, busy = tuple(open_intervals), tuple(busy_intervals)
    return {
        cell
        for cell in range(window.start, window.end)
        if any(i.start <= cell < i.end for i in opened) and not any(i.start <= cell < i.end for i in busy)
    }


def needed(visit: CompiledVisit, actor: Actor, start: int) -> set[int]:
    """The cells in which a visit that starts at this cell takes the actor, counted phase by phase."""
    cells: set[int] = set()
    for phase in visit.phases:
        end = start + phase.minutes // CELL_MINUTES
        if actor in phase.actors:
            cells |= set(range(start, end))
        start = end
    return cells


def fitting(visit: CompiledVisit, actor: Actor, start: int, resources: Mapping[int, Cells]) -> list[int]:
    """The resources that are free whenever the visit takes the actor."""
    cells = needed(visit, actor, start)
    return [key for key, free in resources.items() if cells <= free]


def can_start(visit: CompiledVisit, practitioner: int, start: int, wanted: Wanted, diary: SlowDiary) -> bool:
    """True when practitioner, patient, some one room and some one device are free, inside the window, as allowed."""
    window = diary.window
    return (
        _has(wanted.allowed, start, window)
        and start + visit.length <= window.end
        and needed(visit, Actor.PRACTITIONER, start) <= diary.practitioners[practitioner]
        and all(_has(wanted.patient, cell, window) for cell in needed(visit, Actor.PATIENT, start))
        and all(
            not needed(visit, actor, start) or fitting(visit, actor, start, resources)
            for actor, resources in ((Actor.ROOM, diary.rooms), (Actor.DEVICE, diary.devices))
        )
    )


def scarce(wanted: Wanted, diary: SlowDiary) -> Actor:
    """The room when far fewer visits fit into the free time of all rooms than into that of all practitioners."""
    visit = wanted.variants[0]
    fit: dict[Actor, Fraction] = {}
    for actor, resources in ((Actor.ROOM, diary.rooms), (Actor.PRACTITIONER, diary.practitioners)):
        cells = len(needed(visit, actor, 0))
        if cells:
            fit[actor] = Fraction(sum(len(free) for free in resources.values()), cells)
    if len(fit) < 2:
        return Actor.ROOM if Actor.ROOM in fit else Actor.PRACTITIONER
    is_room = fit[Actor.PRACTITIONER] > fit[Actor.ROOM] * ROOMS_ARE_SCARCE_FROM
    return Actor.ROOM if is_room else Actor.PRACTITIONER


def offers(wanted: Wanted, diary: SlowDiary) -> list[Offer]:
    """Every offer, sorted: wishes, useless gaps, soonest, then the diary's order of practitioners."""
    return sorted(_offers(wanted, diary), key=lambda offer: offer.rank)


def nearest(starts: Iterable[int], cell: int, n: int = 3) -> tuple[int, ...]:
    """The n starts nearest to a cell, the earlier first of two as near."""
    return tuple(sorted(starts, key=lambda start: (abs(start - cell), start))[:n])


def _offers(wanted: Wanted, diary: SlowDiary) -> Iterator[Offer]:
    for practitioner in diary.practitioners:
        for start in range(diary.window.start, diary.window.end):
            fits = [visit for visit in wanted.variants if can_start(visit, practitioner, start, wanted, diary)]
            if fits:
                yield _offer(fits[0], practitioner, start, wanted, diary)


def _offer(visit: CompiledVisit, practitioner: int, start: int, wanted: Wanted, diary: SlowDiary) -> Offer:
    room = _best(visit, Actor.ROOM, start, wanted, diary.rooms)
    actor = scarce(wanted, diary)
    free = diary.rooms[room] if actor is Actor.ROOM and room is not None else diary.practitioners[practitioner]
    left = _left_at_edges(visit, actor, start, free)
    useful = wanted.useful_cells(actor)
    inside = _useless_pauses(visit, wanted) if actor is Actor.ROOM else 0
    return Offer(
        start=start,
        practitioner=practitioner,
        compiled=visit,
        room=room,
        device=_best(visit, Actor.DEVICE, start, wanted, diary.devices),
        unmet=tuple(
            (wish.practitioners is not None and practitioner not in wish.practitioners)
            or not _has(wish.starts, start, diary.window)
            for wish in wanted.wishes
        ),
        useless_gaps=sum(0 < cells < useful for cells in left) + inside,
    )


def _useless_pauses(visit: CompiledVisit, wanted: Wanted) -> int:
    """Both ends of each pause between two stretches with the practitioner that is too short for another visit."""
    cells = sorted(needed(visit, Actor.PRACTITIONER, 0))
    pauses = [after - before - 1 for before, after in pairwise(cells) if after > before + 1]
    return 2 * sum(pause < wanted.useful_cells(Actor.PRACTITIONER) for pause in pauses)


def _best(visit: CompiledVisit, actor: Actor, start: int, wanted: Wanted, resources: Mapping[int, Cells]) -> int | None:
    if not needed(visit, actor, start):
        return None
    useful = wanted.useful_cells(actor)

    def waste(key: int) -> tuple[int, int]:
        left = _left_at_edges(visit, actor, start, resources[key])
        return sum(0 < cells < useful for cells in left), sum(left)

    return min(fitting(visit, actor, start, resources), key=waste)


def _left_at_edges(visit: CompiledVisit, actor: Actor, start: int, free: Cells) -> list[int]:
    """At both ends of each stretch the visit takes: how many cells stay free there, a day at most."""
    taken = needed(visit, actor, start)
    left = free - taken
    before = [_walk(cell - 1, -1, left) for cell in taken if cell - 1 not in taken]
    after = [_walk(cell + 1, 1, left) for cell in taken if cell + 1 not in taken]
    return before + after


def _walk(cell: int, step: int, free: Cells) -> int:
    steps = 0
    while cell in free and steps < CELLS_A_DAY:
        steps += 1
        cell += step
    return steps


def _has(bits: int | None, cell: int, window: Window) -> bool:
    """True when the cell is in a bitset of the window; None stands for all cells."""
    return bits is None or bool(bits >> (cell - window.start) & 1)
