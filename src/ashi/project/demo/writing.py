"""Writing many invented visits at once: appointments, their history, and the occupancy of what is still to come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from ashi.core.scheduling.phases import Actor
from ashi.core.scheduling.search import Offer
from ashi.records.calendar.facts import Facts, ServiceFacts
from ashi.records.models import (
    GIVEN_BACK,
    Appointment,
    AppointmentEvent,
    AppointmentStatus,
    Occupancy,
    OccupancyKind,
    Patient,
)
from ashi.records.plans import Plan
from ashi.records.tokens import REFERENCE_ALPHABET, make_link

AT_ONCE = 500


@dataclass(frozen=True)
class Event:
    """A line of a visit's history. `by`: the front desk, or the patient themselves."""

    kind: str
    at: datetime
    by: str = "desk"
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Visit:
    """An invented visit. `since` is when it was booked; `columns` are further columns of its row."""

    plan: Plan
    patient: Patient
    since: datetime
    status: AppointmentStatus = AppointmentStatus.BOOKED
    columns: Mapping[str, Any] = field(default_factory=dict)
    events: tuple[Event, ...] = ()


def plan_of_offer(offer: Offer, service: ServiceFacts, facts: Facts) -> Plan:
    worker = facts.practitioners[offer.practitioner]
    if worker.qualification_id is None or offer.room is None:
        raise ValueError("an invented visit takes place in a room, under a licence")
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


def write(visits: Sequence[Visit], *, desk: str, now: datetime, occupied_from: datetime) -> None:
    """Everything but messages: nobody is told of what was invented. The patients have been saved."""
    rows = [_appointment(number, visit) for number, visit in enumerate(visits)]
    Appointment.objects.bulk_create(rows, batch_size=AT_ONCE)
    pairs = list(zip(rows, visits, strict=True))
    AppointmentEvent.objects.bulk_create(
        (event for row, visit in pairs for event in _events(row, visit, desk)), batch_size=AT_ONCE
    )
    taken = (part for row, visit in pairs if row.end > occupied_from for part in _occupancy(row, visit))
    Occupancy.objects.bulk_create(taken, batch_size=AT_ONCE)
    _count_rows()
    for row in rows:
        if row.end > now and row.status not in GIVEN_BACK:
            make_link(row)


def _count_rows() -> None:
    """PostgreSQL still takes the tables for empty, and would plan what is asked of them next for minutes of work."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _appointment(number: int, visit: Visit) -> Appointment:
    values = {
        "reference": _reference(number),
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


def _reference(number: int) -> str:
    """DEMO- and four letters of the references' alphabet."""
    text = ""
    for _ in range(4):
        number, rest = divmod(number, len(REFERENCE_ALPHABET))
        text = REFERENCE_ALPHABET[rest] + text
    return f"DEMO-{text}"


def _events(row: Appointment, visit: Visit, desk: str) -> Iterator[AppointmentEvent]:
    for event in visit.events:
        by = desk if event.by == "desk" else f"patient:{row.patient_id}"
        yield AppointmentEvent(appointment=row, kind=event.kind, at=event.at, by=by, detail=dict(event.detail))


def _occupancy(row: Appointment, visit: Visit) -> Iterator[Occupancy]:
    if row.status in GIVEN_BACK:
        return
    for part in visit.plan.stretches(visit.patient.resource_id):
        yield Occupancy(
            resource_id=part.resource_id, start=part.start, end=part.end, kind=OccupancyKind.BOOKED, appointment=row
        )
