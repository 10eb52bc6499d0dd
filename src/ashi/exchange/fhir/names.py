"""Systems and codes (none is invented where a standard's own is not known)."""

from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings

SERVICE_TYPE = "http://terminology.hl7.org/CodeSystem/service-type"
ACUPUNCTURE = "13"
NUCC = "http://nucc.org/provider-taxonomy"
ACUPUNCTURIST = "171100000X"
UCUM = "http://unitsofmeasure.org"


def base() -> str:
    return f"{settings.BASE_URL}/fhir"


def is_our_specialty(asked: Sequence[str]) -> bool:
    """Of codes as `system|code` or `code`, any: everybody here is an acupuncturist."""
    ours = {ACUPUNCTURIST, f"{NUCC}|{ACUPUNCTURIST}"}
    return not asked or not ours.isdisjoint(asked)


def course_reference_system() -> str:
    return f"{base()}/NamingSystem/course-reference"


def visit_reference_system() -> str:
    return f"{base()}/NamingSystem/visit-reference"


@lru_cache(maxsize=4)
def visit_type_system(base_url: str) -> str:
    return f"{base_url}/CodeSystem/visit-type"


def service_type(slug: str, name: str) -> list[dict[str, object]]:
    """A kind of visit: this clinic's own code beside HL7's 13, Acupuncture."""
    return [
        {
            "coding": [
                {"system": visit_type_system(base()), "code": slug, "display": name},
                {"system": SERVICE_TYPE, "code": ACUPUNCTURE, "display": "Acupuncture"},
            ],
            "text": name,
        }
    ]
