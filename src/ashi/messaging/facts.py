"""What a message says of a visit: the facts as they were at the event, whatever has become of the visit since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from ashi.core.time import cell_of, instant_of
from ashi.records import statements
from ashi.records.models import Appointment, AppointmentStatus, Location
from ashi.records.models.people import full_name
from ashi.records.plans import visit_of

_WHO = """SELECT who.given_name, who.family_name, who.title, licence.number, licence.jurisdiction
    FROM records_qualification licence JOIN records_practitioner who ON who.id = licence.practitioner_id
    WHERE licence.id = %s"""


@dataclass(frozen=True)
class Facts:
    """A visit at one SEQUENCE of its life. `until` is when the patient may go; the room may be needed for longer."""

    reference: str
    sequence: int
    status: str
    start: datetime
    until: datetime
    location: Location
    practitioner: str
    licence: str
    jurisdiction: str
    clear_by: datetime | None = None
    before: datetime | None = None
    cleared: bool = False
    restored: bool = False
    released: bool = False
    course: "CourseFacts | None" = None
    offered: datetime | None = None
    offered_until: datetime | None = None

    @property
    def uid(self) -> str:
        """The same for all of the visit's life; says nothing, because calendars are read by third parties."""
        return str(uuid5(NAMESPACE_URL, f"ashi:visit:{self.reference}"))

    @property
    def address(self) -> tuple[str, str]:
        """1 Invented Avenue; Miami, FL 33145."""
        where = self.location
        region = " ".join(part for part in (where.state, where.postal_code) if part)
        return where.address, f"{where.city}, {region}" if region else where.city

    @property
    def place(self) -> str:
        return ", ".join([self.location.name, *self.address])

    @property
    def zone_short(self) -> str:
        """EST; tells the two hours apart on the night the clocks go back."""
        return self.start.astimezone(ZoneInfo(self.location.zone)).tzname() or ""

    @property
    def directions(self) -> str:
        """In the language in use; English where that is missing."""
        return getattr(self.location, f"directions_{get_language() or 'en'}", "") or self.location.directions_en

    @property
    def phone(self) -> str:
        return self.location.phone or self.location.organization.phone

    @property
    def is_provisional(self) -> bool:
        return self.status == AppointmentStatus.PENDING

    @property
    def is_cancelled(self) -> bool:
        return self.status == AppointmentStatus.CANCELLED


@dataclass(frozen=True)
class CourseFacts:
    """What has happened to a whole course: `event` is booked, moved, paused, resumed or ended; `visits` are those it
    happened to, in order, as they are now; `planned` is how many the course has."""

    event: str
    visits: tuple[Facts, ...]
    planned: int

    @property
    def coming(self) -> tuple[Facts, ...]:
        return tuple(visit for visit in self.visits if not visit.is_cancelled)


def kept(appointment: Appointment) -> dict[str, Any]:
    """The facts as a row of the outbox keeps them; nothing about health, nobody's contact."""
    given_name, family_name, title, number, jurisdiction = statements.select(_WHO, [appointment.qualification_id])[0]
    return {
        "start": appointment.start.isoformat(),
        "until": _until(appointment).isoformat(),
        "status": str(appointment.status),
        "practitioner": full_name(given_name, family_name, title),
        "licence": number,
        "jurisdiction": jurisdiction,
        "location": appointment.location_id,
        "clear_by": appointment.clear_by and appointment.clear_by.isoformat(),
    }


def facts_of(appointment: Appointment, kept_facts: dict[str, Any] | None = None, sequence: int | None = None) -> Facts:
    """The facts as they are now, or as a row of the outbox kept them."""
    facts = dict(kept_facts or kept(appointment))
    course = facts.pop("course", None)
    facts.pop("unplaced", None)  # says only why the call is made
    facts["location"] = _place(appointment, facts["location"])
    for name in ("start", "until", "clear_by", "before", "offered", "offered_until"):
        facts[name] = _instant(facts.get(name))
    return Facts(
        reference=appointment.reference,
        sequence=appointment.sequence if sequence is None else sequence,
        course=_course_of(course, facts["location"]) if course else None,
        **facts,
    )


def _course_of(kept_course: dict[str, Any], place: Location) -> CourseFacts:
    visits = []
    for row in kept_course["visits"]:
        instants = {name: _instant(row.get(name)) for name in ("start", "until", "clear_by")}
        visits.append(Facts(**{**row, **instants, "location": place}))
    return CourseFacts(kept_course["event"], tuple(visits), kept_course["planned"])


def _place(appointment: Appointment, pk: int) -> Location:
    """Where the visit is, or was at that time."""
    if appointment.location_id == pk and Appointment.location.is_cached(appointment):
        return appointment.location
    return Location.objects.select_related("organization").get(pk=pk)


def _until(appointment: Appointment) -> datetime:
    length = visit_of(appointment).patient_length
    return instant_of(cell_of(appointment.start) + length) if length else appointment.end


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
