"""Appointment: proposed, held, booked. `participant.period` gives each actor their part of the visit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ashi.core.scheduling.phases import Actor, CompiledVisit
from ashi.core.scheduling.search import Offer
from ashi.core.time import cell_of
from ashi.exchange.fhir.names import base, service_type, visit_reference_system
from ashi.exchange.fhir.slots import local
from ashi.records.calendar.facts import Facts, ServiceFacts
from ashi.records.models import Appointment, Hold
from ashi.records.models.appointments import Planned
from ashi.records.plans import Plan, visit_of


@dataclass(frozen=True)
class Names:
    """What an Appointment says of the rows it refers to."""

    zone: ZoneInfo
    practitioner: str
    kind: list[dict[str, object]]


NOT_ASKED = "The safety questions have not been answered yet"
# IHE's Appointment says exactly one period that was asked for.
Requested = list[dict[str, str]]
_ACCEPTED = {"proposed": "needs-action", "pending": "tentative"}


def proposal_id(location_id: int, practitioner_id: int, service_id: int, cell: int) -> str:
    return f"p-{location_id}-{practitioner_id}-{service_id}-{cell}"


def period(start: datetime, end: datetime, zone: ZoneInfo) -> Requested:
    return [{"start": start.astimezone(zone).isoformat(), "end": end.astimezone(zone).isoformat()}]


def proposed(offer: Offer, service: ServiceFacts, facts: Facts, requested: Requested) -> dict[str, Any]:
    """A time that can be booked. Its id says where, with whom, what and when, and holds nothing."""
    worker, visit = facts.practitioners[offer.practitioner], offer.compiled
    parts = _parts(visit, offer.start, facts.zone, "proposed", worker.id, worker.name, facts.location_id)
    pk = proposal_id(facts.location_id, worker.id, service.id, offer.start)
    kind = service_type(service.slug, service.name)
    return _appointment(pk, "proposed", kind, visit, offer.start, facts.zone, parts) | {"requestedPeriod": requested}


def held(hold: Hold, names: Names | None = None) -> dict[str, Any]:
    resource = _planned(hold, names, f"h-{hold.key.hex}", "pending")
    resource["comment"] = f"held until {hold.expires_at.isoformat()}"
    return resource


def booked(visit: Appointment, names: Names | None = None) -> dict[str, Any]:
    """A visit. One that no safety check came with is marked as such. `names` where they are known already."""
    resource = _planned(visit, names, str(visit.pk), str(visit.status))
    resource["identifier"] = [{"system": visit_reference_system(), "value": visit.reference}]
    resource["created"] = visit.created_at.isoformat()
    status = "tentative" if visit.status == "pending" else "accepted"
    resource["participant"].append({"actor": {"reference": f"Patient/{visit.patient_id}"}, "status": status})
    if visit.care_plan_id is not None:
        resource["basedOn"] = [{"reference": f"ServiceRequest/{visit.care_plan_id}"}]
    if not visit.screened:
        code = {"system": f"{base()}/CodeSystem/visit-mark", "code": "not-asked", "display": NOT_ASKED}
        resource["meta"] = {"tag": [code]}
        resource["patientInstruction"] = (
            "Please answer the safety questions before the visit: the clinic asks for them."
        )
    return resource


def _planned(row: Planned, names: Names | None, pk: str, status: str) -> dict[str, Any]:
    names = names or names_of(row)
    visit, zone, start = visit_of(row), names.zone, cell_of(row.start)
    parts = _parts(visit, start, zone, status, row.practitioner_id, names.practitioner, row.location_id)
    resource = _appointment(pk, status, names.kind, visit, start, zone, parts)
    return resource | {"requestedPeriod": [{"start": resource["start"], "end": resource["end"]}]}


def names_of(row: Planned) -> Names:
    """Out of the rows it refers to."""
    kind = service_type(row.service.slug, row.service.name_en)
    return Names(ZoneInfo(row.location.zone), row.practitioner.name, kind)


def names_in(facts: Facts, plan: Plan) -> Names:
    """Out of the diary's facts, which have them all."""
    service = facts.services[plan.service_id]
    return Names(facts.zone, facts.practitioners[plan.practitioner_id].name, service_type(service.slug, service.name))


def _appointment(
    pk: str,
    status: str,
    kind: list[dict[str, object]],
    visit: CompiledVisit,
    start: int,
    zone: ZoneInfo,
    participant: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "resourceType": "Appointment",
        "id": pk,
        "status": status,
        "serviceType": kind,
        "start": local(start, zone),
        "end": local(start + visit.patient_length, zone),
        "minutesDuration": visit.patient_length * 5,
        "participant": participant,
    }


def _parts(
    visit: CompiledVisit, start: int, zone: ZoneInfo, status: str, practitioner_id: int, name: str, location_id: int
) -> list[dict[str, Any]]:
    """The practitioner once for each stretch with the patient, the location for as long as the room is taken."""
    answer = _ACCEPTED.get(status, "accepted")
    practitioner = {"reference": f"Practitioner/{practitioner_id}", "display": name}
    parts = [
        {
            "actor": practitioner,
            "required": "required",
            "status": answer,
            "period": {"start": local(taken.start, zone), "end": local(taken.end, zone)},
        }
        for taken in visit.taken(Actor.PRACTITIONER, start)
    ]
    room = visit.taken(Actor.ROOM, start)
    parts.append(
        {
            "actor": {"reference": f"Location/{location_id}"},
            "required": "required",
            "status": answer,
            "period": {"start": local(room[0].start, zone), "end": local(room[-1].end, zone)},
        }
    )
    return parts
