"""The same facts for search engines, in schema.org's words (JSON-LD): nothing that the page itself does not say."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from ashi.core.evidence.register import Register
from ashi.learn.queries import Acupuncturist
from ashi.web.clinic import Clinic, Hours, Place, current
from ashi.web.wording import jurisdiction

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def clinic_data(people: Iterable[Acupuncturist]) -> dict[str, Any] | None:
    clinic = current()
    if not clinic.is_set_up:
        return None
    return {
        "@context": "https://schema.org",
        "@type": "MedicalClinic",
        "name": clinic.name,
        "telephone": clinic.phone,
        "location": [_place(clinic, place) for place in clinic.places],
        "employee": [_person(person) for person in people],
    }


def page_data(register: Register) -> dict[str, Any]:
    """lastReviewed and reviewedBy only from a signature on every claim, and only while it is valid."""
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": "MedicalWebPage", "about": "Low back pain"}
    signatures = {claim.signature for claim in register.claims}
    signature = signatures.pop() if len(signatures) == 1 else None
    if signature and timezone.localdate() < signature.review_due:
        data["lastReviewed"] = signature.signed_on.isoformat()
        data["reviewedBy"] = {"@type": "Person", "name": signature.name, "identifier": signature.licence}
    return data


def _place(clinic: Clinic, place: Place) -> dict[str, Any]:
    return {
        "@type": "Place",
        "name": place.name,
        "telephone": clinic.phone,
        "address": f"{place.street}, {place.town}",
        "openingHoursSpecification": [row for hours in place.hours for row in _opening(hours)],
    }


def _opening(hours: Hours) -> list[dict[str, Any]]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": list(DAYS[hours.first : hours.last + 1]),
            "opens": opens.isoformat("minutes"),
            "closes": closes.isoformat("minutes"),
        }
        for opens, closes in hours.stretches
    ]


def _person(person: Acupuncturist) -> dict[str, Any]:
    return {
        "@type": "Person",
        "name": person.name,
        "knowsLanguage": list(person.languages),
        "hasCredential": {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": "license",
            "identifier": person.number,
            "recognizedBy": {"@type": "Organization", "name": jurisdiction(person.jurisdiction)},
        },
    }
