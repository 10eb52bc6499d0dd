"""Free time of every resource of a location, kept in the process and checked against the tables at each use.

The counters are read first and the rows after them: rows may be newer than the counters say, never older. A diary that
is stale all the same costs its user a clean conflict at booking, never an overlap.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from ashi.core.scheduling.availability import Window, bits_of_pairs
from ashi.core.scheduling.bitset import Stretches, positions
from ashi.core.scheduling.grid import on_grid
from ashi.core.scheduling.search import Diary, Ranking, Wanted, starts_by_practitioner
from ashi.core.time import CELLS_A_DAY, ceil_cell, floor_cell
from ashi.records.calendar.facts import Facts, ServiceFacts, load_facts
from ashi.records.models import Absence, Location, Occupancy, Resource
from ashi.records.plans import Plan

StartsByPractitioner = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True)
class Busy:
    """What one resource's rows said: free cells, and when the first hold among them runs out."""

    version: int
    taken: int
    until: datetime | None


@dataclass(frozen=True)
class LocationDiary:
    """A location's free time at one state of the tables. `practitioners`, `rooms` and `devices` are by their own id."""

    facts: Facts
    calendar_version: int
    busy: Mapping[int, Busy]
    practitioners: Mapping[int, Stretches]
    rooms: Mapping[int, Stretches]
    devices: Mapping[str, Mapping[int, Stretches]]
    stale_at: datetime | None
    _starts: dict[int, StartsByPractitioner] = field(default_factory=dict, compare=False)
    _rankings: dict[int, Ranking] = field(default_factory=dict, compare=False)
    _cells: dict[tuple[int, int], list[tuple[int, list[int]]]] = field(default_factory=dict, compare=False)

    def wanted(self, service: ServiceFacts) -> Wanted:
        """Any start of this kind of visit on its grid."""
        return Wanted(service.variants, allowed=on_grid(self.facts.window, self.facts.zone, service.grid_minutes))

    def for_service(self, service: ServiceFacts, people: Container[int] | None = None) -> Diary:
        """The part of the diary that a kind of visit can use."""
        able = {
            pk: free
            for pk, free in self.practitioners.items()
            if service.id in self.facts.practitioners[pk].services and (people is None or pk in people)
        }
        rooms = {pk: free for pk, free in self.rooms.items() if self.facts.suits(pk, service)}
        return Diary(self.facts.window, able, rooms, self.devices.get(service.device_kind, {}))

    def starts(self, service: ServiceFacts) -> StartsByPractitioner:
        """Where each practitioner can begin this kind of visit, one bitset a variant. Found once and kept."""
        if service.id not in self._starts:
            self._starts[service.id] = starts_by_practitioner(self.wanted(service), self.for_service(service))
        return self._starts[service.id]

    def ranking_of(self, service: ServiceFacts, practitioner_id: int) -> Ranking:
        """The ranking as far as one practitioner goes: all of it where it is kept, else no more than that."""
        if service.id in self._rankings:
            return self._rankings[service.id]
        return Ranking(self.wanted(service), self.for_service(service, (practitioner_id,)))

    def ranking(self, service: ServiceFacts) -> Ranking:
        """Where each practitioner can begin it, in the order of what is offered; found once and kept."""
        if service.id not in self._rankings:
            self._rankings[service.id] = Ranking(self.wanted(service), self.for_service(service))
        return self._rankings[service.id]

    def cells(self, service: ServiceFacts, practitioner_id: int) -> list[tuple[int, list[int]]]:
        """The same for one practitioner as cells, ascending: for each variant how long the patient stays, and when."""
        key = service.id, practitioner_id
        if key not in self._cells:
            bitsets = self.starts(service).get(practitioner_id, ())
            begin = self.facts.window.start
            self._cells[key] = [
                (visit.patient_length, [begin + position for position in positions(bits)])
                for visit, bits in zip(service.variants, bitsets, strict=False)
                if bits
            ]
        return self._cells[key]

    def without(self, plan: Plan) -> "LocationDiary":
        """The diary as it were if this visit were not in it."""
        own = _cells_of(plan, self.facts.window)

        def freed(free: Stretches, resource_id: int, open_bits: int) -> Stretches:
            return Stretches(free.bits | own[resource_id] & open_bits) if resource_id in own else free

        return self._with(freed)

    def after(self, plan: Plan) -> "LocationDiary":
        """The diary once this visit has been committed, and nothing else since this one was read."""
        own = _cells_of(plan, self.facts.window)

        def left(free: Stretches, resource_id: int, _: int) -> Stretches:
            return Stretches(free.bits & ~own[resource_id]) if resource_id in own else free

        known = ((pk, self.busy[pk]) for pk in own if pk in self.busy)
        busy = {pk: Busy(was.version + 1, was.taken | own[pk], was.until) for pk, was in known}
        return replace(self._with(left), calendar_version=self.calendar_version + 1, busy={**self.busy, **busy})

    def _with(self, changed: Callable[[Stretches, int, int], Stretches]) -> "LocationDiary":
        """What is free, changed resource by resource; nothing that was worked out from it is kept."""
        facts = self.facts
        return replace(
            self,
            practitioners={
                pk: changed(free, facts.practitioners[pk].resource_id, facts.practitioners[pk].open_bits)
                for pk, free in self.practitioners.items()
            },
            rooms={pk: changed(free, facts.rooms[pk], facts.open_bits) for pk, free in self.rooms.items()},
            devices={
                kind: {pk: changed(free, facts.devices[kind][pk], facts.open_bits) for pk, free in devices.items()}
                for kind, devices in self.devices.items()
            },
            _starts={},
            _rankings={},
            _cells={},
        )

    @property
    def days(self) -> int:
        """How many days ahead it reaches."""
        return self.facts.window.length // CELLS_A_DAY

    def holds_for(self, calendar_version: int, day: date, now: datetime) -> bool:
        return (
            self.calendar_version == calendar_version
            and self.facts.first_day == day
            and (self.stale_at is None or now < self.stale_at)
        )


_kept: dict[int, LocationDiary] = {}
_far: dict[int, LocationDiary] = {}


def diary_of(location: Location, *, now: datetime) -> LocationDiary:
    """The location's diary from today to its horizon. `location` was read just now: its counters are trusted."""
    day = now.astimezone(ZoneInfo(location.zone)).date()
    kept = _kept.get(location.pk)
    if kept is None or not kept.holds_for(location.calendar_version, day, now):
        kept = _kept[location.pk] = _read(location, day, now, kept)
    return kept


def add_when_committed(plan: Plan, versions: Mapping[int, int]) -> None:
    """Once the transaction that took this plan's time is committed, note it in the kept diary instead of reading again.

    `versions` is what the transaction left in the locations' counters. Only a diary that is older by this one
    transaction is written on: whatever else has happened, before or since, is read from the tables.
    """
    transaction.on_commit(lambda: _add(plan, versions.get(plan.location_id)))


def _add(plan: Plan, version: int | None) -> None:
    kept = _kept.get(plan.location_id)
    if kept is not None and kept.calendar_version + 1 == version:
        _kept[plan.location_id] = kept.after(plan)


def diary_until(location: Location, last: date, *, now: datetime) -> LocationDiary:
    """The location's diary from today to at least this day: beyond the horizon for the later visits of a course."""
    near = diary_of(location, now=now)
    days = (last - near.facts.first_day).days + 2
    if days <= near.facts.horizon_days + 1:
        return near
    kept = _far.get(location.pk)
    if kept is None or not kept.holds_for(location.calendar_version, near.facts.first_day, now) or kept.days < days:
        earlier = kept if kept is not None and kept.days >= days else None
        kept = _far[location.pk] = _read(location, near.facts.first_day, now, earlier, -(-days // 60) * 60)
    return kept


def forget() -> None:
    """Drop what is kept: the tables behind it have been replaced (a restored backup, a test's rollback)."""
    _kept.clear()
    _far.clear()


def diary_between(location: Location, first: date, last: date, *, now: datetime) -> LocationDiary:
    """A diary for other days than the kept ones, such as last week or next year; read afresh."""
    facts = load_facts(location, first, (last - first).days + 1)
    return _assemble(location, facts, _busy(facts.resource_ids, facts.window, now))


def _cells_of(plan: Plan, window: Window) -> dict[int, int]:
    """What a plan takes of each resource, as bits of the window."""
    return {
        pk: bits_of_pairs(((part.start, part.end) for part in plan.visit.taken(actor, plan.start)), window)
        for actor, pk in plan.resources.items()
    }


def _read(
    location: Location, day: date, now: datetime, kept: LocationDiary | None, days: int | None = None
) -> LocationDiary:
    if kept is None or kept.facts.version != location.facts_version or kept.facts.first_day != day:
        ahead = location.horizon_days + 1 if days is None else days
        return diary_between(location, day, day + timedelta(days=ahead), now=now)
    moved = _moved(kept, now)
    return _assemble(location, kept.facts, {**kept.busy, **_busy(moved, kept.facts.window, now)})


def _moved(kept: LocationDiary, now: datetime) -> list[int]:
    """Resources whose rows have to be read again."""
    versions = Resource.objects.filter(pk__in=kept.facts.resource_ids).values_list("pk", "version")
    return [
        pk
        for pk, version in versions
        if version != kept.busy[pk].version or ((until := kept.busy[pk].until) is not None and until <= now)
    ]


def _busy(resource_ids: Iterable[int], window: Window, now: datetime) -> dict[int, Busy]:
    ids = list(resource_ids)
    versions = dict(Resource.objects.filter(pk__in=ids).values_list("pk", "version"))
    pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    until: dict[int, datetime] = {}
    live = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
    rows = Occupancy.objects.filter(live, resource__in=ids, start__lt=window.end, end__gt=window.start)
    for pk, start, end, expires_at in rows.values_list("resource_id", "start", "end", "expires_at"):
        pairs[pk].append((start, end))
        if expires_at:
            until[pk] = min(until.get(pk, expires_at), expires_at)
    for pk, begins, ends in Absence.objects.filter(resource__in=ids).values_list("resource_id", "start", "end"):
        pairs[pk].append((floor_cell(begins), ceil_cell(ends)))
    return {pk: Busy(versions[pk], bits_of_pairs(pairs[pk], window), until.get(pk)) for pk in ids}


def _assemble(location: Location, facts: Facts, busy: Mapping[int, Busy]) -> LocationDiary:
    def free(open_bits: int, resource_id: int) -> Stretches:
        return Stretches(open_bits & ~busy[resource_id].taken)

    return LocationDiary(
        facts=facts,
        calendar_version=location.calendar_version,
        busy=busy,
        practitioners={pk: free(worker.open_bits, worker.resource_id) for pk, worker in facts.practitioners.items()},
        rooms={pk: free(facts.open_bits, resource) for pk, resource in facts.rooms.items()},
        devices={
            kind: {pk: free(facts.open_bits, resource) for pk, resource in devices.items()}
            for kind, devices in facts.devices.items()
        },
        stale_at=min((one.until for one in busy.values() if one.until), default=None),
    )
