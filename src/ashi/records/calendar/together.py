"""Times at which several patients can be seen at once, as plans that can be booked together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from ashi.core.scheduling.availability import bits_of_pairs
from ashi.core.scheduling.search import Offer
from ashi.core.scheduling.together import Party, Place, together
from ashi.core.time import ceil_cell
from ashi.records.calendar.diary import LocationDiary, diary_of
from ashi.records.calendar.offers import plan_behind
from ashi.records.models import Location, Occupancy, Patient
from ashi.records.plans import Plan


@dataclass(frozen=True)
class TogetherSearch:
    """Two to four patients, each with the kind of visit they want, at one location, all at the same time."""

    location: Location
    wanted: Sequence[tuple[Patient, int]]  # and the service's id
    now: datetime
    earliest: datetime | None = None
    latest: datetime | None = None

    @cached_property
    def diary(self) -> LocationDiary:
        return diary_of(self.location, now=self.now)

    def times(self) -> Iterator[tuple[int, list[Plan]]]:
        """Each start with a plan for each patient, in their order, the soonest first."""
        for start, places in together([self._party(patient, service) for patient, service in self.wanted]):
            plans = [self._plan(start, service, place) for (_, service), place in zip(self.wanted, places, strict=True)]
            if None not in plans:
                yield start, [plan for plan in plans if plan]

    def _party(self, patient: Patient, service_id: int) -> Party:
        facts = self.diary.facts
        service, window = facts.services[service_id], facts.window
        low = ceil_cell(max(self.now, self.earliest or self.now))
        bounds = window.between(low, ceil_cell(self.latest) if self.latest else window.end)
        taken = Occupancy.objects.filter(resource=patient.resource_id, end__gt=window.start)
        busy = bits_of_pairs(taken.values_list("start", "end"), window)
        wanted = self.diary.wanted(service)
        allowed = bounds if wanted.allowed is None else bounds & wanted.allowed
        licensed = [pk for pk, worker in facts.practitioners.items() if worker.qualification_id is not None]
        diary = self.diary.for_service(service, licensed)
        return Party(replace(wanted, allowed=allowed, patient=window.every & ~busy), diary)

    def _plan(self, start: int, service_id: int, place: Place) -> Plan | None:
        facts = self.diary.facts
        if place.practitioner is None:
            return None
        offer = Offer(start, place.practitioner, place.compiled, place.room, place.device)
        return plan_behind(offer, facts.services[service_id], facts)
