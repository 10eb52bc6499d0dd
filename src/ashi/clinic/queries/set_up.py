"""What there is of the clinic, and what is missing before anybody can book."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from ashi.clinic.queries.visits import name_of
from ashi.records.models import (
    HealthcareService,
    Location,
    Organization,
    Practitioner,
    PractitionerRole,
    Qualification,
)


@dataclass(frozen=True)
class Worker:
    person: Practitioner
    licences: tuple[Qualification, ...]
    roles: tuple[PractitionerRole, ...]


@dataclass(frozen=True)
class Kind:
    service: HealthcareService

    @property
    def name(self) -> str:
        return name_of(self.service)

    @property
    def minutes(self) -> int:
        """As a rule, until the room is free again."""
        return sum(phase.minutes for phase in self.service.phases.all())


@dataclass(frozen=True)
class SetUp:
    organization: Organization | None
    places: tuple[Location, ...]
    workers: tuple[Worker, ...]
    kinds: tuple[Kind, ...]
    missing: tuple[str, ...]


def set_up(*, now: datetime) -> SetUp:
    people = Practitioner.objects.prefetch_related("qualifications", "roles__location", "roles__weekly_hours")
    workers = tuple(
        Worker(one, tuple(one.qualifications.all()), tuple(one.roles.all()))
        for one in people.order_by("-active", "family_name", "given_name", "pk")
    )
    places = tuple(Location.objects.prefetch_related("rooms", "devices", "opening_hours").order_by("pk"))
    kinds = tuple(Kind(one) for one in HealthcareService.objects.prefetch_related("phases"))
    organization = Organization.objects.select_related("licensee").first()
    return SetUp(organization, places, workers, kinds, tuple(_missing(organization, places, workers, kinds, now)))


def _missing(
    organization: Organization | None,
    places: tuple[Location, ...],
    workers: tuple[Worker, ...],
    kinds: tuple[Kind, ...],
    now: datetime,
) -> list[str]:
    """In the order in which one would write it down."""
    licensed = [one for one in workers if any(it.permits_practice and it.expires_at > now for it in one.licences)]
    roles = [role for one in licensed for role in one.roles if role.active and role.weekly_hours.all()]
    found = [
        (organization is None, gettext("The clinic's name and number")),
        (not places, gettext("A place")),
        (any(not place.opening_hours.all() for place in places), gettext("Opening hours of every place")),
        (any(not _rooms(place) for place in places), gettext("A room at every place")),
        (not kinds, gettext("A kind of visit")),
        (not licensed, gettext("An acupuncturist with a license that permits practice")),
        (not roles, gettext("What they do at a place, and their hours")),
        (organization is None or organization.licensee is None, gettext("The licensee who answers for the pages")),
    ]
    return [words for is_missing, words in found if is_missing]


def _rooms(place: Location) -> list[object]:
    return [room for room in place.rooms.all() if room.active]
