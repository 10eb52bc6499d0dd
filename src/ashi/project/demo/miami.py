"""The house in Miami: rooms, hours, people, kinds of visit."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ashi.project.demo.closures import close_on_holidays
from ashi.project.demo.founding import NEW_YORK, Hours, add_device, add_room, give_role, hire, hours, open_at
from ashi.project.demo.kinds import STIMULATOR, Kinds, offer_kinds
from ashi.records.models import Absence, Location, Organization, Practitioner, Room

SUNDAY = 6


@dataclass(frozen=True)
class House:
    location: Location
    kinds: Kinds
    marisol: Practitioner
    tobias: Practitioner
    nadege: Practitioner
    rooms: list[Room]

    def rooms_of(self, practitioner: int) -> list[int]:
        """Where somebody usually works; Nadège takes the room that is free."""
        usual = {self.marisol.pk: self.rooms[:2], self.tobias.pk: self.rooms[2:]}
        return [room.pk for room in usual.get(practitioner, [])]


def found(today: date) -> House:
    organization = Organization.objects.create(name="ACUMD", phone="+13052049981", invented=True)
    location = _location(organization)
    open_at(location, hours(range(5), (9, 18)) | hours([5], (9, 13)) | _sunday(today))
    close_on_holidays(location, today)
    rooms = [add_room(location, f"Room {number}") for number in range(1, 5)]
    for number in (1, 2):
        add_device(location, f"Stimulator {number}", STIMULATOR)
    house = House(location, offer_kinds(), *_hire(today), rooms)
    _give_roles(house, today)
    _away(house, rooms[3], today)
    organization.licensee = house.marisol
    organization.save()
    return house


def _location(organization: Organization) -> Location:
    return Location.objects.create(
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


def _sunday(today: date) -> Hours:
    """A demo that is started on a Sunday has a day to show: that clinic works on Sundays."""
    return hours([SUNDAY], (9, 18)) if today.weekday() == SUNDAY else {}


def _hire(today: date) -> tuple[Practitioner, Practitioner, Practitioner]:
    checked = datetime.combine(today, time(), tzinfo=NEW_YORK)
    marisol = hire(
        "Marisol",
        "Linares",
        "AP 0000",
        checked=checked,
        about=(
            "Opened the clinic in 2016 and answers for what it says and does.",
            "Abrió la clínica en 2016 y responde por lo que dice y hace.",
        ),
    )
    tobias = hire(
        "Tobias",
        "Achterberg",
        "AP 0001",
        checked=checked,
        about=("Works with few needles and a light hand.", "Trabaja con pocas agujas y mano suave."),
    )
    nadege = hire(
        "Nadège",
        "Toussaint",
        "AP 0002",
        checked=checked,
        about=("Came to the clinic this year; here until the evening.", "Llegó este año; atiende hasta la tarde."),
    )
    return marisol, tobias, nadege


def _give_roles(house: House, today: date) -> None:
    kinds, extra = house.kinds, _sunday(today)
    whole_days = hours((0, 1, 3, 4), (9, 13), (14, 18)) | hours([2], (9, 13)) | hours([5], (9, 13))
    give_role(house.marisol, house.location, kinds.all, whole_days | extra, ("en", "es"))
    mornings = hours(range(5), (9, 16))
    give_role(house.tobias, house.location, (kinds.first, kinds.again), mornings | extra, ("en", "de"))
    evenings = hours(range(5), (12, 18)) | hours([5], (9, 13))
    give_role(house.nadege, house.location, kinds.all, evenings | extra, ("en", "ht", "fr"))


def _away(house: House, room: Room, today: date) -> None:
    """A lamp is repaired this morning, and Tobias has two days off in three weeks."""

    def at(day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), tzinfo=NEW_YORK)

    Absence.objects.create(resource=room.resource, start=at(today, 9), end=at(today, 10), reason="Lamp being repaired")
    off = today + timedelta(days=21)
    Absence.objects.create(
        resource=house.tobias.resource, start=at(off, 0), end=at(off + timedelta(days=2), 0), reason="Leave"
    )
