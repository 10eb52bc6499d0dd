"""Writing many invented visits at once: appointments, their history, and the occupancy of what is still to come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ashi.core.scheduling.phases import Actor
from ashi.core.scheduling.search import Offer
from ashi.core.time import floor_cell, instant_of
from ashi.records.calendar.facts import Facts, ServiceFacts
from ashi.records.models import (
    Appointment,
    AppointmentEvent,
    AppointmentStatus,
    Occupancy,
    OccupancyKind,
    Patient,
)
from ashi.records.plans import Plan
from ashi.records.tokens import make_link

AT_ONCE = 500


@dataclass(frozen=True)
class Visit:
    """An invented visit. `since` is when it was booked."""

    plan: Plan
    patient: Patient
    status: str
    since: datetime
    columns: dict[str, Any] = field(default_factory=dict)


def plan_of_offer(offer: Offer, service: ServiceFacts, facts: Facts) -> Plan:
    worker = facts.practitioners[offer.practitioner]
    assert worker.qualification_id is not None
    assert offer.room is not None
    resources = {Actor.PRACTITIONER: worker.resource_id, Actor.ROOM: facts.rooms[offer.room]}
    if offer.device is not None:
        resources[Actor.DEVICE] = facts.devices[service.device_kind][offer.device]
    return Plan(
        location_id=facts.location_id,
        practitioner_id=offer.practitioner,
        service_id=service.id,
        room_id=offer.room,
        device_id=offer.device,
        start=offer.start,
        visit=offer.compiled,
        resources=resources,
        qualification_id=worker.qualification_id,
        price_cents=service.price_cents,
    )


def write(visits: Sequence[Visit], *, now: datetime, occupied_from: datetime) -> None:
    rows = [_appointment(number, visit) for number, visit in enumerate(visits)]
    Appointment.objects.bulk_create(rows, batch_size=AT_ONCE)
    pairs = list(zip(rows, visits, strict=True))
    AppointmentEvent.objects.bulk_create(
        (event for row, visit in pairs for event in _events(row, visit, now)), batch_size=AT_ONCE
    )
    first = floor_cell(occupied_from)
    taken = (part for row, visit in pairs for part in _occupancy(row, visit) if part.end > first)
    Occupancy.objects.bulk_create(taken, batch_size=AT_ONCE)
    for row in rows:
        if row.end > now and row.status != AppointmentStatus.CANCELLED:
            make_link(row)


def _appointment(number: int, visit: Visit) -> Appointment:
    values = {
        "reference": reference(number),
        "status": visit.status,
        "patient": visit.patient,
        "qualification_id": visit.plan.qualification_id,
        "screened": True,
        "price_cents": visit.plan.price_cents,
        "source": "demo",
        "created_at": visit.since,
        **visit.columns,
    }
    return Appointment(**visit.plan.fields(), **values)


def reference(number: int) -> str:
    """DEMO- and four letters of the references' alphabet."""
    from ashi.records.tokens import REFERENCE_ALPHABET as LETTERS

    text = ""
    for _ in range(4):
        number, rest = divmod(number, len(LETTERS))
        text = LETTERS[rest] + text
    return f"DEMO-{text}"


def _events(row: Appointment, visit: Visit, now: datetime) -> Iterable[AppointmentEvent]:
    def event(kind: str, at: datetime, by: str) -> AppointmentEvent:
        return AppointmentEvent(appointment=row, kind=kind, at=at, by=by, detail={})

    yield event("booked", visit.since, "visitor")
    if row.status == AppointmentStatus.CANCELLED and row.cancelled_at:
        yield event("cancelled", row.cancelled_at, f"patient:{row.patient_id}")
    if row.status == AppointmentStatus.NOSHOW:
        yield event("noshow", row.start + timedelta(minutes=20), "user:1")
    if row.status in (AppointmentStatus.ARRIVED, AppointmentStatus.FULFILLED):
        yield event("arrived", min(row.start - timedelta(minutes=4), now), "user:1")
    if row.status == AppointmentStatus.FULFILLED:
        yield event("fulfilled", instant_of(visit.plan.start + visit.plan.visit.patient_length), "user:1")


def _occupancy(row: Appointment, visit: Visit) -> Iterable[Occupancy]:
    if row.status == AppointmentStatus.CANCELLED:
        return
    for part in visit.plan.stretches(visit.patient.resource_id):
        yield Occupancy(
            resource_id=part.resource_id, start=part.start, end=part.end, kind=OccupancyKind.BOOKED, appointment=row
        )
