"""Visits as the desk sees them: who, when, where, and what is going on with each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import get_language

from ashi.clinic.sheet.parts import Part, parts_of
from ashi.clinic.sheet.state import IN_THE_ROOM, OVER, Doing, State, doing
from ashi.core.time import ceil_cell, cell_of, instant_of, local_day
from ashi.records.models import Appointment, AppointmentEvent, AppointmentStatus, HealthcareService
from ashi.records.plans import visit_of

SAID = ("arrived", "late")


@dataclass(frozen=True)
class Said:
    """What was said about a visit: when its patient came, and how late they said they would be."""

    arrived_at: datetime | None = None
    late_minutes: int = 0


@dataclass(frozen=True)
class ShownVisit:
    """A visit at one moment. `place` is its acupuncturist's number among those of the day (thread colour)."""

    visit: Appointment
    said: Said
    now: datetime
    zone: ZoneInfo

    @property
    def practitioner_id(self) -> int:
        return self.visit.practitioner_id

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return parts_of(visit_of(self.visit), cell_of(self.visit.start))

    @cached_property
    def doing(self) -> Doing:
        midnight = local_day(self.starts.date(), self.zone).end
        return doing(self.visit.status, self.parts, arrived_at=self.said.arrived_at, now=self.now, day_end=midnight)

    @property
    def starts(self) -> datetime:
        return self.visit.start.astimezone(self.zone)

    @property
    def ends(self) -> datetime:
        """When the room is free again."""
        return self.visit.end.astimezone(self.zone)

    @property
    def leaves(self) -> datetime:
        """When the patient goes."""
        cells = visit_of(self.visit).patient_length
        return instant_of(cell_of(self.visit.start) + cells).astimezone(self.zone) if cells else self.ends

    @property
    def kind(self) -> str:
        return name_of(self.visit.service)

    @property
    def is_pending(self) -> bool:
        return self.visit.status == AppointmentStatus.PENDING

    @property
    def is_expected(self) -> bool:
        return self.visit.status in (AppointmentStatus.PENDING, AppointmentStatus.BOOKED)

    @property
    def is_over(self) -> bool:
        return self.doing.state in OVER

    @property
    def is_in_the_room(self) -> bool:
        return self.doing.state in IN_THE_ROOM

    @property
    def is_overdue(self) -> bool:
        return self.doing.state is State.OVERDUE

    @property
    def may_arrive(self) -> bool:
        """From an hour before the start on; on the day itself."""
        booked = self.visit.status == AppointmentStatus.BOOKED
        return booked and not self.is_over and self.now >= self.visit.start - timedelta(hours=1)

    @property
    def may_move(self) -> bool:
        return self.is_expected and self.visit.start > self.now

    @property
    def is_due(self) -> bool:
        """Are the needles coming out, or should they be out?"""
        return self.doing.state in (State.OUT, State.OVERDUE, State.LEAVING)

    @property
    def length(self) -> int:
        """Minutes until the room is free again."""
        return sum(part.minutes for part in self.parts)

    @property
    def over_until(self) -> int:
        """The cell up to which an overdue visit is drawn."""
        return ceil_cell(self.now)


def name_of(service: HealthcareService) -> str:
    """In the language of the page."""
    return getattr(service, f"name_{get_language() or 'en'}"[:7], "") or service.name_en


def with_everything() -> QuerySet[Appointment]:
    return Appointment.objects.select_related(
        "patient", "practitioner", "room", "device", "service", "location", "clearance", "qualification"
    )


def to_draw() -> QuerySet[Appointment]:
    """With no more than a sheet says of them: one is drawn every minute, of all the day's visits."""
    return Appointment.objects.select_related("patient", "practitioner", "room", "service")


def shown(visits: Iterable[Appointment], *, now: datetime, zone: ZoneInfo) -> list[ShownVisit]:
    rows = list(visits)
    said = _said(rows)
    return [ShownVisit(visit, said.get(visit.pk, Said()), now, zone) for visit in rows]


def _said(visits: Sequence[Appointment]) -> dict[int, Said]:
    """The last word on each; a visit that was moved begins anew."""
    events = AppointmentEvent.objects.filter(appointment__in=visits, kind__in=(*SAID, "moved", "undone"))
    found: dict[int, Said] = {}
    for event in events.order_by("at", "pk"):
        before = found.get(event.appointment_id, Said())
        if event.kind == "arrived":
            found[event.appointment_id] = Said(event.at, before.late_minutes)
        elif event.kind == "late":
            found[event.appointment_id] = Said(before.arrived_at, int(event.detail.get("minutes", 0)))
        else:
            found[event.appointment_id] = Said()
    return found
