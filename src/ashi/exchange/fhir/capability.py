"""GET /fhir/metadata: what this server can do, made from the tables that do it."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from ashi.exchange.fhir import appointments, courses, slots
from ashi.exchange.fhir.answers import answer
from ashi.exchange.fhir.directory import KINDS, only
from ashi.exchange.fhir.names import base
from ashi.exchange.fhir.screen.assessing import OPERATION, RESPONSE

_DATES = {"start", "date"}
_TOKENS = {
    *("_id", "service-type", "status", "identifier", "patient.identifier", "practitioner.identifier", "specialty"),
    "active",
}
_TEXTS = {"name", "family", "given", "address", "address-city", "address-postalcode"}
_IHE = "https://profiles.ihe.net/ITI/Scheduling/OperationDefinition/appointment-"


def metadata(request: HttpRequest) -> HttpResponse:
    only(request, "GET", "HEAD")
    resources = [_resource(kind, ["_id", *known.filters]) for kind, known in KINDS.items()]
    resources.append(_resource("Slot", list(slots.KNOWN)))
    booking = _resource("Appointment", ["_id", *appointments.KNOWN]) | {"searchInclude": list(appointments.INCLUDES)}
    booking["operation"] = [{"name": name, "definition": _IHE + name} for name in ("find", "hold", "book")]
    course = _resource("ServiceRequest", ["_id", *courses.KNOWN])
    screen = [
        {"type": "Questionnaire", "interaction": [{"code": "read"}]},
        {
            "type": RESPONSE,
            "operation": [{"name": "assess", "definition": f"{base()}/OperationDefinition/{OPERATION}"}],
        },
        {"type": "OperationDefinition", "interaction": [{"code": "read"}]},
        {"type": "CodeSystem", "interaction": [{"code": "read"}]},
    ]
    return answer(
        {
            "resourceType": "CapabilityStatement",
            "id": "ashi",
            "status": "active",
            "date": "2026-11-24",
            "kind": "instance",
            "software": {"name": "Ashi"},
            "implementation": {"description": "Ashi, IHE-shaped scheduling in JSON", "url": base()},
            "fhirVersion": "4.0.1",
            "format": ["application/fhir+json", "json"],
            "rest": [
                {
                    "mode": "server",
                    "security": {
                        "description": "Public resources, Slot, $find, the safety screen and $assess need no key."
                        " $hold, $book and anything about a patient need a key as Authorization: Bearer."
                    },
                    "resource": [*resources, booking, course, *screen],
                }
            ],
        }
    )


def _resource(kind: str, names: list[str]) -> dict[str, Any]:
    return {
        "type": kind,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": [{"name": name, "type": _type(name)} for name in names],
    }


def _type(name: str) -> str:
    if name in _DATES:
        return "date"
    if name in _TOKENS:
        return "token"
    if name == "near":
        return "special"
    return "string" if name in _TEXTS else "reference"
