"""What the pages before the safety check tell about this clinic, all of it from the records."""

from dataclasses import dataclass
from datetime import datetime

from ashi.records.models import Audience, HealthcareService, PractitionerRole
from ashi.web.phases import VisitLine, visit_line


@dataclass(frozen=True)
class KindOfVisit:
    price_cents: int
    line: VisitLine


@dataclass(frozen=True)
class Acupuncturist:
    name: str
    jurisdiction: str
    number: str
    languages: tuple[str, ...]


def visit_for(audience: Audience) -> KindOfVisit | None:
    """The first kind of visit that can be booked online by new, or by returning, patients."""
    services = HealthcareService.objects.filter(audience=audience, bookable_online=True)
    service = services.prefetch_related("phases").first()
    if service is None:
        return None
    return KindOfVisit(price_cents=service.price_cents, line=visit_line(service.phases.all()))


def acupuncturists(*, now: datetime) -> list[Acupuncturist]:
    """Whoever works here with a licence that permits it today, by name; a place of work counts once."""
    roles = PractitionerRole.objects.filter(active=True, practitioner__active=True).select_related("practitioner")
    people: dict[int, Acupuncturist] = {}
    for role in roles.order_by("practitioner__family_name", "practitioner__given_name"):
        licences = role.practitioner.qualifications.filter(permits_practice=True, expires_at__gt=now)
        if licence := licences.order_by("-expires_at").first():
            people.setdefault(
                role.practitioner_id,
                Acupuncturist(role.practitioner.name, licence.jurisdiction, licence.number, tuple(role.languages)),
            )
    return list(people.values())
