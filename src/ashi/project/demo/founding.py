"""What an invented clinic is made of before its first visit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ashi.project.demo.staff import plain
from ashi.records.models import (
    Device,
    HealthcareService,
    Location,
    OpeningHours,
    Practitioner,
    PractitionerRole,
    Qualification,
    Resource,
    ResourceKind,
    Room,
    ServicePhase,
    WeeklyHours,
)

Hours = dict[int, Sequence[tuple[time, time]]]
NEW_YORK = ZoneInfo("America/New_York")
PRACTITIONER = "PRO"  # patient, practitioner and room together
RESTING = "PO"
RESTING_WITH_CURRENT = "POD"
EMPTY_ROOM = "O"


@dataclass(frozen=True)
class PhaseSpec:
    """`who` has a letter each: (P)atient, p(R)actitioner, r(O)om, (D)evice."""

    code: str
    minutes: int
    who: str
    least: int | None = None
    most: int | None = None


def hours(days: Iterable[int], *stretches: tuple[int, int]) -> Hours:
    """Whole hours of the wall clock."""
    return {day: [(time(opens), time(closes)) for opens, closes in stretches] for day in days}


def open_at(location: Location, week: Hours) -> None:
    OpeningHours.objects.bulk_create(
        OpeningHours(location=location, weekday=day, opens=opens, closes=closes)
        for day, stretches in week.items()
        for opens, closes in stretches
    )


def add_room(location: Location, name: str) -> Room:
    resource = Resource.objects.create(kind=ResourceKind.ROOM)
    return Room.objects.create(location=location, resource=resource, name=name)


def add_device(location: Location, name: str, kind: str) -> Device:
    resource = Resource.objects.create(kind=ResourceKind.DEVICE)
    return Device.objects.create(location=location, resource=resource, name=name, kind=kind)


def hire(
    given: str, family: str, number: str, *, checked: datetime, about: tuple[str, str] = ("", ""), title: str = "A.P."
) -> Practitioner:
    """An invented acupuncturist with a licence whose number nobody can have, looked up at `checked`."""
    person = Practitioner.objects.create(
        resource=Resource.objects.create(kind=ResourceKind.PRACTITIONER),
        slug=plain(f"{given}-{family}"),
        given_name=given,
        family_name=family,
        title=title,
        about_en=about[0],
        about_es=about[1],
        invented=True,
    )
    Qualification.objects.create(
        practitioner=person,
        jurisdiction="US-FL",
        board="Florida Board of Acupuncture",
        number=number,
        status="CLEAR/ACTIVE",
        permits_practice=True,
        expires_at=end_of_cycle(checked),
        verified_at=checked,
        verified_source="invented for the demonstration",
    )
    return person


def end_of_cycle(now: datetime) -> datetime:
    """Florida licences end with the last day of February of an even year; one that is at least 400 days off."""
    far = (now + timedelta(days=400)).date()
    year = far.year + far.year % 2
    if far > date(year, 2, 28):
        year += 2
    return datetime.combine(date(year, 3, 1), time(), tzinfo=NEW_YORK).astimezone(UTC)


def give_role(
    person: Practitioner,
    location: Location,
    services: Iterable[HealthcareService],
    week: Hours,
    languages: Sequence[str] = ("en",),
) -> PractitionerRole:
    role = PractitionerRole.objects.create(practitioner=person, location=location, languages=list(languages))
    role.services.set(services)
    WeeklyHours.objects.bulk_create(
        WeeklyHours(role=role, weekday=day, opens=opens, closes=closes)
        for day, stretches in week.items()
        for opens, closes in stretches
    )
    return role


def offer(phases: Iterable[PhaseSpec], **fields: object) -> HealthcareService:
    service = HealthcareService.objects.create(**fields)
    ServicePhase.objects.bulk_create(
        ServicePhase(
            service=service,
            position=position,
            code=spec.code,
            minutes=spec.minutes,
            least=spec.least,
            most=spec.most,
            patient="P" in spec.who,
            practitioner="R" in spec.who,
            room="O" in spec.who,
            device="D" in spec.who,
        )
        for position, spec in enumerate(phases)
    )
    return service
