"""The clinic that is measured: what is in it stands in bench/README.md, and every number there is made here."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random

from ashi.core.scheduling.search import Offer
from ashi.core.time import cell_of
from ashi.project.demo.days import days_of
from ashi.project.demo.founding import (
    NEW_YORK,
    PRACTITIONER,
    PhaseSpec,
    add_device,
    add_room,
    give_role,
    hire,
    hours,
    offer,
    open_at,
)
from ashi.project.demo.kinds import STIMULATOR, offer_kinds
from ashi.project.demo.people import save, strangers
from ashi.project.demo.staff import sign_up
from ashi.project.demo.writing import Visit, plan_of_offer, write
from ashi.records.calendar.facts import Facts, load_facts
from ashi.records.models import Audience, HealthcareService, Location, Organization, Patient, Practitioner
from ashi.records.plans import Plan

HORIZON = 400
DAYS_TAKEN = 60
TAKEN = ("09:00", "09:30", "10:30", "11:00", "12:30", "13:00", "14:30", "15:00")
WORKING = hours(range(5), (9, 17))


def fill(*, now: datetime, seed: int) -> None:
    today = now.astimezone(NEW_YORK).date()
    patients = _patients(Random(f"bench {seed}"))  # noqa: S311
    location = _location("Bench grid", "grid", rooms=7)
    hour, half = _hour(), _half_hour()
    staff = [hire(f"Bench{n}", "Invented", f"AP 00B{n}", checked=now) for n in range(1, 8)]
    for person in staff:
        give_role(person, location, [hour, half], WORKING)
    _book(location, staff, list(_grid_visits(location, half, today, now, patients)), now)


def fill_phased(*, now: datetime, seed: int) -> None:
    """Five acupuncturists in four rooms with the real kinds of visit, staggered for six weeks."""
    today = now.astimezone(NEW_YORK).date()
    chance = Random(f"phased {seed}")  # noqa: S311
    patients = _patients(chance)
    location = _location("Bench phased", "phased", rooms=4)
    kinds = offer_kinds()
    for number in (1, 2):
        add_device(location, f"Stimulator {number}", STIMULATOR)
    staff = [hire(f"Phased{n}", "Invented", f"AP 00P{n}", checked=now) for n in range(1, 6)]
    for person in staff:
        give_role(person, location, kinds.all, WORKING)
    _book(location, staff, list(_phased_visits(location, today, now, patients, chance)), now)


def _patients(chance: Random) -> list[Patient]:
    return list(islice(strangers(chance=chance), 600))


def _book(location: Location, staff: list[Practitioner], visits: list[Visit], now: datetime) -> None:
    Organization.objects.filter(pk=location.organization_id).update(licensee=staff[0])
    dana = sign_up(staff)
    save(visits)
    write(visits, desk=f"user:{dana.pk}", now=now, occupied_from=now)


def _location(name: str, slug: str, *, rooms: int) -> Location:
    organization = Organization.objects.create(name="Bench clinic", phone="+13055550100", invented=True)
    location = Location.objects.create(
        organization=organization,
        name=name,
        slug=slug,
        zone="America/New_York",
        jurisdiction="US-FL",
        address="1 Invented Avenue",
        city="Miami",
        state="FL",
        postal_code="33145",
        horizon_days=HORIZON,
        lead_minutes=0,
    )
    open_at(location, WORKING)
    for number in range(1, rooms + 1):
        add_room(location, f"Room {number}")
    return location


def _hour() -> HealthcareService:
    return offer(
        [PhaseSpec("visit", 60, PRACTITIONER)],
        slug="hour",
        name_en="One hour",
        name_es="Una hora",
        audience=Audience.NEW,
        price_cents=10_000,
        grid_minutes=30,
    )


def _half_hour() -> HealthcareService:
    """What the taken times are; nobody can ask for it."""
    return offer(
        [PhaseSpec("visit", 30, PRACTITIONER)],
        slug="half-hour",
        name_en="Half an hour",
        name_es="Media hora",
        audience=Audience.RETURNING,
        price_cents=5_000,
        grid_minutes=30,
        bookable_online=False,
    )


def _grid_visits(
    location: Location, half: HealthcareService, today: date, now: datetime, patients: list[Patient]
) -> Iterator[Visit]:
    """Acupuncturists 1 to 5, each in a room of their own, eight half hours every weekday from the next Monday on."""
    monday = today + timedelta(days=7 - today.weekday())
    facts = load_facts(location, monday, DAYS_TAKEN)
    rooms = sorted(facts.rooms)
    for number, worker in enumerate(sorted(facts.practitioners)[:5]):
        for day in (monday + timedelta(days=n) for n in range(DAYS_TAKEN)):
            if day.weekday() > 4:
                continue
            for turn, wall in enumerate(TAKEN):
                start = datetime.combine(day, time.fromisoformat(wall), tzinfo=NEW_YORK)
                plan = _plan(facts, half.pk, worker, rooms[number], cell_of(start))
                yield Visit(plan, patients[number * 8 + turn], now)


def _plan(facts: Facts, service_id: int, practitioner: int, room: int, start: int) -> Plan:
    service = facts.services[service_id]
    return plan_of_offer(Offer(start, practitioner, service.variants[0], room, None), service, facts)


def _phased_visits(
    location: Location, today: date, now: datetime, patients: list[Patient], chance: Random
) -> Iterator[Visit]:
    """Staggered visits of the real kinds: the next six weeks about two thirds full."""
    waiting = iter(patients[100:] * 20)
    for free in days_of(location, today + timedelta(days=1), 42):
        services = list(free.facts.services.values())
        for _ in range(18):
            service = chance.choice(services)
            found = free.place(service, chance.choice(sorted(free.people)), chance)
            if found:
                yield Visit(plan_of_offer(found, service, free.facts), next(waiting), now)
