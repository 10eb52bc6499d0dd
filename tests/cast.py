"""The clinic every test plays in, and the people in it.

Ana is a patient, Bao her acupuncturist, Charlie must see nothing, Dana sits at the front desk, Olga owns the clinic.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ashi.book.actions import Terms, book_visit
from ashi.core.treatment import Technique
from ashi.core.treatment.consent import GOOD_FOR
from ashi.records.by import By
from ashi.records.calendar.offers import Search
from ashi.records.models import (
    Appointment,
    Audience,
    Clearance,
    ConsentText,
    Device,
    HealthcareService,
    Location,
    OpeningHours,
    Organization,
    Patient,
    Practitioner,
    PractitionerRole,
    Qualification,
    Resource,
    ResourceKind,
    Role,
    Room,
    ScreenResult,
    ServicePhase,
    TreatmentConsent,
    User,
    WeeklyHours,
)
from ashi.records.plans import Plan
from ashi.records.tokens import digest, new_key

WEEKDAYS = range(5)
NINE, FIVE = time(9), time(17)
# code, minutes, least, most, who is taken: (P)atient, p(R)actitioner, r(O)om, (D)evice
RETURN_PHASES = (
    ("talk", 10, None, None, "PRO"),
    ("needles_in", 10, None, None, "PRO"),
    ("retention", 25, 20, 30, "PO"),
    ("needles_out", 5, None, None, "PRO"),
    ("turnover", 5, None, None, "O"),
)
FIRST_PHASES = (("talk", 25, None, None, "PRO"), *RETURN_PHASES[1:])
ELECTRO_PHASES = (*RETURN_PHASES[:2], ("retention", 25, 20, 30, "POD"), *RETURN_PHASES[3:])


@dataclass
class Clinic:
    """Miami, open Monday to Friday from nine to five; Bao works all of it in rooms 1 and 2."""

    organization: Organization
    location: Location
    bao: Practitioner
    rooms: list[Room]
    first: HealthcareService
    again: HealthcareService
    electro: HealthcareService

    def search(self, *, now: datetime, service: HealthcareService | None = None, by_desk: bool = False) -> Search:
        self.location.refresh_from_db()
        return Search(self.location, (service or self.again).pk, now=now, by_desk=by_desk)

    def plan(self, start: datetime, *, now: datetime, service: HealthcareService | None = None) -> Plan:
        """A plan for Bao that begins at `start`; it must be free."""
        plan = self.search(now=now, service=service).plan_at(int(start.timestamp()) // 300)
        assert plan is not None, f"{start} is not free"
        return plan


def open_clinic(*, rooms: int = 2, zone: str = "America/New_York", licensed_until: datetime | None = None) -> Clinic:
    organization = Organization.objects.create(name="ACUMD", phone="+13052049981", invented=True)
    location = Location.objects.create(
        organization=organization,
        name="ACUMD Miami",
        slug="miami",
        zone=zone,
        jurisdiction="US-FL",
        address="1 Invented Avenue",
        city="Miami",
        state="FL",
        postal_code="33145",
        latitude=25.75,
        longitude=-80.24,
        directions_en="Ground floor, no steps.",
        directions_es="Planta baja, sin escalones.",
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(location=location, weekday=day, opens=NINE, closes=FIVE) for day in WEEKDAYS
    )
    clinic = Clinic(
        organization=organization,
        location=location,
        bao=hire("Bao", "Tran", number="AP 0000", until=licensed_until),
        rooms=[add_room(location, f"Room {n}") for n in range(1, rooms + 1)],
        first=offer_service("first", Audience.NEW, FIRST_PHASES, price_cents=12_000),
        again=offer_service("return", Audience.RETURNING, RETURN_PHASES, price_cents=9_000),
        electro=offer_service("electro", Audience.RETURNING, ELECTRO_PHASES, price_cents=10_000, device="electro"),
    )
    device = Resource.objects.create(kind=ResourceKind.DEVICE)
    Device.objects.create(location=location, resource=device, kind="electro", name="Stimulator 1")
    give_role(clinic.bao, location, [clinic.first, clinic.again, clinic.electro])
    organization.licensee = clinic.bao
    organization.save()
    return clinic


def open_place(clinic: Clinic, name: str, *, rooms: int = 1, **fields: object) -> Location:
    """Another place of the same clinic, open at the same hours; nobody works there yet."""
    place = Location.objects.get(pk=clinic.location.pk)
    place.pk, place.name, place.slug = None, name, name.casefold().replace(" ", "-")
    place.facts_version = place.calendar_version = 0
    for field, value in fields.items():
        setattr(place, field, value)
    place.save(force_insert=True)
    OpeningHours.objects.bulk_create(
        OpeningHours(location=place, weekday=day, opens=NINE, closes=FIVE) for day in WEEKDAYS
    )
    for number in range(1, rooms + 1):
        add_room(place, f"{name} {number}")
    return place


def hire(given: str, family: str, *, number: str, until: datetime | None = None) -> Practitioner:
    """A practitioner with a licence for Florida."""
    resource = Resource.objects.create(kind=ResourceKind.PRACTITIONER)
    person = Practitioner.objects.create(
        resource=resource, slug=given.lower(), given_name=given, family_name=family, title="A.P.", invented=True
    )
    now = datetime.now(UTC)
    Qualification.objects.create(
        practitioner=person,
        jurisdiction="US-FL",
        number=number,
        status="CLEAR/ACTIVE",
        permits_practice=True,
        expires_at=until or now + timedelta(days=900),
        verified_at=now - timedelta(days=1),
        verified_source="invented for the tests",
    )
    return person


def give_role(
    person: Practitioner, location: Location, services: Sequence[HealthcareService], languages: Sequence[str] = ("en",)
) -> PractitionerRole:
    role = PractitionerRole.objects.create(practitioner=person, location=location, languages=list(languages))
    role.services.set(services)
    WeeklyHours.objects.bulk_create(WeeklyHours(role=role, weekday=day, opens=NINE, closes=FIVE) for day in WEEKDAYS)
    return role


def add_room(location: Location, name: str) -> Room:
    resource = Resource.objects.create(kind=ResourceKind.ROOM)
    return Room.objects.create(location=location, resource=resource, name=name)


def offer_service(
    slug: str, audience: Audience, phases: Sequence[tuple], *, price_cents: int, device: str = ""
) -> HealthcareService:
    service = HealthcareService.objects.create(
        slug=slug,
        name_en=f"{slug.title()} visit",
        name_es=f"Visita {slug}",
        audience=audience,
        price_cents=price_cents,
        device_kind=device,
    )
    ServicePhase.objects.bulk_create(
        ServicePhase(
            service=service,
            position=position,
            code=code,
            minutes=minutes,
            least=least,
            most=most,
            patient="P" in who,
            practitioner="R" in who,
            room="O" in who,
            device="D" in who,
        )
        for position, (code, minutes, least, most, who) in enumerate(phases)
    )
    return service


def ana(**changes: object) -> Patient:
    """A patient on record."""
    values = {
        "name": "Ana Invented",
        "birth_date": date(1984, 5, 2),
        "phone": "+13055550100",
        "email": "ana@example.invalid",
        "language": "en",
        "invented": True,
        "created_at": datetime.now(UTC),
        **changes,
    }
    return Patient.objects.create(resource=Resource.objects.create(kind=ResourceKind.PATIENT), **values)


def cleared(result: ScreenResult = ScreenResult.CLEAR, *, key: str = "", **changes: object) -> Clearance:
    """A finished safety check that is good for another day; `key` is what the browser's cookie holds."""
    now = datetime.now(UTC)
    values = {
        "key_hash": digest(key or new_key()),
        "rules_version": "test",
        "language": "en",
        "birth_date": date(1984, 5, 2),
        "result": result,
        "created_at": now,
        "decided_at": now,
        "expires_at": now + timedelta(hours=24),
        **changes,
    }
    return Clearance.objects.create(**values)


EVERYTHING = tuple(Technique)


def agreed(patient: Patient, clinic: Clinic, *techniques: Technique, **changes: object) -> None:
    """Signed on Bao's tablet an hour ago, for all of these, or for everything."""
    at = datetime.now(UTC) - timedelta(hours=1)
    values = {"patient": patient, "practitioner": clinic.bao, "name": patient.name, "language": "en", "by": "user:1"}
    values |= {"signed_at": at, "good_until": at + GOOD_FOR, **changes}
    for text in ConsentText.objects.filter(in_force=True, technique__in=techniques or EVERYTHING):
        TreatmentConsent.objects.create(**{"text": text, **values})


def staff(username: str, role: Role, practitioner: Practitioner | None = None) -> User:
    return User.objects.create_user(
        username=username, password="a long enough passphrase", role=role, practitioner=practitioner, invented=True
    )


def dana() -> User:
    return staff("dana", Role.DESK)


def next_weekday(weekday: int, at: time, *, after: datetime, zone: str = "America/New_York") -> datetime:
    """The first such wall time on that weekday, at least a day after `after`."""
    day = after.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    day += timedelta(days=(weekday - day.weekday()) % 7)
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def booked(
    clinic: Clinic, start: datetime, *, patient: Patient | None = None, service: HealthcareService | None = None
) -> Appointment:
    """A visit with Bao at this time, booked by the desk for Ana or somebody else, screened."""
    plan = clinic.plan(start, now=datetime.now(UTC), service=service)
    terms = Terms(source="desk", screened=True)
    return book_visit(plan=plan, patient=patient or ana(), terms=terms, by=By("user", 1))
