"""What is being booked, as it stands in an address: where, with whom, which kind of visit."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from ashi.records.calendar.offers import Search
from ashi.records.models import (
    Clearance,
    HealthcareService,
    Location,
    Practitioner,
    PractitionerRole,
    ScreenResult,
)

ANYONE = "anyone"
# A provisional time leaves a licensed person a day to look at the answers.
PROVISIONAL_NOTICE = timedelta(hours=24)


class NoSuchChoice(Exception):
    """No such place, person or kind of visit can be booked online."""


@dataclass(frozen=True)
class Choice:
    """`practitioner` None: whoever is free."""

    location: Location
    service: HealthcareService
    practitioner: Practitioner | None

    @property
    def who(self) -> str:
        return self.practitioner.slug if self.practitioner else ANYONE

    def address(self, page: str = "week") -> str:
        return reverse(f"book:{page}", args=(self.location.slug, self.who, self.service.slug))

    def search(self, *, now: datetime, clearance: Clearance | None) -> Search:
        """What may be offered to somebody with this safety check."""
        return Search(
            self.location,
            self.service.pk,
            now=now,
            practitioner_id=self.practitioner.pk if self.practitioner else None,
            earliest=earliest_for(clearance, now=now),
        )

    def afresh(self) -> "Choice":
        """With the location's counters as they are now: time was taken since they were read."""
        return Choice(Location.objects.get(pk=self.location.pk), self.service, self.practitioner)


def earliest_for(clearance: Clearance | None, *, now: datetime) -> datetime | None:
    return now + PROVISIONAL_NOTICE if is_provisional(clearance) else None


def is_provisional(clearance: Clearance | None) -> bool:
    return clearance is not None and clearance.result == ScreenResult.URGENT


def find_choice(location: str, who: str, service: str, *, now: datetime) -> Choice:
    """The choice behind three words of an address. Raises NoSuchChoice."""
    place = Location.objects.select_related("organization").filter(slug=location).first()
    kind = HealthcareService.objects.filter(slug=service, bookable_online=True, phases__isnull=False).first()
    if place is None or kind is None:
        raise NoSuchChoice
    roles = PractitionerRole.objects.filter(location=place, services=kind, active=True, practitioner__active=True)
    roles = roles.filter(
        practitioner__qualifications__jurisdiction=place.jurisdiction,
        practitioner__qualifications__permits_practice=True,
        practitioner__qualifications__expires_at__gt=now,
    )
    if who == ANYONE:
        return Choice(place, kind, None)
    role = roles.filter(practitioner__slug=who).select_related("practitioner").first()
    if role is None:
        raise NoSuchChoice
    return Choice(place, kind, role.practitioner)
