"""The clinic as FHIR resources: what is public anyway."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from ashi.exchange.fhir.names import ACUPUNCTURIST, NUCC, base, service_type
from ashi.records.models import (
    HealthcareService,
    Location,
    OpeningHours,
    Organization,
    Practitioner,
    PractitionerRole,
    Qualification,
    WeeklyHours,
)

Row = TypeVar("Row")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIMEZONE = "http://hl7.org/fhir/StructureDefinition/timezone"


def _filled(write: Callable[[Row], dict[str, Any]]) -> Callable[[Row], dict[str, Any]]:
    """FHIR knows no empty texts and no empty lists: what is not known is left out."""

    @wraps(write)
    def filled(row: Row) -> dict[str, Any]:
        return {name: value for name, value in write(row).items() if value not in ("", [], {}, None)}

    return filled


@_filled
def organization(row: Organization) -> dict[str, Any]:
    return {
        "resourceType": "Organization",
        "id": str(row.pk),
        "active": True,
        "name": row.name,
        "telecom": _phone(row.phone),
    }


def _phone(number: str) -> list[dict[str, str]]:
    return [{"system": "phone", "value": number}] if number else []


@_filled
def location(row: Location) -> dict[str, Any]:
    resource = {
        "resourceType": "Location",
        "id": str(row.pk),
        "extension": [{"url": _TIMEZONE, "valueCode": row.zone}],
        "status": "active",
        "name": row.name,
        "telecom": _phone(row.phone or row.organization.phone),
        "address": _address(row),
        "managingOrganization": {"reference": f"Organization/{row.organization_id}"},
        "hoursOfOperation": _hours(row.opening_hours.all(), "openingTime", "closingTime"),
    }
    if row.latitude is not None and row.longitude is not None:
        resource["position"] = {"longitude": row.longitude, "latitude": row.latitude}
    return resource


def _address(row: Location) -> dict[str, Any]:
    where = {"city": row.city, "state": row.state, "postalCode": row.postal_code, "country": row.country}
    line = {"line": [row.address]} if row.address else {}
    return {**line, **{name: text for name, text in where.items() if text}}


def _hours(rows: Iterable[OpeningHours | WeeklyHours], opens: str, closes: str) -> list[dict[str, Any]]:
    return [
        {"daysOfWeek": [_DAYS[row.weekday]], opens: row.opens.isoformat(), closes: row.closes.isoformat()}
        for row in rows
    ]


@_filled
def practitioner(row: Practitioner) -> dict[str, Any]:
    name = {"text": row.name, "family": row.family_name, "given": [row.given_name]}
    if row.title:
        name["suffix"] = [row.title]
    licences = list(row.qualifications.all())
    return {
        "resourceType": "Practitioner",
        "id": str(row.pk),
        "identifier": [{"system": licence_system(licence), "value": licence.number} for licence in licences],
        "active": row.active,
        "name": [name],
        "qualification": [_qualification(licence) for licence in licences],
    }


def licence_system(licence: Qualification) -> str:
    return f"{base()}/NamingSystem/licence-{licence.jurisdiction.lower()}"


def _qualification(licence: Qualification) -> dict[str, Any]:
    return {
        "identifier": [{"system": licence_system(licence), "value": licence.number}],
        "code": {
            "coding": [{"system": NUCC, "code": ACUPUNCTURIST, "display": "Acupuncturist"}],
            "text": f"{licence.jurisdiction}: {licence.status}",
        },
        "period": {"end": licence.expires_at.isoformat()},
        "issuer": {"display": licence.board or licence.jurisdiction},
    }


@_filled
def practitioner_role(row: PractitionerRole) -> dict[str, Any]:
    return {
        "resourceType": "PractitionerRole",
        "id": str(row.pk),
        "active": row.active,
        "practitioner": {"reference": f"Practitioner/{row.practitioner_id}", "display": row.practitioner.name},
        "organization": {"reference": f"Organization/{row.location.organization_id}"},
        "code": [{"coding": [{"system": NUCC, "code": ACUPUNCTURIST, "display": "Acupuncturist"}]}],
        "location": [{"reference": f"Location/{row.location_id}"}],
        "healthcareService": [{"reference": f"HealthcareService/{service.pk}"} for service in row.services.all()],
        "availableTime": _hours(row.weekly_hours.all(), "availableStartTime", "availableEndTime"),
    }


@_filled
def healthcare_service(row: HealthcareService) -> dict[str, Any]:
    return {
        "resourceType": "HealthcareService",
        "id": str(row.pk),
        "active": row.bookable_online,
        "type": service_type(row.slug, row.name_en),
        "name": row.name_en,
        "comment": row.summary_en or row.name_en,
        "location": [{"reference": f"Location/{pk}"} for pk in sorted({r.location_id for r in row.roles.all()})],
        "appointmentRequired": True,
    }


@_filled
def schedule(row: PractitionerRole) -> dict[str, Any]:
    """A practitioner's diary at one location; it has the role's id."""
    return {
        "resourceType": "Schedule",
        "id": str(row.pk),
        "active": row.active,
        "serviceType": [part for s in row.services.all() for part in service_type(s.slug, s.name_en)],
        "actor": [
            {"reference": f"Practitioner/{row.practitioner_id}", "display": row.practitioner.name},
            {"reference": f"PractitionerRole/{row.pk}"},
            {"reference": f"Location/{row.location_id}", "display": row.location.name},
        ],
    }
