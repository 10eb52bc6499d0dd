"""A course as its pages show it: for the patient and for the desk alike."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.crypto import get_random_string

from ashi.book.courses.forms import CourseForm
from ashi.book.courses.proposing import propose_course, soonest
from ashi.book.once import Once
from ashi.core.scheduling.course.asking import Usual
from ashi.core.scheduling.course.courses import Bend, Bent, Course, Impossible, NoCourse, Pick, Visit, Why
from ashi.core.time import instant_of
from ashi.records.by import By
from ashi.records.calendar.courses import CourseSearch
from ashi.records.models import (
    Audience,
    HealthcareService,
    Location,
    OpeningHours,
    Patient,
    Practitioner,
    PractitionerRole,
)

KEPT = ("visits", "day", "part", "who", "first", "limit", "used", "usual")  # of the address, from page to page
LITTLE_DAYS, LITTLE_MINUTES = 2, 30


@dataclass(frozen=True)
class Row:
    """A visit of a proposal. `key`: as it stands in addresses and forms; `address`: with this visit in it."""

    visit: Visit
    starts_at: datetime
    practitioner: str
    address: str = ""
    changes: str = ""
    gone: bool = False

    @property
    def bent(self) -> list[Any]:
        """What is worth saying, once."""
        kinds = {one.kind for one in self.visit.bent}
        return [one for one in self.visit.bent if not _goes_without_saying(one, kinds)]


def _goes_without_saying(bent: Bent, kinds: Collection[Bend]) -> bool:
    """A day to and fro because of the days that were named; half an hour to and fro; the same thing twice."""
    if bent.kind is Bend.OTHER_TIME:
        return bent.by <= LITTLE_MINUTES or Bend.TIME in kinds
    gap = bent.kind in (Bend.EARLIER, Bend.LATER, Bend.BEGINS_LATER)
    return gap and bent.why is Why.YOUR_DAYS and bent.by <= LITTLE_DAYS


class Proposed:
    """A course that can be booked, with the addresses of its alternatives. `asks`: what its address says besides."""

    def __init__(
        self, search: CourseSearch, course: Course, asks: Sequence[tuple[str, str]], gone: Sequence[int] = ()
    ) -> None:
        self.search, self.course, self.asks, self.gone = search, course, list(asks), set(gone)
        self.names = dict(
            Practitioner.objects.filter(pk__in=search.ground.practitioners).values_list("pk", "given_name")
        )

    @property
    def rows(self) -> list[Row]:
        return [self._row(visit) for visit in self.course.visits]

    @property
    def bent(self) -> int:
        """How many visits are not quite as they were wished for."""
        return sum(1 for row in self.rows if row.bent)

    @property
    def picks(self) -> list[str]:
        return [key_of(visit) for visit in self.course.visits]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form of this proposal carries."""
        usual = self.course.usual
        kept = [(name, value) for name, value in self.asks if name != "usual"]
        return [*kept, ("usual", f"{usual.wall}.{usual.practitioner}"), *(("at", pick) for pick in self.picks)]

    @property
    def address(self) -> str:
        return f"?{urlencode(self.hidden)}"

    def alternatives(self, number: int) -> list[Row]:
        """What else one visit could be; each row's address is the whole course with it."""
        found = self.search.courses.alternatives(self.course, number, count=8)
        place = number - self.course.visits[0].number
        rows = []
        for other in found:
            proposed = Proposed(self.search, other, self.asks)
            rows.append(self._row(other.visits[place], address=proposed.address))
        return rows

    def _row(self, visit: Visit, address: str = "") -> Row:
        return Row(
            visit=visit,
            starts_at=instant_of(visit.start),
            practitioner=self.names.get(visit.practitioner, ""),
            address=address,
            changes=f"{self.address}&change={visit.number}",
            gone=visit.number in self.gone,
        )

    @property
    def price_cents(self) -> int:
        return self.search.service.price_cents * len(self.course.visits)

    def new_key(self) -> str:
        return get_random_string(24)

    def once(self, holder: str, key: str) -> Once:
        asked = hashlib.sha256(self.address.encode()).hexdigest()
        return Once(holder=holder, key=key, fingerprint=asked)


@dataclass(frozen=True)
class CoursePage:
    """The question as it stands in an address or a form, for one patient at one location."""

    patient: Patient
    location: Location
    service: HealthcareService
    sent: QueryDict
    by: By
    now: datetime
    by_desk: bool = False
    usual_person: Practitioner | None = None

    @cached_property
    def form(self) -> CourseForm:
        asked = "visits" in self.sent
        first = soonest(self.now, self.location.zone, by_desk=self.by_desk)
        initial = {"visits": "eight", "first": first, "who": str(self.people[0][0]) if self.people else "anyone"}
        return CourseForm(
            self.sent if asked else None,
            initial=initial,
            weekdays=set(OpeningHours.objects.filter(location=self.location).values_list("weekday", flat=True)),
            people=self.people,
            soonest=first,
            by_desk=self.by_desk,
        )

    @cached_property
    def people(self) -> list[tuple[int, str]]:
        """Whom the patient may name: their own acupuncturist, at the desk everybody."""
        roles = PractitionerRole.objects.filter(
            location=self.location, services=self.service, active=True, practitioner__active=True
        ).select_related("practitioner")
        everybody = [(role.practitioner_id, role.practitioner.name) for role in roles.order_by("practitioner")]
        own = self.usual_person.pk if self.usual_person else 0
        everybody.sort(key=lambda one: one[0] != own)
        return everybody if self.by_desk else [one for one in everybody if one[0] == own]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.location.zone)

    @property
    def asks(self) -> list[tuple[str, str]]:
        return [(name, value) for name in KEPT for value in self.sent.getlist(name)]

    def answer(self, gone: Sequence[int] = ()) -> "Proposed | NoCourse":
        """For a valid form: the course that was picked visit by visit, if it still can be had; else the best one."""
        search, found = propose_course(
            patient=self.patient,
            location=Location.objects.select_related("organization").get(pk=self.location.pk),
            service_id=self.service.pk,
            wished=self.form.wished(),
            by=self.by,
            now=self.now,
            by_desk=self.by_desk,
        )
        if picks := picks_of(self.sent):
            try:
                found = search.courses.of(picks, usual_in(self.sent))
            except Impossible:
                gone = gone or [-1]
        return Proposed(search, found, self.asks, gone) if isinstance(found, Course) else found


def picks_of(sent: QueryDict) -> list[Pick]:
    """The visits in an address; none when they cannot be read."""
    try:
        return [(int(start), int(person)) for start, person in (pick.split(".") for pick in sent.getlist("at"))]
    except ValueError:
        return []


def usual_in(sent: Mapping[str, str]) -> Usual | None:
    wall, _, person = sent.get("usual", "").partition(".")
    try:
        return Usual(int(wall), int(person))
    except ValueError:
        return None


def key_of(visit: Visit) -> str:
    return f"{visit.start}.{visit.practitioner}"


def service_for(patient: Patient, service: HealthcareService, location: Location) -> HealthcareService | None:
    """What the visits of a course are: the kind they have had, or after a first visit the return visit that follows."""
    if service.audience == Audience.RETURNING:
        return service
    offered = HealthcareService.objects.filter(
        audience=Audience.RETURNING, bookable_online=True, roles__location=location, roles__active=True, room_kind=""
    )
    return offered.order_by("position", "pk").first()
