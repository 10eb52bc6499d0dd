"""Who can be booked, and how soon. Ordered by the soonest time and by nothing else: nobody is ranked by outcome."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ashi.core.scheduling.dayparts import cells_of
from ashi.core.time import instant_of
from ashi.find.experience import ENOUGH, patients_treated
from ashi.find.places import Place
from ashi.find.wishes import Wishes
from ashi.records.calendar.offers import Search
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
    place: Place
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
    roles = PractitionerRole.objects.filter(active=True, practitioner__active=True)
    return sorted({code for codes in roles.values_list("languages", flat=True) for code in codes})


def open_weekdays() -> list[int]:
    return sorted(set(OpeningHours.objects.values_list("weekday", flat=True)))


@dataclass(frozen=True)
class Question:
    """`kinds`: the kinds of visit that would do. `earliest`: before it nothing may be offered; None is no bound."""

    wishes: Wishes
    kinds: Sequence[HealthcareService]
    now: datetime
    earliest: datetime | None = None


def people(question: Question, places: Sequence[Place]) -> list[Person]:
    """Everybody whom the wishes leave, whoever can be seen soonest first. Without a licence nobody is shown."""
    treated = patients_treated(now=question.now)
    found = [
        person
        for place in places
        for role, licence in _licensed(place.location, question.now)
        if (person := _person(question, place, role, licence, treated))
    ]
    never = datetime.max.replace(tzinfo=question.now.tzinfo)
    return sorted(found, key=lambda person: (person.soonest.starts_at or never, person.place.km or 0.0))


def _licensed(location: Location, now: datetime) -> Iterable[tuple[PractitionerRole, Qualification]]:
    licences = Qualification.objects.filter(
        jurisdiction=location.jurisdiction, permits_practice=True, expires_at__gt=now
    ).order_by("expires_at")
    lasting = {licence.practitioner_id: licence for licence in licences}
    roles = PractitionerRole.objects.filter(location=location, active=True, practitioner__active=True)
    for role in roles.select_related("practitioner").prefetch_related("services").order_by("practitioner"):
        if licence := lasting.get(role.practitioner_id):
            yield role, licence


def _person(
    question: Question,
    place: Place,
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
