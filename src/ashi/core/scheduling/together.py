"""Several people at the same time: everybody with a practitioner, a room and a device of their own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from ashi.core.scheduling.availability import possible
from ashi.core.scheduling.bitset import Stretches, positions
from ashi.core.scheduling.phases import Actor, CompiledVisit
from ashi.core.scheduling.search import Diary, Wanted

ACTORS = (Actor.PRACTITIONER, Actor.ROOM, Actor.DEVICE)
MOST = 4  # people; more come as single visits


@dataclass(frozen=True)
class Place:
    """What one of them gets. None: the visit does not take such a thing."""

    compiled: CompiledVisit
    practitioner: int | None
    room: int | None
    device: int | None


@dataclass(frozen=True)
class Party:
    """One of those who come: the visit looked for, and the diary of who and what can serve it."""

    wanted: Wanted
    diary: Diary


def together(parties: Sequence[Party]) -> Iterator[tuple[int, tuple[Place, ...]]]:
    """Each start (a cell), ascending, at which all can begin at once, with a place for each; none shares anything.

    Each visit is taken in its preferred length. All diaries have one window. Raises ValueError for fewer than two or
    more than four people, or diaries of different windows.
    """
    if not 2 <= len(parties) <= MOST:
        raise ValueError(f"two to {MOST} people come together")
    windows = {party.diary.window for party in parties}
    if len(windows) > 1:
        raise ValueError("all diaries have one window")
    window = windows.pop()
    starts = [_starts(party) for party in parties]
    common = window.every
    for by_actor in starts:
        for each in by_actor.values():
            union = 0
            for bits in each.values():
                union |= bits
            common &= union
    for party in parties:
        common &= _allowed(party)
    for at in positions(common):
        if places := _places(parties, starts, at):
            yield window.start + at, places


Starts = Mapping[Actor, Mapping[int, int]]


def _starts(party: Party) -> Starts:
    """For each actor that the visit takes, by id, where it is free for all of its part."""
    visit = party.wanted.variants[0]
    groups = {
        Actor.PRACTITIONER: party.diary.practitioners,
        Actor.ROOM: party.diary.rooms,
        Actor.DEVICE: party.diary.devices,
    }
    return {
        actor: {key: possible(visit, actor, (free,)) for key, free in groups[actor].items()}
        for actor in ACTORS
        if visit.runs_of(actor)
    }


def _allowed(party: Party) -> int:
    wanted, visit, window = party.wanted, party.wanted.variants[0], party.diary.window
    allowed = window.every if wanted.allowed is None else wanted.allowed
    allowed &= (1 << max(window.length - visit.length + 1, 0)) - 1
    return allowed if wanted.patient is None else allowed & possible(visit, Actor.PATIENT, (Stretches(wanted.patient),))


def _places(parties: Sequence[Party], starts: Sequence[Starts], at: int) -> tuple[Place, ...] | None:
    found = {actor: _shared_out([each.get(actor) for each in starts], at) for actor in ACTORS}
    if any(keys is None for keys in found.values()):
        return None
    chosen = [found[actor] or () for actor in ACTORS]
    return tuple(
        Place(party.wanted.variants[0], person, room, device)
        for party, person, room, device in zip(parties, *chosen, strict=True)
    )


def _shared_out(free: Sequence[Mapping[int, int] | None], at: int) -> tuple[int | None, ...] | None:
    """One for each who needs one, all different; None when there are not enough."""
    able = [None if each is None else {key for key, bits in each.items() if bits >> at & 1} for each in free]
    keys = sorted({key for each in able if each for key in each})
    needing = [number for number, each in enumerate(able) if each is not None]
    for order in permutations(keys, len(needing)):
        if all(key in (able[number] or ()) for number, key in zip(needing, order, strict=True)):
            given = dict(zip(needing, order, strict=True))
            return tuple(given.get(number) for number in range(len(able)))
    return None
