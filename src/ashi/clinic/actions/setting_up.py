"""Places, rooms, hours, acupuncturists and kinds of visit, as the owner writes them down.

A change that would leave visits standing where nobody is any more is not made at first: Hits names them, and with these
as `sure` it is made, unless it would hit others too. The visits stay as they are; the to-do page lists them until they
are moved or cancelled.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, TypeVar

from django.db import transaction
from django.utils.text import slugify

from ashi.clinic.queries.outside import outside_of
from ashi.core.licences import permits_practice
from ashi.records import reservations
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import (
    Appointment,
    Device,
    HealthcareService,
    Location,
    OpeningHours,
    Organization,
    Practitioner,
    PractitionerRole,
    Qualification,
    Resource,
    ResourceKind,
    Room,
    ServicePhase,
    WeeklyHours,
)
from ashi.web import clinic as shown

Made = TypeVar("Made")
Week = Mapping[int, Sequence[tuple[time, time]]]


class Hits(Exception):
    """The visits that the change would leave outside of the hours, or without their room."""

    def __init__(self, visits: list[Appointment]) -> None:
        self.visits = visits
        super().__init__(f"{len(visits)} visits")


@dataclass(frozen=True)
class PhaseLine:
    """A line of a kind of visit; `who` has a letter each: (P)atient, p(R)actitioner, r(O)om, (D)evice."""

    code: str
    minutes: int
    who: str
    least: int | None = None
    most: int | None = None


def save_clinic(*, values: Mapping[str, Any], by: By) -> Organization:
    """`values`: name, phone, email, licensee. There is one organisation."""

    def write() -> Organization:
        row = Organization.objects.first() or Organization()
        return _set(row, values)

    return _change(write, (), by=by, what="clinic", sure=None)


def save_place(
    *, place: Location | None, values: Mapping[str, Any], week: Week, by: By, sure: Collection[int] = ()
) -> Location:
    """A place and its opening hours. Raises Hits."""

    def write() -> Location:
        row = place or Location(organization=Organization.objects.get(), slug=_slug(Location, values["name"]))
        _set(row, values)
        row.opening_hours.all().delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(location=row, weekday=day, opens=opens, closes=closes)
            for day, stretches in week.items()
            for opens, closes in stretches
        )
        return row

    return _change(write, [place.pk] if place else (), by=by, what="place", sure=sure)


def save_room(
    *, room: Room | None, place: Location, values: Mapping[str, Any], by: By, sure: Collection[int] = ()
) -> Room:
    """`values`: name, kind, active. Raises Hits."""

    def write() -> Room:
        return _set(room or Room(location=place, resource=_resource(ResourceKind.ROOM)), values)

    return _change(write, [place.pk], by=by, what="room", sure=sure)


def add_chairs(*, place: Location, values: Mapping[str, Any], chairs: int, by: By) -> Room:
    """A room that several share: each chair is a resource of its own, named after the room. Returns the first."""

    def write() -> Room:
        made = [
            _set(
                Room(location=place, resource=_resource(ResourceKind.ROOM)),
                {**values, "name": f"{values['name']}, {number}"},
            )
            for number in range(1, chairs + 1)
        ]
        first: Room = made[0]
        return first

    return _change(write, [place.pk], by=by, what="room", sure=None)


def save_device(
    *, device: Device | None, place: Location, values: Mapping[str, Any], by: By, sure: Collection[int] = ()
) -> Device:
    """`values`: name, kind, active. Raises Hits."""

    def write() -> Device:
        return _set(device or Device(location=place, resource=_resource(ResourceKind.DEVICE)), values)

    return _change(write, [place.pk], by=by, what="device", sure=sure)


def save_person(
    *, person: Practitioner | None, values: Mapping[str, Any], by: By, sure: Collection[int] = ()
) -> Practitioner:
    """`values`: names, title, about, active. Raises Hits."""

    def write() -> Practitioner:
        if person:
            return _set(person, values)
        slug = _slug(Practitioner, f"{values['given_name']} {values['family_name']}")
        return _set(Practitioner(slug=slug, resource=_resource(ResourceKind.PRACTITIONER)), values)

    return _change(write, _places_of(person), by=by, what="practitioner", sure=sure)


def save_licence(*, person: Practitioner, values: Mapping[str, Any], by: By, now: datetime) -> Qualification:
    """`values`: jurisdiction, board, number, status word for word, verified_source, expires_at. A licence with the same
    number of the same jurisdiction is the same licence; ValueError when it is somebody else's. The visits it does not
    permit stay, and stand on the to-do page."""

    def write() -> Qualification:
        known = Qualification.objects.select_for_update(no_key=True).filter(
            jurisdiction=values["jurisdiction"], number=values["number"]
        )
        row = known.first() or Qualification(practitioner=person)
        if row.practitioner_id != person.pk:
            raise ValueError("this number is somebody else's")
        row.permits_practice, row.verified_at = permits_practice(values["status"]), now
        return _set(row, values)

    return _change(write, _places_of(person), by=by, what="licence", sure=None)


def save_role(
    *,
    person: Practitioner,
    place: Location,
    values: Mapping[str, Any],
    services: Iterable[HealthcareService],
    week: Week,
    by: By,
    sure: Collection[int] = (),
) -> PractitionerRole:
    """What somebody does at a place, and when. `values`: languages, active. Raises Hits."""

    def write() -> PractitionerRole:
        row = PractitionerRole.objects.filter(practitioner=person, location=place).first()
        row = _set(row or PractitionerRole(practitioner=person, location=place), values)
        row.services.set(services)
        row.weekly_hours.all().delete()
        WeeklyHours.objects.bulk_create(
            WeeklyHours(role=row, weekday=day, opens=opens, closes=closes)
            for day, stretches in week.items()
            for opens, closes in stretches
        )
        return row

    return _change(write, {place.pk, *_places_of(person)}, by=by, what="role", sure=sure)


def save_kind(
    *, kind: HealthcareService | None, values: Mapping[str, Any], phases: Sequence[PhaseLine] | None, by: By
) -> HealthcareService:
    """A kind of visit. What is booked keeps the phases and the price it was booked with. `phases` None: as they are."""

    def write() -> HealthcareService:
        row = _set(kind or HealthcareService(slug=_slug(HealthcareService, values["name_en"])), values)
        if phases is not None:
            row.phases.all().delete()
            ServicePhase.objects.bulk_create(_phase(row, at, line) for at, line in enumerate(phases))
        return row

    return _change(write, Location.objects.values_list("pk", flat=True), by=by, what="kind of visit", sure=None)


def _phase(service: HealthcareService, position: int, line: PhaseLine) -> ServicePhase:
    return ServicePhase(
        service=service,
        position=position,
        code=line.code,
        minutes=line.minutes,
        least=line.least,
        most=line.most,
        patient="P" in line.who,
        practitioner="R" in line.who,
        room="O" in line.who,
        device="D" in line.who,
    )


def _change(
    write: Callable[[], Made], location_ids: Iterable[int], *, by: By, what: str, sure: Collection[int] | None
) -> Made:
    """Bookings under way at these places are waited for, and look again at the hours after us. `sure`: the visits that
    may be left standing; None: nothing is asked."""
    places = sorted(set(location_ids))
    with transaction.atomic():
        now = reservations.lock(_resources_at(places))
        before = _outside(places, now, sure)
        made = write()
        hit = [visit for pk, visit in _outside(places, now, sure).items() if pk not in before]
        if {visit.pk for visit in hit} - set(sure or ()):
            raise Hits(hit)
        entity = f"{type(made).__name__}/{made.pk}"  # type: ignore[attr-defined]
        record(at=now, by=by, action="set-up", entity=entity, what=what)
        for pk in sorted({*places, *([made.pk] if isinstance(made, Location) else [])}):
            reservations.touch_facts(pk)
    shown.forget()
    return made


def _outside(places: Sequence[int], now: datetime, sure: Collection[int] | None) -> dict[int, Appointment]:
    return {} if sure is None else {visit.pk: visit for visit in outside_of(places, now=now)}


def _resources_at(places: Sequence[int]) -> list[int]:
    rooms = Room.objects.filter(location__in=places).values_list("resource", flat=True)
    devices = Device.objects.filter(location__in=places).values_list("resource", flat=True)
    people = Practitioner.objects.filter(roles__location__in=places).values_list("resource", flat=True)
    return [*rooms, *devices, *people]


def _places_of(person: Practitioner | None) -> list[int]:
    return list(person.roles.values_list("location", flat=True)) if person else []


def _resource(kind: ResourceKind) -> Resource:
    return Resource.objects.create(kind=kind)


def _set(row: Any, values: Mapping[str, Any]) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def _slug(table: Any, name: str) -> str:
    """For addresses: the name, and a number where somebody has that already. It does not change with the name."""
    wanted = slugify(name)[:40] or "x"
    taken = set(table.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for slug in (wanted, *(f"{wanted}-{n}" for n in range(2, 1000))) if slug not in taken)
