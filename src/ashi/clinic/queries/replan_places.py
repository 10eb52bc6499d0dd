"""Where one visit that something has come between could be instead."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from ashi.core.scheduling.availability import possible
from ashi.core.scheduling.bitset import Stretches, positions
from ashi.core.scheduling.grid import on_grid
from ashi.core.scheduling.phases import Actor
from ashi.core.scheduling.replanning import NEAR_MINUTES, Place, Preference, by_resource, place, tier
from ashi.core.time import CELL_MINUTES, ceil_cell, cell_of, instant_of
from ashi.records.calendar.facts import Facts, ServiceFacts
from ashi.records.models import Appointment
from ashi.records.plans import visit_of

DAYS_AHEAD = 14
NOTICE = timedelta(hours=1)
Choice = tuple[int, int, int, int | None]  # start, practitioner, room, device


class Asked(Protocol):
    """What the planning of all of them knows."""

    now: datetime
    zone: ZoneInfo

    @property
    def facts(self) -> Facts: ...

    def free(self, resource: int, open_bits: int) -> int: ...


class Places:
    """Of one visit, everything that is not too far from what its patient had."""

    def __init__(self, asked: Asked, visit: Appointment) -> None:
        self.asked, self.visit, self.facts = asked, visit, asked.facts
        self.compiled, self.at = visit_of(visit), cell_of(visit.start) - asked.facts.window.start
        self.was = visit.start.astimezone(asked.zone)

    def all(self) -> Iterator[Place]:
        service = self.facts.services.get(self.visit.service_id)
        if service is None:
            return
        rooms = {pk: res for pk, res in self.facts.rooms.items() if self.facts.suits(pk, service)}
        devices = self.facts.devices.get(service.device_kind, {})
        at_rooms = self._starts(Actor.ROOM, rooms)
        at_devices: dict[int | None, int] = {None: -1}
        if self.compiled.runs_of(Actor.DEVICE):
            at_devices = dict(self._starts(Actor.DEVICE, devices).items())
        allowed = self._allowed(service)
        for pk, worker in self.facts.practitioners.items():
            if service.id not in worker.services or worker.qualification_id is None:
                continue
            free = (Stretches(self.asked.free(worker.resource_id, worker.open_bits)),)
            bits = allowed & possible(self.compiled, Actor.PRACTITIONER, free)
            for at in positions(bits):
                if not (shift := self._shift(at, same_person=pk == self.visit.practitioner_id)):
                    continue
                for room in (one for one, starts in at_rooms.items() if starts >> at & 1):
                    for device in (one for one, starts in at_devices.items() if starts >> at & 1):
                        ids = {Actor.PRACTITIONER: worker.resource_id, Actor.ROOM: rooms[room]}
                        if device is not None:
                            ids[Actor.DEVICE] = devices[device]
                        if found := self._place(at, shift, (pk, room, device), ids):
                            yield found

    def _starts(self, actor: Actor, resources: Mapping[int, int]) -> dict[int, int]:
        free = {pk: Stretches(self.asked.free(resource, self.facts.open_bits)) for pk, resource in resources.items()}
        return {pk: possible(self.compiled, actor, (bits,)) for pk, bits in free.items()}

    def _allowed(self, service: ServiceFacts) -> int:
        """On the grid or when it is booked; not sooner than somebody can be told; not when its patient is elsewhere."""
        window = self.facts.window
        every = window.between(ceil_cell(self.asked.now + NOTICE), window.end - self.compiled.length + 1)
        bits = on_grid(window, self.asked.zone, service.grid_minutes) & every | 1 << self.at
        patient = self.asked.free(self.visit.patient.resource_id, window.every)
        return bits & possible(self.compiled, Actor.PATIENT, (Stretches(patient),))

    def _shift(self, at: int, *, same_person: bool) -> tuple[int, int] | None:
        """By how many days and minutes a start is from what the patient had; None when that is too far."""
        wall = instant_of(self.facts.window.start + at).astimezone(self.asked.zone)
        days, moved = (wall.date() - self.was.date()).days, (at - self.at) * CELL_MINUTES
        if days:  # by the clock on the wall, which may change on the way
            moved = 60 * (wall.hour - self.was.hour) + wall.minute - self.was.minute
        if not 0 <= days <= DAYS_AHEAD or (days and abs(moved) > NEAR_MINUTES):
            return None
        step = tier(preference_of(self.visit), same_person=same_person, same_day=not days, moved=moved)
        return None if step is None else (days, moved)

    def _place(
        self, at: int, shift: tuple[int, int], who: tuple[int, int | None, int | None], ids: Mapping[Actor, int]
    ) -> Place | None:
        taken = {**ids, Actor.PATIENT: self.visit.patient.resource_id}
        cells = [
            (pk, ((1 << run.length) - 1) << at + run.offset)
            for actor, pk in taken.items()
            for run in self.compiled.runs_of(actor)
        ]
        return place(
            (self.facts.window.start + at, *who),
            by_resource(cells),
            preference_of(self.visit),
            same_person=who[0] == self.visit.practitioner_id,
            days=shift[0],
            moved=shift[1],
        )


def preference_of(visit: Appointment) -> Preference:
    """What its patient has said; who has said nothing keeps the time."""
    return Preference(visit.patient.keeps or Preference.TIME)
