"""Finding time: every start of a visit, and the offers made of them in the order a person would want."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import merge
from itertools import product
from operator import itemgetter
from sys import getsizeof

from ashi.core.scheduling.availability import Window, possible
from ashi.core.scheduling.bitset import Stretches, positions
from ashi.core.scheduling.choice import Chooser
from ashi.core.scheduling.gaps import by_useless_gaps, edges, fewest_useless_gaps, useless_inside
from ashi.core.scheduling.phases import Actor, CompiledVisit

# How many more visits the practitioners' free time must be worth than the rooms' for the rooms to be scarce.
ROOMS_ARE_SCARCE_FROM = Fraction(5, 4)


@dataclass(frozen=True)
class Diary:
    """Free time of the people, rooms and devices of one location, by their ids. What a cache keeps: the answers the
    stretches keep serve the next search."""

    window: Window
    practitioners: Mapping[int, Stretches]
    rooms: Mapping[int, Stretches]
    devices: Mapping[int, Stretches]

    @classmethod
    def of(
        cls, window: Window, practitioners: Mapping[int, int], rooms: Mapping[int, int], devices: Mapping[int, int]
    ) -> "Diary":
        """A diary of plain bitsets."""
        people, places, machines = (
            {key: Stretches(bits) for key, bits in group.items()} for group in (practitioners, rooms, devices)
        )
        return cls(window, people, places, machines)

    def only(self, practitioners: Iterable[int]) -> "Diary":
        """The same diary with these practitioners, in this order; ids it does not know are left out."""
        people = {key: self.practitioners[key] for key in practitioners if key in self.practitioners}
        return Diary(self.window, people, self.rooms, self.devices)

    def within(self, window: Window) -> "Diary":
        """The same diary through a window that lies inside its own."""
        first, every = window.start - self.window.start, window.every

        def cut(group: Mapping[int, Stretches]) -> dict[int, Stretches]:
            return {key: Stretches(free.bits >> first & every) for key, free in group.items()}

        return Diary(window, cut(self.practitioners), cut(self.rooms), cut(self.devices))

    def weight(self) -> int:
        """About how many bytes its bitsets take, with the answers they keep."""
        groups = (self.practitioners, self.rooms, self.devices)
        return sum(free.weight() for group in groups for free in group.values())


@dataclass(frozen=True)
class Wish:
    """Something a patient asked for: one of these practitioners, one of these starts (a bitset), or both.

    Raises ValueError when it asks for nothing.
    """

    practitioners: frozenset[int] | None = None
    starts: int | None = None

    def __post_init__(self) -> None:
        if self.practitioners is None and self.starts is None:
            raise ValueError("a wish asks for a practitioner or for a time")

    def granted(self, practitioner: int) -> int:
        """The starts (a bitset, -1 for every start there is) with this practitioner that grant the wish."""
        if self.practitioners is not None and practitioner not in self.practitioners:
            return 0
        return -1 if self.starts is None else self.starts


@dataclass(frozen=True)
class Wanted:
    """What is looked for.

    `variants`: the visit in its lengths, the best first. `allowed`: starts that may be offered at all (grid, notice,
    horizon), a bitset; None for all. `patient`: the patient's free cells; None when they are not known. `wishes`: the
    most important first. `useful`: from how many cells on a free stretch counts as useful for practitioner, room and
    device; by default the longest run of this visit at its shortest, so that another such visit can use it.
    Raises ValueError without a variant.
    """

    variants: tuple[CompiledVisit, ...]
    allowed: int | None = None
    patient: int | None = None
    wishes: tuple[Wish, ...] = ()
    useful: Mapping[Actor, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.variants:
            raise ValueError("a search is for at least one variant of a visit")

    def useful_cells(self, actor: Actor) -> int:
        if actor in self.useful:
            return self.useful[actor]
        shortest = min(self.variants, key=lambda visit: visit.length)
        return max((run.length for run in shortest.runs_of(actor)), default=1)


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that can be booked, `start` being a cell. `unmet` says of each wish whether it is not met; `useless_gaps`
    counts those that it leaves beside itself with the practitioner, or with the room where rooms are scarce."""

    start: int
    practitioner: int
    compiled: CompiledVisit
    room: int | None
    device: int | None
    unmet: tuple[bool, ...] = ()
    useless_gaps: int = 0

    @property
    def rank(self) -> tuple[tuple[bool, ...], int, int]:
        """Sorts offers: what was asked for, the fewest useless gaps in the day of what is scarce, the soonest."""
        return self.unmet, self.useless_gaps, self.start


def starts_by_practitioner(wanted: Wanted, diary: Diary) -> dict[int, tuple[int, ...]]:
    """For each practitioner one bitset a variant: the starts at which it is the best variant that fits."""
    shared = [_shared_starts(visit, wanted, diary) for visit in wanted.variants]
    found = {}
    for key, practitioner in diary.practitioners.items():
        better, bitsets = 0, []
        for visit, others in zip(wanted.variants, shared, strict=True):
            here = others & possible(visit, Actor.PRACTITIONER, (practitioner,))
            bitsets.append(here & ~better)
            better |= here
        found[key] = tuple(bitsets)
    return found


def any_starts(wanted: Wanted, diary: Diary) -> int:
    """The starts at which some practitioner can begin some variant, as a bitset."""
    union = 0
    for bitsets in starts_by_practitioner(wanted, diary).values():
        for bits in bitsets:
            union |= bits
    return union


def offers(wanted: Wanted, diary: Diary) -> Iterator[Offer]:
    """Every offer in the order of `Offer.rank`; practitioners who are equal in it come in the diary's order.

    Found as they are asked for: taking the first twenty costs little more than twenty.
    """
    return Ranking(wanted, diary).offers(wanted.wishes)


def merged(*streams: Iterable[Offer]) -> Iterator[Offer]:
    """Offers of several diaries (several locations, each asked the same wishes) in one order."""
    return merge(*streams, key=lambda offer: offer.rank)


def nearest(starts_bits: int, cell: int, n: int = 3, *, window: Window) -> tuple[int, ...]:
    """The n starts (cells) nearest to a cell, the nearest first, the earlier first of two as near."""
    at = min(max(cell - window.start, 0), window.length)
    before, after = starts_bits & (1 << at) - 1, starts_bits >> at
    found = []
    for _ in range(n):
        if before:
            last = before.bit_length() - 1
            before ^= 1 << last
            found.append(window.start + last)
        if after:
            first = (after & -after).bit_length() - 1
            after ^= 1 << first
            found.append(window.start + at + first)
    return tuple(sorted(found, key=lambda start: (abs(start - cell), start))[:n])


def _shared_starts(visit: CompiledVisit, wanted: Wanted, diary: Diary) -> int:
    """Where room, device, patient and rules allow a start, whoever the practitioner is."""
    fits = max(diary.window.length - visit.length + 1, 0)
    found = (1 << fits) - 1 if wanted.allowed is None else wanted.allowed & (1 << fits) - 1
    if wanted.patient is not None:
        found &= possible(visit, Actor.PATIENT, (Stretches(wanted.patient),))
    found &= possible(visit, Actor.ROOM, diary.rooms.values())
    return found & possible(visit, Actor.DEVICE, diary.devices.values())


class _Candidate:
    """A variant of the visit with what chooses its room and device."""

    def __init__(self, visit: CompiledVisit, wanted: Wanted, diary: Diary) -> None:
        self.visit = visit
        self.room, self.device = (
            Chooser(visit.runs_of(actor), resources, wanted.useful_cells(actor)).choose
            for actor, resources in ((Actor.ROOM, diary.rooms), (Actor.DEVICE, diary.devices))
        )


class Waste:
    """Sorts starts by the useless gaps they leave with whom or what is scarce in this diary for this visit.

    That is the practitioner, or the room where the rooms' free time is worth far fewer visits than the practitioners'.
    A rest too short for another visit leaves the practitioner a gap wherever it lies; with the room it is counted too,
    so that places can be compared.
    """

    def __init__(self, wanted: Wanted, diary: Diary) -> None:
        self._people = diary.practitioners
        self.actor = scarce(wanted, diary)
        self._useful = wanted.useful_cells(self.actor)
        self._edges = [edges(visit.runs_of(Actor.PRACTITIONER)) for visit in wanted.variants]
        self._rooms: list[list[int]] = []
        if self.actor is Actor.ROOM:
            rooms = diary.rooms.values()
            inside = wanted.useful_cells(Actor.PRACTITIONER)
            self._rooms = [
                [0] * useless_inside(sides, inside)
                + fewest_useless_gaps(rooms, visit.runs_of(Actor.ROOM), self._useful)
                for visit, sides in zip(wanted.variants, self._edges, strict=True)
            ]

    def classes(self, variant: int, practitioner: int, starts: int) -> list[int]:
        """Item n holds those of the starts (a bitset) with this practitioner that leave n useless gaps."""
        if self._rooms:
            return [some & starts for some in self._rooms[variant]]
        return by_useless_gaps(starts, self._people[practitioner], self._edges[variant], self._useful)


def scarce(wanted: Wanted, diary: Diary) -> Actor:
    """The room, where the practitioners' free time is worth more than ROOMS_ARE_SCARCE_FROM times the visits that the
    rooms' is; else the practitioner.

    Where both are about as scarce, gaps in the practitioners' day cost more: measured by `ashi bench sellable`.
    """
    visit = wanted.variants[0]
    room, practitioner = (
        (sum(run.length for run in visit.runs_of(actor)), sum(free.bits.bit_count() for free in group.values()))
        for actor, group in ((Actor.ROOM, diary.rooms), (Actor.PRACTITIONER, diary.practitioners))
    )
    if not (room[0] and practitioner[0]):
        return Actor.ROOM if room[0] else Actor.PRACTITIONER
    # free / needed on either side, in whole numbers
    many, few = practitioner[1] * room[0], room[1] * practitioner[0]
    margin = ROOMS_ARE_SCARCE_FROM
    return Actor.ROOM if many * margin.denominator > few * margin.numerator else Actor.PRACTITIONER


class Ranking:
    """The starts of every practitioner and variant, sorted by useless gaps, ready to be merged into offers.

    Follows from what is free and from `Wanted` without its wishes, so it can be kept and asked again and again.
    """

    def __init__(self, wanted: Wanted, diary: Diary) -> None:
        self._window = diary.window
        waste = Waste(wanted, diary)
        candidates = [_Candidate(visit, wanted, diary) for visit in wanted.variants]
        self._sorted_starts = [
            (order, practitioner, candidates[variant], waste.classes(variant, practitioner, bits))
            for order, (practitioner, bitsets) in enumerate(starts_by_practitioner(wanted, diary).items())
            for variant, bits in enumerate(bitsets)
            if bits
        ]
        self.classes = max((len(classes) for *_, classes in self._sorted_starts), default=0)

    def weight(self) -> int:
        """About how many bytes it takes."""
        return sum(getsizeof(bits) for *_, classes in self._sorted_starts for bits in classes)

    def starts(self, gaps: int, allowed: int = -1, people: Container[int] | None = None) -> int:
        """The starts that leave so many useless gaps with somebody, as a bitset."""
        found = 0
        for _, practitioner, _, classes in self._sorted_starts:
            if gaps < len(classes) and (people is None or practitioner in people):
                found |= classes[gaps]
        return found & allowed

    def offers(
        self, wishes: tuple[Wish, ...] = (), allowed: int = -1, people: Container[int] | None = None
    ) -> Iterator[Offer]:
        """The offers in order of rank. `allowed`: a bitset of starts, -1 for all. `people`: only with one of these."""
        for unmet in product((False, True), repeat=len(wishes)):
            for gaps in range(self.classes):
                yield from self.offers_leaving(gaps, wishes, unmet, allowed, people)

    def offers_leaving(
        self,
        gaps: int,
        wishes: tuple[Wish, ...] = (),
        unmet: tuple[bool, ...] = (),
        allowed: int = -1,
        people: Container[int] | None = None,
    ) -> Iterator[Offer]:
        """Those that leave so many useless gaps and miss just these of the wishes, the soonest first."""
        streams = []
        for order, practitioner, candidate, classes in self._sorted_starts:
            if gaps < len(classes) and (people is None or practitioner in people):
                bits = _wished(classes[gaps] & allowed, practitioner, wishes, unmet)
                if bits:
                    streams.append(_tagged(bits, order, practitioner, candidate))
        return self._merged(streams, unmet, gaps)

    def _merged(self, streams: list[Iterator["_Tagged"]], unmet: tuple[bool, ...], gaps: int) -> Iterator[Offer]:
        """The offers of one rank but for the time, the soonest first."""
        for at, _, practitioner, candidate in merge(*streams, key=_by_time):
            room, device = candidate.room(at), candidate.device(at)
            yield Offer(self._window.start + at, practitioner, candidate.visit, room, device, unmet, gaps)


def _wished(bits: int, practitioner: int, wishes: tuple[Wish, ...], unmet: tuple[bool, ...]) -> int:
    for wish, missed in zip(wishes, unmet, strict=True):
        granted = wish.granted(practitioner)
        bits &= ~granted if missed else granted
    return bits


_Tagged = tuple[int, int, int, _Candidate]
_by_time = itemgetter(0, 1)


def _tagged(bits: int, order: int, practitioner: int, candidate: _Candidate) -> Iterator[_Tagged]:
    return ((at, order, practitioner, candidate) for at in positions(bits))
