"""Who can be booked, how soon and how far away. Ordered by time and distance only: nobody is ranked by outcome."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ashi.core.scheduling.dayparts import cells_of
from ashi.core.time import instant_of
from ashi.find.experience import ENOUGH, patients_treated
from ashi.find.wishes import Wishes
from ashi.records.calendar.diary import diaries_of
from ashi.records.calendar.fresh import Nearby
from ashi.records.calendar.offers import Search
from ashi.records.calendar.wide import Order
from ashi.records.models import (
    Audience,
    HealthcareService,
    Location,
    OpeningHours,
    Practitioner,
    PractitionerRole,
    Qualification,
)
from ashi.web.lengths import Length, usual_length

RECENTLY = timedelta(days=30)


@dataclass(frozen=True)
class Soonest:
    """The first free time of a kind of visit that fits what was asked for; `starts_at` None when there is none."""

    service: HealthcareService
    length: Length
    starts_at: datetime | None

    @property
    def key(self) -> str:
        """As it stands in an address."""
        return f"{self.starts_at:%Y-%m-%dT%H:%MZ}" if self.starts_at else ""


@dataclass(frozen=True)
class Person:
    practitioner: Practitioner
    place: Nearby
    licence: Qualification
    is_checked: bool
    languages: tuple[str, ...]
    services: tuple[HealthcareService, ...]
    soonest: Soonest
    patients: int

    @property
    def location(self) -> Location:
        return self.place.location

    @property
    def has_experience(self) -> bool:
        return self.patients >= ENOUGH


def kinds_for(audience: Audience) -> list[HealthcareService]:
    """Kinds of visit that can be booked online by new, or by returning, patients."""
    services = HealthcareService.objects.filter(bookable_online=True, phases__isnull=False, audience=audience)
    return list(services.distinct())


def languages_spoken() -> list[str]:
    roles = PractitionerRole.objects.filter(active=True, practitioner__active=True).order_by()
    return sorted({code for codes in roles.values_list("languages", flat=True).distinct() for code in codes})


def open_weekdays() -> list[int]:
    return sorted(OpeningHours.objects.order_by().values_list("weekday", flat=True).distinct())


@dataclass(frozen=True)
class Question:
    """`kinds`: the kinds of visit that would do. `earliest`: before it nothing may be offered; None is no bound."""

    wishes: Wishes
    kinds: Sequence[HealthcareService]
    now: datetime
    earliest: datetime | None = None


def people(question: Question, places: Sequence[Nearby]) -> list[Person]:
    """Everybody at these places whom the wishes leave, whoever can be seen soonest first, or whoever is nearest where
    that was asked for. Without a licence nobody is shown."""
    locations = [place.location for place in places]
    treated = patients_treated(now=question.now, location_ids=[location.pk for location in locations])
    diaries_of(locations, now=question.now)  # what is not known yet is read for all of them together
    licensed = _licensed(locations, question.now)
    found = [
        person
        for place in places
        for role, licence in licensed.get(place.location.pk, ())
        if (person := _person(question, place, role, licence, treated))
    ]
    return sorted(found, key=_by_distance if question.wishes.order is Order.NEAREST else _by_time)


def _by_time(person: Person) -> tuple[bool, float, float]:
    starts_at = person.soonest.starts_at
    return starts_at is None, starts_at.timestamp() if starts_at else 0.0, person.place.km or 0.0


def _by_distance(person: Person) -> tuple[bool, float, bool, float]:
    never, starts_at, km = _by_time(person)
    return person.place.km is None, km, never, starts_at


def _licensed(
    locations: Sequence[Location], now: datetime
) -> Mapping[int, list[tuple[PractitionerRole, Qualification]]]:
    """By location, whoever works there under a licence that holds there: of several the one that lasts longest."""
    jurisdictions = {location.pk: location.jurisdiction for location in locations}
    roles = PractitionerRole.objects.filter(location__in=jurisdictions, active=True, practitioner__active=True)
    licences = Qualification.objects.filter(
        practitioner__in=roles.values("practitioner"),
        jurisdiction__in=set(jurisdictions.values()),
        permits_practice=True,
        expires_at__gt=now,
    ).order_by("expires_at")
    lasting = {(licence.practitioner_id, licence.jurisdiction): licence for licence in licences}
    found = defaultdict(list)
    for role in roles.select_related("practitioner").prefetch_related("services").order_by("practitioner"):
        if licence := lasting.get((role.practitioner_id, jurisdictions[role.location_id])):
            found[role.location_id].append((role, licence))
    return found


def _person(
    question: Question,
    place: Nearby,
    role: PractitionerRole,
    licence: Qualification,
    treated: Mapping[tuple[int, int], int],
) -> Person | None:
    offered = [service for service in role.services.all() if service.bookable_online]
    fitting = [service for service in question.kinds if service in offered]
    if not fitting or question.wishes.language not in ("", *role.languages):
        return None
    return Person(
        practitioner=role.practitioner,
        place=place,
        licence=licence,
        is_checked=licence.verified_at is not None and licence.verified_at > question.now - RECENTLY,
        languages=tuple(role.languages),
        services=tuple(offered),
        soonest=_soonest(question, place.location, role.practitioner_id, fitting),
        patients=treated.get((role.practitioner_id, place.location.pk), 0),
    )


def _soonest(
    question: Question, location: Location, practitioner_id: int, services: Sequence[HealthcareService]
) -> Soonest:
    """Over all fitting kinds of visit; the first of them where two are as soon."""
    search = Search(
        location, services[0].pk, now=question.now, practitioner_id=practitioner_id, earliest=question.earliest
    )
    allowed = _wished_cells(search, question.wishes) if question.wishes.narrows_time else -1
    found = [_first_of(replace(search, service_id=service.pk), service, allowed) for service in services]
    free = [soonest for soonest in found if soonest.starts_at]
    return min(free, key=lambda soonest: soonest.starts_at or datetime.max) if free else found[0]


def _first_of(search: Search, service: HealthcareService, allowed: int) -> Soonest:
    facts = search.diary.facts
    bits = search.starts() & allowed
    cell = facts.window.start + (bits & -bits).bit_length() - 1
    length = usual_length(facts.services[service.pk].variants)
    return Soonest(service, length, instant_of(cell) if bits else None)


def _wished_cells(search: Search, wishes: Wishes) -> int:
    facts = search.diary.facts
    days = (facts.first_day + timedelta(days=n) for n in range(facts.horizon_days + 1))
    return cells_of((day for day in days if day.weekday() in wishes.weekdays), wishes.parts, facts.window, facts.zone)
