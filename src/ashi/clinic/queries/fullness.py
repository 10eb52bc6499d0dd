"""How full a week is, by acupuncturist: the hours they work, and those they are with patients."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ashi.core.scheduling.availability import Window, bits_of_pairs
from ashi.core.scheduling.phases import Actor
from ashi.core.time import CELL_MINUTES, ceil_cell, cell_of, floor_cell, instant_of
from ashi.records.calendar.facts import load_facts
from ashi.records.models import Absence, Appointment, AppointmentStatus, Location, Practitioner
from ashi.records.plans import visit_of

TAKING = (
    AppointmentStatus.PENDING,
    AppointmentStatus.BOOKED,
    AppointmentStatus.ARRIVED,
    AppointmentStatus.FULFILLED,
)
STATUSES = (*TAKING, AppointmentStatus.NOSHOW)


@dataclass(frozen=True)
class Fullness:
    """Of one acupuncturist in one week; `worked` and `with_patients` in minutes. Cancelled visits count nowhere."""

    practitioner: Practitioner
    worked: int
    with_patients: int
    visits: int
    absent: int

    @property
    def percent(self) -> int | None:
        """None when they do not work; never more than 100, though somebody may be squeezed in."""
        return min(100, round(100 * self.with_patients / self.worked)) if self.worked else None

    @property
    def hours(self) -> float:
        return self.worked / 60

    @property
    def hours_with_patients(self) -> float:
        return self.with_patients / 60


def fullness(location: Location, monday: date) -> list[Fullness]:
    """Everybody who works here in that week or has visits in it, by name."""
    facts = load_facts(location, monday, 7)
    window = facts.window
    visits: dict[int, list[Appointment]] = defaultdict(list)
    rows = Appointment.objects.filter(
        location=location,
        status__in=STATUSES,
        start__gte=instant_of(window.start),
        start__lt=instant_of(window.end),
    )
    for visit in rows:
        visits[visit.practitioner_id].append(visit)
    people = Practitioner.objects.in_bulk({*facts.practitioners, *visits})
    found = []
    for pk, person in people.items():
        worker = facts.practitioners.get(pk)
        open_bits = worker.open_bits & ~_away(person, window) if worker else 0
        if open_bits or visits[pk]:
            found.append(_of(person, open_bits, visits[pk], window))
    return sorted(
        found, key=lambda one: (one.practitioner.family_name, one.practitioner.given_name, one.practitioner.pk)
    )


def week_before(monday: date) -> date:
    return monday - timedelta(days=7)


def _of(person: Practitioner, open_bits: int, visits: Iterable[Appointment], window: Window) -> Fullness:
    rows = list(visits)
    taking = [one for one in rows if one.status in TAKING]
    cells = bits_of_pairs([pair for one in taking for pair in _attended(one)], window)
    return Fullness(
        practitioner=person,
        worked=open_bits.bit_count() * CELL_MINUTES,
        with_patients=cells.bit_count() * CELL_MINUTES,
        visits=len(taking),
        absent=len(rows) - len(taking),
    )


def _attended(visit: Appointment) -> list[tuple[int, int]]:
    """The cells in which the acupuncturist is with this patient; somebody else is, while the patient rests."""
    parts = visit_of(visit).taken(Actor.PRACTITIONER, cell_of(visit.start))
    return [(part.start, part.end) for part in parts]


def _away(person: Practitioner, window: Window) -> int:
    rows = Absence.objects.filter(
        resource=person.resource_id, start__lt=instant_of(window.end), end__gt=instant_of(window.start)
    )
    edges: list[tuple[datetime, datetime]] = list(rows.values_list("start", "end"))
    return bits_of_pairs([(floor_cell(start), ceil_cell(end)) for start, end in edges], window)
