"""ServiceRequest: a course of visits. Each of its Appointments is `basedOn` it."""

from typing import Any
from zoneinfo import ZoneInfo

from ashi.exchange.fhir.names import course_reference_system, service_type
from ashi.records.models import AppointmentStatus, CarePlan


def requested(course: CarePlan) -> dict[str, Any]:
    """How many visits of which kind, between which days, and with whom they usually are. Nothing about why."""
    resource: dict[str, Any] = {
        "resourceType": "ServiceRequest",
        "id": str(course.pk),
        "identifier": [{"system": course_reference_system(), "value": course.reference}],
        "status": str(course.status),
        "intent": "plan",
        "code": service_type(course.service.slug, course.service.name_en)[0],
        "quantityQuantity": {"value": course.planned_visits, "unit": "visit"},
        "subject": {"reference": f"Patient/{course.patient_id}"},
        "authoredOn": course.created_at.isoformat(),
    }
    if period := _period(course):
        resource["occurrencePeriod"] = period
    if course.usual:
        resource["performer"] = [{"reference": f"Practitioner/{course.usual['practitioner']}"}]
    return resource


def _period(course: CarePlan) -> dict[str, str]:
    visits = course.visits.exclude(status=AppointmentStatus.CANCELLED).order_by("start").values_list("start", "end")
    if not visits:
        return {}
    zone = ZoneInfo(course.location.zone)
    first, last = visits[0][0], visits[len(visits) - 1][0]
    return {"start": first.astimezone(zone).date().isoformat(), "end": last.astimezone(zone).date().isoformat()}
