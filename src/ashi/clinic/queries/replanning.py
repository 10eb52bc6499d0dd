"""Where the visits that leave or a closure hits could be instead: places for the planner, plans for the action."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import cast
from zoneinfo import ZoneInfo

from django.db.models import Q

from ashi.clinic.queries.replan_places import DAYS_AHEAD, Choice, Places
from ashi.core.scheduling.availability import bits_of_pairs
from ashi.core.scheduling.phases import Actor, CompiledVisit
from ashi.core.scheduling.replanning import (
    Place,
    Reason,
    Replanned,
    alternatives,
    beside,
    by_resource,
    clashing,
    replan,
    settled,
)
from ashi.core.scheduling.search import Offer
from ashi.core.time import ceil_cell, floor_cell
from ashi.records.calendar.facts import Facts, ServiceFacts, load_facts
from ashi.records.calendar.offers import plan_behind
from ashi.records.models import Absence, Appointment, Location, Occupancy
from ashi.records.plans import Plan, visit_of

SHOWN, ROUNDS = 30, 4


@dataclass(frozen=True)
class Row:
    """A visit with its place in the proposal, and what else it could have. `clash`: another has some of the same;
    `gone`: where somebody had put it is not free any more."""

    visit: Appointment
    place: Place | None
    others: tuple[Place, ...]
    clash: bool = False
    gone: bool = False

    @property
    def is_last_resort(self) -> bool:
        """Is it somebody else on another day, because nothing that disturbs less is free beside the others?"""
        last, place = Reason.OTHER_PERSON_OTHER_DAY, self.place
        return bool(place and place.reason is last and all(other.cost >= place.cost for other in self.others))


class Replanning:
    """`hit`: visits of one location. Those that have begun are left out: what becomes of them is said by themselves."""

    def __init__(self, location: Location, hit: Sequence[Appointment], *, now: datetime) -> None:
        self.location, self.now = location, now
        self.visits = sorted((visit for visit in hit if visit.start > now), key=lambda one: (one.start, one.pk))
        self.zone = ZoneInfo(location.zone)

    @cached_property
    def facts(self) -> Facts:
        days = [visit.start.astimezone(self.zone).date() for visit in self.visits]
        return load_facts(self.location, days[0], (days[-1] - days[0]).days + DAYS_AHEAD + 1)

    @cached_property
    def _taken(self) -> Mapping[int, int]:
        """By resource: away, out of order, or taken by anything but these visits."""
        window = self.facts.window
        ids = [*self.facts.resource_ids, *(visit.patient.resource_id for visit in self.visits)]
        live = Q(expires_at=None) | Q(expires_at__gt=self.now)
        rows = Occupancy.objects.filter(live, resource__in=ids, start__lt=window.end, end__gt=window.start)
        pairs: dict[int, list[tuple[int, int]]] = {pk: [] for pk in ids}
        own = {visit.pk for visit in self.visits}
        for pk, start, end, of in rows.values_list("resource_id", "start", "end", "appointment_id"):
            if of not in own:
                pairs[pk].append((start, end))
        for pk, begins, ends in Absence.objects.filter(resource__in=ids).values_list("resource_id", "start", "end"):
            pairs[pk].append((floor_cell(begins), ceil_cell(ends)))
        return {pk: bits_of_pairs(found, window) for pk, found in pairs.items()}

    @cached_property
    def places(self) -> list[list[Place]]:
        """Of each visit, every place that is not too far from what its patient had."""
        return [list(Places(self, visit).all()) for visit in self.visits]

    @cached_property
    def stays(self) -> list[Place]:
        """Of each visit, what it has now: all of it stays its own while its patient has not been called."""
        window = self.facts.window
        rows = Occupancy.objects.filter(appointment__in=[visit.pk for visit in self.visits])
        cells: dict[int, list[tuple[int, int]]] = {visit.pk: [] for visit in self.visits}
        for of, pk, start, end in rows.values_list("appointment_id", "resource_id", "start", "end"):
            cells[of].append((pk, bits_of_pairs([(start, end)], window)))
        return [Place(None, by_resource(cells[visit.pk]), Reason.NOBODY_FREE, 0, 0) for visit in self.visits]

    @cached_property
    def plan(self) -> Replanned:
        """A visit without a place stays where it is, so that nobody else comes there: found again until that holds."""
        stay: set[int] = set()
        found = replan(self.places)
        for _ in range(ROUNDS):
            alone = {number for number, one in enumerate(found.places) if one is None}
            if alone <= stay:
                break
            stay |= alone
            found = replan([self._beside(number, stay) for number in range(len(self.visits))])
        return found

    def _beside(self, number: int, stay: Collection[int]) -> list[Place]:
        return beside(self.places[number], (self.stays[other] for other in stay if other != number))

    def rows(self, wanted: Mapping[int, Choice | None] | None = None) -> list[Row]:
        """Those without a place first: they are called. `wanted`: where the desk has put visits, by their ids; None
        for a call. What it has not touched is as proposed."""
        chosen, gone = self.chosen(wanted or {})
        clashes, found = self.clashing(chosen), []
        for number, (visit, one) in enumerate(zip(self.visits, chosen, strict=True)):
            rest = [other or self.stays[at] for at, other in enumerate(chosen) if at != number]
            free = alternatives(self.places[number], rest)
            found.append(Row(visit, one, _different(one, free), number in clashes, number in gone))
        return sorted(found, key=lambda row: (row.place is not None, not row.clash))

    def clashing(self, chosen: Sequence[Place | None]) -> set[int]:
        """The numbers of those that have some of the same as another, or as one that stays."""
        all_of_them = [one or self.stays[number] for number, one in enumerate(chosen)]
        return {number for number in clashing(all_of_them) if chosen[number]}

    def chosen(self, wanted: Mapping[int, Choice | None]) -> tuple[list[Place | None], set[int]]:
        """A place for each visit as it is wanted, in whichever room there is; and the numbers of those gone."""
        options: list[list[Place]] = []
        gone, stays = set(), []
        for number, visit in enumerate(self.visits):
            choice = wanted[visit.pk] if visit.pk in wanted else self._proposed(number)
            same = [one for one in self.places[number] if choice and _choice(one)[:2] == choice[:2]]
            options.append(sorted(same, key=lambda one: one.choice != choice))
            if not same:
                stays.append(self.stays[number])
            if choice and not same:
                gone.add(number)
        return settled(options, stays=stays), gone

    def _proposed(self, number: int) -> Choice | None:
        one = self.plan.places[number]
        return _choice(one) if one else None

    def plan_for(self, visit: Appointment, choice: Choice) -> Plan | None:
        """The plan behind a choice; None when the clinic has no such person, room, device or kind of visit any more."""
        start, practitioner, room, device = choice
        service = self.facts.services.get(visit.service_id)
        window = self.facts.window
        if service is None or practitioner not in self.facts.practitioners or room not in self.facts.rooms:
            return None
        compiled = visit_of(visit)
        if not window.start <= start <= window.end - compiled.length or not self._has_device(service, compiled, device):
            return None
        return plan_behind(Offer(start, practitioner, compiled, room, device), service, self.facts)

    def _has_device(self, service: ServiceFacts, compiled: CompiledVisit, device: int | None) -> bool:
        if not compiled.runs_of(Actor.DEVICE):
            return device is None
        return device in self.facts.devices.get(service.device_kind, {})

    def free(self, resource: int, open_bits: int) -> int:
        return open_bits & ~self._taken[resource]


def _choice(one: Place) -> Choice:
    return cast(Choice, one.choice)


def _different(chosen: Place | None, free: Sequence[Place]) -> tuple[Place, ...]:
    """One room of each time and person will do; a few that lie near, and of every kind of change at least one."""
    seen, kinds = {_who_and_when(chosen)}, set()
    found: list[Place] = []
    for one in free:
        if _who_and_when(one) in seen or (len(found) >= SHOWN and one.reason in kinds):
            continue
        seen.add(_who_and_when(one))
        kinds.add(one.reason)
        found.append(one)
    return tuple(found)


def _who_and_when(one: Place | None) -> object:
    return one.choice[:2] if one and isinstance(one.choice, tuple) else None
