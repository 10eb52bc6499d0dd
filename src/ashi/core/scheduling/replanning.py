"""Planning visits again that something has come between: an illness, a flood, a closure. SCHEDULING.md, a desk's day.

Every visit has the places it could have, each with what it disturbs. At most one of them is taken for each, and no two
take the same cell of the same person, room or device. The cost is a pair that is compared in order: how many visits
have no place, then the sum of what is disturbed. A place disturbs, in minutes: its tier (see `tier`) times 100,000,
then the minutes from the hour it had, 1,440 for each day later, and 30 for another person.

A greedy plan with repair comes first; branch and bound then looks for a better one as far as `effort` goes. A plan is
`exact` only where that search came to its end; beyond, it is a good plan and no more.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

TIER, OTHER_PERSON, NEAR_MINUTES, DAY_MINUTES = 100_000, 30, 120, 1440
EFFORT = 200_000


class Preference(StrEnum):
    """What a patient would rather keep."""

    TIME = "time"
    PERSON = "person"


class Reason(StrEnum):
    """Why a visit is where it is proposed."""

    OTHER_ROOM = "other-room"
    OTHER_PERSON_SAME_TIME = "other-person-same-time"
    OTHER_PERSON = "other-person"
    SAME_DAY = "same-day"
    OTHER_DAY = "other-day"
    OTHER_PERSON_OTHER_DAY = "other-person-other-day"
    NOBODY_FREE = "nobody-free"


@dataclass(frozen=True, slots=True)
class Takes:
    """Cells of one resource, as a bitset of the caller's window."""

    resource: Hashable
    cells: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place a visit could have. `moved`: minutes from its hour, later is positive; `choice`: the caller's."""

    choice: Hashable
    takes: tuple[Takes, ...]
    reason: Reason
    moved: int
    cost: int


@dataclass(frozen=True)
class Replanned:
    """`places`: one of each visit's, or None. `cost`: how many have none, and what the others disturb in minutes."""

    places: tuple[Place | None, ...]
    cost: tuple[int, int]
    exact: bool


def tier(preference: Preference, *, same_person: bool, same_day: bool, moved: int) -> int | None:
    """How far a place is from what the patient would rather keep: 0 the nearest, None not to be proposed at all.

    Who keeps the time: within two hours that day whoever it is with, else that day with the same person, else another
    day with them; and before nobody at all, within two hours of the same hour another day with somebody else. Who keeps
    the person: that day, another day, else within two hours that day with somebody else; never another day so.
    `moved` counts from the hour the patient had, on whichever day.
    """
    near = abs(moved) <= NEAR_MINUTES
    if not same_person and not near:
        return None
    if preference is Preference.PERSON:
        if same_person:
            return 0 if same_day else 1
        return 2 if same_day else None
    if not same_day:
        return 2 if same_person else 3
    return 0 if near else 1


def reason_of(*, same_person: bool, same_day: bool, moved: int) -> Reason:
    if not same_day:
        return Reason.OTHER_DAY if same_person else Reason.OTHER_PERSON_OTHER_DAY
    if not same_person:
        return Reason.OTHER_PERSON if moved else Reason.OTHER_PERSON_SAME_TIME
    return Reason.SAME_DAY if moved else Reason.OTHER_ROOM


def place(
    choice: Hashable,
    takes: Iterable[Takes],
    preference: Preference,
    *,
    same_person: bool,
    days: int,
    moved: int,
) -> Place | None:
    """A place with its reason and cost; None when it is too far from everything the patient had.

    `days`: how many later; `moved`: minutes from the hour the patient had, by the clock on the wall.
    """
    same_day = days == 0
    step = tier(preference, same_person=same_person, same_day=same_day, moved=moved)
    if step is None:
        return None
    cost = step * TIER + days * DAY_MINUTES + abs(moved) + (0 if same_person else OTHER_PERSON)
    reason = reason_of(same_person=same_person, same_day=same_day, moved=moved)
    return Place(choice, tuple(takes), reason, moved, cost)


def replan(visits: Sequence[Sequence[Place]], *, effort: int = EFFORT) -> Replanned:
    """The least disturbing plan found. `effort`: how many places branch and bound may try, 0 for none of it."""
    cheapest = [sorted(places, key=lambda one: one.cost) for places in visits]
    found = _repaired(cheapest, _greedy(cheapest))
    search = _Search(cheapest, found, effort)
    search.go()
    return Replanned(tuple(search.best), search.cost, search.left >= 0)


def alternatives(places: Sequence[Place], others: Iterable[Place | None]) -> list[Place]:
    """Those of a visit's places that the places of the others leave free, the least disturbing first."""
    used = _Used()
    for other in others:
        if other:
            used.add(other)
    return sorted((one for one in places if used.free(one)), key=lambda one: one.cost)


def beside(places: Sequence[Place], stays: Iterable[Place]) -> list[Place]:
    """Those that take nothing of what visits that stay where they are have."""
    kept = list(stays)
    return [one for one in places if not any(_overlap(one, other) for other in kept)]


def settled(wanted: Sequence[Sequence[Place]], *, stays: Iterable[Place] = ()) -> list[Place | None]:
    """Of each visit's places that are one to its patient (the rooms of one time) the first that those before it, and
    those that stay, leave free; the first of all where none is, None where there is none."""
    used, found = _Used(), _nothing(wanted)
    for other in stays:
        used.add(other)
    for number, places in enumerate(wanted):
        one = next((one for one in places if used.free(one)), places[0] if places else None)
        if one:
            used.add(one)
        found[number] = one
    return found


def clashing(places: Sequence[Place | None]) -> frozenset[int]:
    """The numbers of those that take a cell of the same resource as another of them does."""
    return frozenset(
        number
        for number, one in enumerate(places)
        if one and any(other and _overlap(one, other) for at, other in enumerate(places) if at != number)
    )


def _overlap(one: Place, other: Place) -> bool:
    return any(mine.resource == its.resource and mine.cells & its.cells for mine in one.takes for its in other.takes)


def cost_of(places: Iterable[Place | None]) -> tuple[int, int]:
    chosen = list(places)
    return sum(one is None for one in chosen), sum(one.cost for one in chosen if one)


class _Used:
    """Cells that the places chosen so far take."""

    def __init__(self) -> None:
        self._cells: dict[Hashable, int] = {}

    def free(self, one: Place) -> bool:
        return not any(self._cells.get(part.resource, 0) & part.cells for part in one.takes)

    def add(self, one: Place) -> None:
        for part in one.takes:
            self._cells[part.resource] = self._cells.get(part.resource, 0) | part.cells

    def drop(self, one: Place) -> None:
        for part in one.takes:
            self._cells[part.resource] &= ~part.cells


def _greedy(visits: Sequence[Sequence[Place]]) -> list[Place | None]:
    """Those with the fewest places choose first."""
    used, chosen = _Used(), _nothing(visits)
    for number in _order(visits):
        found = next((one for one in visits[number] if used.free(one)), None)
        if found:
            used.add(found)
        chosen[number] = found
    return chosen


def _repaired(visits: Sequence[Sequence[Place]], chosen: list[Place | None]) -> list[Place | None]:
    """Who has no place takes one for which a single other visit can go elsewhere."""
    used = _Used()
    for one in chosen:
        if one:
            used.add(one)
    for number, one in enumerate(chosen):
        if one is None:
            _make_room(number, visits, chosen, used)
    return chosen


def _make_room(number: int, visits: Sequence[Sequence[Place]], chosen: list[Place | None], used: _Used) -> None:
    for other, held in enumerate(chosen):
        if held is None:
            continue
        used.drop(held)
        for wanted in filter(used.free, visits[number]):
            used.add(wanted)
            instead = next((one for one in visits[other] if used.free(one)), None)
            if instead:
                used.add(instead)
                chosen[number], chosen[other] = wanted, instead
                return
            used.drop(wanted)
        used.add(held)


def _nothing(visits: Sequence[Sequence[Place]]) -> list[Place | None]:
    return [None] * len(visits)


def _order(visits: Sequence[Sequence[Place]]) -> list[int]:
    return sorted(range(len(visits)), key=lambda number: (len(visits[number]), number))


class _Search:
    """Branch and bound, visit by visit; what is left costs at least its cheapest places, as if nobody were in its way.

    `left` below 0: the effort was used up, and something may have been missed.
    """

    def __init__(self, visits: Sequence[Sequence[Place]], found: list[Place | None], effort: int) -> None:
        self._visits, self._order = visits, _order(visits)
        self.best, self.cost, self.left = list(found), cost_of(found), effort
        self._used, self._chosen = _Used(), _nothing(visits)
        self._least = self._bounds()

    def _bounds(self) -> list[tuple[int, int]]:
        """For each depth: what the visits from there on cost at the least."""
        least = [(0, 0)]
        for number in reversed(self._order):
            places = self._visits[number]
            none, disturbed = least[-1]
            least.append((none, disturbed + places[0].cost) if places else (none + 1, disturbed))
        return least[::-1]

    def go(self, depth: int = 0, none: int = 0, disturbed: int = 0) -> None:
        if depth == len(self._order):
            if (none, disturbed) < self.cost:
                self.best, self.cost = list(self._chosen), (none, disturbed)
            return
        number = self._order[depth]
        least_none, least = self._least[depth + 1]
        for one in self._visits[number]:
            if (none + least_none, disturbed + one.cost + least) >= self.cost:
                break  # the others cost no less
            self.left -= 1
            if self.left < 0:
                return
            if self._used.free(one):
                self._choose(number, one)
                self.go(depth + 1, none, disturbed + one.cost)
                self._used.drop(one)
        self._chosen[number] = None
        if (none + 1 + least_none, disturbed + least) < self.cost:
            self.go(depth + 1, none + 1, disturbed)

    def _choose(self, number: int, one: Place) -> None:
        self._used.add(one)
        self._chosen[number] = one


def by_resource(takes: Iterable[tuple[Hashable, int]]) -> tuple[Takes, ...]:
    """Cells of each resource, joined."""
    joined: dict[Hashable, int] = {}
    for resource, cells in takes:
        joined[resource] = joined.get(resource, 0) | cells
    return tuple(Takes(resource, cells) for resource, cells in _sorted(joined))


def _sorted(joined: Mapping[Hashable, int]) -> list[tuple[Hashable, int]]:
    return sorted(joined.items(), key=lambda item: str(item[0]))
