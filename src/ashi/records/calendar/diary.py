"""Free time of every resource of a location, kept in the process and checked against the tables at each use.

The counters are read first and the rows after them: rows may be newer than the counters say, never older. A diary that
is stale all the same costs its user a clean conflict at booking, never an overlap.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum, auto
from itertools import islice
from sys import getsizeof
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, transaction

from ashi.core.scheduling.availability import Window, bits_of_pairs
from ashi.core.scheduling.bitset import Stretches, positions
from ashi.core.scheduling.grid import on_grid
from ashi.core.scheduling.search import Diary, Ranking, Wanted, starts_by_practitioner
from ashi.core.time import CELLS_A_DAY
from ashi.records.calendar.facts import Facts, ServiceFacts, facts_in, load_facts
from ashi.records.calendar.kept import Shelf
from ashi.records.calendar.rows import Rows, alias_of
from ashi.records.calendar.taken import Busy, Taken, versions_of
from ashi.records.models import Location
from ashi.records.plans import Plan

StartsByPractitioner = Mapping[int, tuple[int, ...]]
READ_TOGETHER = 32
FIRST_DAYS = timedelta(days=9)
DAYS_READ = 13  # local days read for them: `ranking_within` looks two beyond, and today counts though it is nearly over
BYTES_OF_A_CELL, BYTES_OF_A_ROW = 40, 600


class Reach(Enum):
    """How many days ahead a diary is kept."""

    SOON = auto()  # for FIRST_DAYS: most who ask many places take what can be had in a week
    HORIZON = auto()
    FAR = auto()  # for the later visits of a course


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
    _parts: dict[tuple[int, Window], tuple[Diary, Ranking]] = field(default_factory=dict, compare=False)

    def wanted(self, service: ServiceFacts, window: Window | None = None) -> Wanted:
        """Any start of this kind of visit on its grid."""
        allowed = on_grid(window or self.facts.window, self.facts.zone, service.grid_minutes)
        return Wanted(service.variants, allowed=allowed)

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

    def ranking_within(self, service: ServiceFacts, low: int, high: int) -> tuple[Window, Ranking]:
        """The ranking of some days only, with the window its bitsets are of: a week costs an eighth of sixty days.
        Found once and kept; the days reach farther than the cells asked for."""
        window = self.facts.window.days_around(low, high)
        key = service.id, window
        if key not in self._parts:
            days = self.for_service(service).within(window)
            self._parts[key] = days, Ranking(self.wanted(service, window), days)
        return window, self._parts[key][1]

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
            _parts={},
        )

    def weight(self) -> int:
        """About how many bytes it takes: nearly all of it is bitsets."""
        everybody = (self.practitioners, self.rooms, *self.devices.values())
        free = sum(one.weight() for group in everybody for one in group.values())
        taken = sum(getsizeof(one.taken) for one in self.busy.values())
        hours = sum(getsizeof(worker.open_bits) for worker in self.facts.practitioners.values())
        starts = sum(getsizeof(bits) for people in self._starts.values() for found in people.values() for bits in found)
        rankings = sum(ranking.weight() for ranking in self._rankings.values())
        parts = sum(days.weight() + ranking.weight() for days, ranking in self._parts.values())
        cells = sum(len(row) * BYTES_OF_A_CELL for rows in self._cells.values() for _, row in rows)
        return free + taken + hours + starts + rankings + parts + cells + BYTES_OF_A_ROW * len(self.busy)

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


# By database and location.
_kept: Shelf[tuple[str, int, Reach], LocationDiary] = Shelf(settings.DIARY_BYTES)


def diary_of(location: Location, *, now: datetime) -> LocationDiary:
    """The location's diary from today to its horizon. `location` was read just now: its counters are trusted, and all
    the rest is asked of the database it came from."""
    return diaries_of((location,), now=now)[0]


def diaries_of(locations: Sequence[Location], *, now: datetime, until: datetime | None = None) -> list[LocationDiary]:
    """The same for several locations of one database. What is not kept is read together.

    `until`: whoever asks looks no farther. Where that is within FIRST_DAYS, no more than those are read.
    """
    reach = Reach.SOON if until is not None and until <= now + FIRST_DAYS else Reach.HORIZON
    found: dict[int, LocationDiary] = {}
    unknown: dict[int, date] = {}
    for location in locations:
        day = _today(location, now)
        kept = _kept_diary(location, day, now, Reach.HORIZON)
        if kept is None and reach is Reach.SOON:
            kept = _kept_diary(location, day, now, reach)
        if kept is None:
            unknown[location.pk] = day
        else:
            found[location.pk] = kept
    missing = iter([location for location in locations if location.pk in unknown])
    while batch := list(islice(missing, READ_TOGETHER)):
        for location, diary in zip(batch, _read_all(batch, unknown, now, reach), strict=True):
            found[location.pk] = diary
            _kept.put(_key(location, reach), diary)
    return [found[location.pk] for location in locations]


def _kept_diary(location: Location, day: date, now: datetime, reach: Reach) -> LocationDiary | None:
    """The kept one with what has changed since; None where there is none of today with the facts as they are."""
    kept = _kept.get(_key(location, reach))
    if kept is None or kept.facts.version != location.facts_version or kept.facts.first_day != day:
        return None
    if not kept.holds_for(location.calendar_version, day, now):
        kept = _read_moved(location, now, kept)
        _kept.put(_key(location, reach), kept)
    return kept


def _today(location: Location, now: datetime) -> date:
    return now.astimezone(ZoneInfo(location.zone)).date()


def _key(location: Location, reach: Reach) -> tuple[str, int, Reach]:
    return alias_of(location), location.pk, reach


def add_when_committed(plan: Plan, versions: Mapping[int, int]) -> None:
    """Once the transaction that took this plan's time is committed, note it in the kept diary instead of reading again.

    `versions` is what the transaction left in the locations' counters. Only a diary that is older by this one
    transaction is written on: whatever else has happened, before or since, is read from the tables.
    """
    transaction.on_commit(lambda: _add(plan, versions.get(plan.location_id)))


def _add(plan: Plan, version: int | None) -> None:
    for reach in (Reach.HORIZON, Reach.SOON):
        key = DEFAULT_DB_ALIAS, plan.location_id, reach
        kept = _kept.get(key)
        if kept is not None and kept.calendar_version + 1 == version:
            _kept.put(key, kept.after(plan))


def diary_until(location: Location, last: date, *, now: datetime) -> LocationDiary:
    """The location's diary from today to at least this day: beyond the horizon for the later visits of a course."""
    near = diary_of(location, now=now)
    days = (last - near.facts.first_day).days + 2
    if days <= near.facts.horizon_days + 1:
        return near
    kept = _kept.get(_key(location, Reach.FAR))
    if kept is None or not kept.holds_for(location.calendar_version, near.facts.first_day, now) or kept.days < days:
        earlier = kept if kept is not None and kept.days >= days else None
        kept = _read(location, near.facts.first_day, now, earlier, -(-days // 60) * 60)
        _kept.put(_key(location, Reach.FAR), kept)
    return kept


def forget() -> None:
    """Drop what is kept: the tables behind it have been replaced (a restored backup, a test's rollback)."""
    _kept.clear()


def kept_bytes() -> tuple[int, int]:
    """How many diaries are kept, and about how many bytes they take."""
    return len(_kept), _kept.weight()


def diary_between(location: Location, first: date, last: date, *, now: datetime) -> LocationDiary:
    """A diary for other days than the kept ones, such as last week or next year; read afresh."""
    facts = load_facts(location, first, (last - first).days + 1)
    return _assemble(location, facts, _busy(facts.resource_ids, facts, now, alias_of(location)))


def _cells_of(plan: Plan, window: Window) -> dict[int, int]:
    """What a plan takes of each resource, as bits of the window."""
    return {
        pk: bits_of_pairs(((part.start, part.end) for part in plan.visit.taken(actor, plan.start)), window)
        for actor, pk in plan.resources.items()
    }


def _read(location: Location, day: date, now: datetime, kept: LocationDiary | None, days: int) -> LocationDiary:
    if kept is None or kept.facts.version != location.facts_version or kept.facts.first_day != day:
        return diary_between(location, day, day + timedelta(days=days), now=now)
    return _read_moved(location, now, kept)


def _read_moved(location: Location, now: datetime, kept: LocationDiary) -> LocationDiary:
    """The kept diary with what has changed since."""
    alias = alias_of(location)
    moved = [
        pk
        for pk, version in versions_of(kept.facts.resource_ids, alias).items()
        if version != kept.busy[pk].version or ((until := kept.busy[pk].until) is not None and until <= now)
    ]
    return _assemble(location, kept.facts, {**kept.busy, **_busy(moved, kept.facts, now, alias)})


def _read_all(
    locations: Sequence[Location], first_days: Mapping[int, date], now: datetime, reach: Reach
) -> list[LocationDiary]:
    """The diaries of several locations to their horizons, or to DAYS_READ, in a dozen questions."""
    rows = Rows(locations)
    days = {one.pk: one.horizon_days + 2 for one in locations}
    if reach is Reach.SOON:
        days = {pk: min(whole, DAYS_READ) for pk, whole in days.items()}
    facts = [facts_in(rows, one, first_days[one.pk], days[one.pk]) for one in locations]
    everybody = [pk for one in facts for pk in one.resource_ids]
    low, high = min(one.window.start for one in facts), max(one.window.end for one in facts)
    taken = Taken(everybody, low, high, now, alias_of(locations[0]))
    return [
        _assemble(location, one, taken.within(one.resource_ids, one.window))
        for location, one in zip(locations, facts, strict=True)
    ]


def _busy(resource_ids: Iterable[int], facts: Facts, now: datetime, alias: str) -> dict[int, Busy]:
    window, ids = facts.window, list(resource_ids)
    return Taken(ids, window.start, window.end, now, alias).within(ids, window)


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
