"""ACUMD in Miami, invented from the door to the diary: eighteen months up to today and six weeks ahead."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

import holidays

from ashi.project.demo import upcoming
from ashi.project.demo.days import Day, days_of
from ashi.project.demo.founding import NEW_YORK, add_device, add_room, give_role, hire, hours, open_at
from ashi.project.demo.kinds import STIMULATOR, Kinds, offer_kinds
from ashi.project.demo.people import forget_strangers, people
from ashi.project.demo.seasons import Course, Season
from ashi.project.demo.staff import sign_up
from ashi.project.demo.writing import Visit, plan_of_offer, write
from ashi.records.models import AppointmentStatus, Closure, Location, Organization, Practitioner
from ashi.records.reservations import touch_facts

BACK, AHEAD = 545, 42
MOST_PATIENTS = 1_500
SPANISH = {"Thanksgiving Day": "Día de Acción de Gracias", "Christmas Day": "Navidad", "New Year's Day": "Año Nuevo"}


@dataclass(frozen=True)
class House:
    location: Location
    kinds: Kinds
    marisol: Practitioner
    tobias: Practitioner
    nadege: Practitioner


def fill(*, now: datetime) -> None:
    today = now.astimezone(NEW_YORK).date()
    chance = Random(f"acumd {today}")  # noqa: S311 (the same clinic for the same day)
    house = _found(now, today)
    sign_up([house.marisol, house.tobias, house.nadege])
    visits = _visits(house, today, now, chance)
    write(visits, now=now, occupied_from=datetime.combine(today, time(), tzinfo=NEW_YORK))
    forget_strangers()
    upcoming.mark(now=now, chance=chance)
    touch_facts(house.location.pk)


def _found(now: datetime, today: date) -> House:
    organization = Organization.objects.create(name="ACUMD", phone="+13052049981", invented=True)
    location = Location.objects.create(
        organization=organization,
        name="ACUMD Miami",
        slug="miami",
        zone="America/New_York",
        jurisdiction="US-FL",
        address="2140 SW 27th Avenue, Suite 3 (invented)",
        city="Miami",
        state="FL",
        postal_code="33145",
        latitude=25.7512,
        longitude=-80.2384,
        phone=organization.phone,
        directions_en="Ground floor, no steps. Parking behind the house; the door is on the left of the pharmacy.",
        directions_es="Planta baja, sin escalones. Estacionamiento detrás de la casa; la puerta está a la izquierda de"
        " la farmacia.",
    )
    week = {**hours(range(5), (9, 18)), **hours([5], (9, 13))}
    if today.weekday() == 6:
        week |= hours([6], (9, 18))  # so that a demo on a Sunday has a day to show
    open_at(location, week)
    _close(location, today)
    kinds = offer_kinds()
    for number in range(1, 5):
        add_room(location, f"Room {number}")
    for number in (1, 2):
        add_device(location, f"Stimulator {number}", STIMULATOR)
    house = _hire(location, kinds, now, today)
    organization.licensee = house.marisol
    organization.save()
    return house


def _hire(location: Location, kinds: Kinds, now: datetime, today: date) -> House:
    marisol = hire(
        "Marisol", "Linares", "AP 0000", now=now, about=("Answers for the clinic.", "Responde por la clínica.")
    )
    tobias = hire("Tobias", "Achterberg", "AP 0001", now=now, about=("Gentle, few needles.", "Suave, pocas agujas."))
    nadege = hire("Nadège", "Toussaint", "AP 0002", now=now, about=("Evenings.", "Por la tarde."))
    extra = hours([6], (9, 18)) if today.weekday() == 6 else {}
    give_role(
        marisol, location, kinds.all, hours(range(5), (9, 13), (14, 18)) | hours([5], (9, 13)) | extra, ("en", "es")
    )
    give_role(tobias, location, kinds.all, hours(range(5), (9, 16)) | extra, ("en", "de"))
    give_role(nadege, location, kinds.all, hours(range(5), (12, 18)) | extra, ("en", "ht", "fr"))
    return House(location, kinds, marisol, tobias, nadege)


def _close(location: Location, today: date) -> None:
    """Three of the suggested holidays become closures, but for today."""
    suggested = holidays.country_holidays("US", years=range(today.year - 2, today.year + 2), language="en_US")
    Closure.objects.bulk_create(
        Closure(
            location=location,
            start=datetime.combine(day, time(), tzinfo=NEW_YORK),
            end=datetime.combine(day + timedelta(days=1), time(), tzinfo=NEW_YORK),
            reason_en=name,
            reason_es=SPANISH[name],
        )
        for day, name in sorted(suggested.items())
        if name in SPANISH and day != today
    )


def _visits(house: House, today: date, now: datetime, chance: Random) -> list[Visit]:
    patients = iter(people(MOST_PATIENTS, chance=chance, now=now))
    long_ago = today - timedelta(days=BACK)
    began = {
        house.marisol.pk: (long_ago, 3.0),
        house.tobias.pk: (long_ago + timedelta(days=60), 2.6),
        house.nadege.pk: (today - timedelta(days=55), 1.6),
    }
    season = Season(patients, began, chance)
    visits: list[Visit] = []
    last = long_ago
    for day, free in days_of(house.location, long_ago, BACK + AHEAD):
        while last < day:
            season.closed(last)
            last += timedelta(days=1)
        last = day + timedelta(days=1)
        for course in season.comers(day, _arrivals(day, today)):
            visits += _come(house, season, course, day, today, free, now, chance)
    return visits


def _arrivals(day: date, today: date) -> float:
    """New people a day: a clinic that grows; ahead of today fewer and fewer have booked."""
    if day > today:
        return max(0.0, 2.2 - (day - today).days * 0.14)
    return 1.1 + 1.5 * (BACK - (today - day).days) / BACK


def _come(
    house: House, season: Season, course: Course, day: date, today: date, free: Day, now: datetime, chance: Random
) -> list[Visit]:
    ahead = (day - today).days
    if ahead > 3 and chance.random() < min(0.75, ahead * 0.03):
        return []  # has not booked so far ahead
    kinds = house.kinds
    kind = kinds.first if course.is_first else kinds.electro if course.electro else kinds.again
    service = free.facts.services[kind.pk]
    offer = free.place(service, course.practitioner, chance)
    if offer is None:
        season.put_off(course, day)
        return []
    plan = plan_of_offer(offer, service, free.facts)
    since = min(plan.starts_at, now) - timedelta(days=chance.randrange(1, 9), minutes=chance.randrange(600))
    status = _status(plan.starts_at, plan.ends_at, now, chance)
    if status == AppointmentStatus.CANCELLED:
        season.put_off(course, day)
        at = min(plan.starts_at, now) - timedelta(hours=chance.choice((2, 20, 30, 60)))
        late = at > plan.starts_at - timedelta(hours=24)
        columns = {"cancelled_at": max(at, since), "cancelled_late": late, "sequence": 1}
        return [Visit(plan, course.patient, status, since, columns)]
    season.went(course, day)
    return [Visit(plan, course.patient, status, since)]


def _status(start: datetime, end: datetime, now: datetime, chance: Random) -> AppointmentStatus:
    if start > now:
        return AppointmentStatus.BOOKED
    if end > now:
        return AppointmentStatus.ARRIVED
    drawn = chance.random()
    if drawn < 0.04:
        return AppointmentStatus.NOSHOW
    return AppointmentStatus.CANCELLED if drawn < 0.09 else AppointmentStatus.FULFILLED
