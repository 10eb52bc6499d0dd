"""A visit as it is meant to be: where, who, which room, when. What is held, booked, moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from ashi.core.scheduling.phases import Actor, CompiledVisit, Phase, compile_visit
from ashi.core.time import cell_of, instant_of
from ashi.records.models.appointments import Planned
from ashi.records.reservations import Stretch


@dataclass(frozen=True)
class Plan:
    """All ids are of the records. `start` in cells; `resources` are the rows of who is taken."""

    location_id: int
    practitioner_id: int
    service_id: int
    room_id: int
    device_id: int | None
    start: int
    visit: CompiledVisit
    resources: Mapping[Actor, int]
    qualification_id: int
    price_cents: int

    @property
    def starts_at(self) -> datetime:
        return instant_of(self.start)

    @property
    def ends_at(self) -> datetime:
        return instant_of(self.start + self.visit.length)

    def fields(self) -> dict[str, Any]:
        """As columns of a hold or an appointment."""
        return {
            "location_id": self.location_id,
            "practitioner_id": self.practitioner_id,
            "service_id": self.service_id,
            "room_id": self.room_id,
            "device_id": self.device_id,
            "start": self.starts_at,
            "end": self.ends_at,
            "phases": [[phase.code, phase.minutes, sorted(phase.actors)] for phase in self.visit.phases],
        }

    def stretches(self, patient_resource_id: int | None = None, *, lane: int = 0) -> list[Stretch]:
        """What it takes of each resource. Only the practitioner has another lane to be squeezed into."""
        resources = dict(self.resources)
        if patient_resource_id is not None:
            resources[Actor.PATIENT] = patient_resource_id
        return [
            Stretch(pk, taken.start, taken.end, lane if actor is Actor.PRACTITIONER else 0)
            for actor, pk in resources.items()
            for taken in self.visit.taken(actor, self.start)
        ]


def visit_of(planned: Planned) -> CompiledVisit:
    """The visit as it was booked, whatever its kind looks like today."""
    return _compiled(tuple((code, minutes, tuple(actors)) for code, minutes, actors in planned.phases))


@lru_cache(maxsize=512)  # a clinic's visits are of a few kinds, and a day sheet asks for each several times
def _compiled(phases: tuple[tuple[str, int, tuple[str, ...]], ...]) -> CompiledVisit:
    return compile_visit(
        Phase(code=code, minutes=minutes, actors=frozenset(Actor(actor) for actor in actors))
        for code, minutes, actors in phases
    )


def plan_of(planned: Planned, *, qualification_id: int, price_cents: int) -> Plan:
    """The plan that a hold or an appointment stands for."""
    resources = {Actor.PRACTITIONER: planned.practitioner.resource_id, Actor.ROOM: planned.room.resource_id}
    if planned.device is not None:
        resources[Actor.DEVICE] = planned.device.resource_id
    return Plan(
        location_id=planned.location_id,
        practitioner_id=planned.practitioner_id,
        service_id=planned.service_id,
        room_id=planned.room_id,
        device_id=planned.device_id,
        start=cell_of(planned.start),
        visit=visit_of(planned),
        resources=resources,
        qualification_id=qualification_id,
        price_cents=price_cents,
    )
