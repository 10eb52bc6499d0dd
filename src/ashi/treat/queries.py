"""The chart of one visit, as the page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from ashi.core.atlas import Danger
from ashi.core.treatment import (
    WHOLE_VISIT,
    Area,
    Caution,
    Change,
    Ledger,
    Level,
    Line,
    Part,
    Placed,
    Prescription,
    Side,
    Technique,
    Where,
    difference,
    of_value,
    techniques_of,
)
from ashi.core.treatment.cautions import Rule
from ashi.knowledge.treatment import Spoken, the_cautions
from ashi.knowledge.treatment.points import at
from ashi.knowledge.treatment.trials import UsedInTrial, used_in_trials
from ashi.records.models import (
    EXPECTED,
    Appointment,
    Baseline,
    CautionAnswer,
    Encounter,
    EncounterStatus,
    MissingNeedles,
    Needle,
    NeedleSet,
    Protocol,
)
from ashi.treat.consents import Agreement, Consents, consents_of
from ashi.treat.ledgers import ledger_of
from ashi.treat.past import earlier
from ashi.treat.speaking import conditions_of, patient_of, speaking


class Step(StrEnum):
    """What comes next; the bar at the foot of the page has one button for it."""

    OPEN = "open"
    PRESCRIBE = "prescribe"
    CONSENT = "consent"
    START = "start"
    ALL_IN = "all in"
    REST = "rest"
    COUNT = "count"
    CLOSE = "close"
    CLOSED = "closed"


@dataclass(frozen=True)
class ShownLine:
    """A line of today's plan and how it differs from last time; `needle` once it is in."""

    number: int
    position: int
    placed: Placed
    change: Line
    needle: Needle | None = None


@dataclass(frozen=True)
class ShownSet:
    number: int
    rest: int
    lines: tuple[ShownLine, ...]
    row: NeedleSet | None
    count: Ledger

    @property
    def needles(self) -> int:
        return self.count.inserted or sum(line.placed.needles for line in self.lines)

    @property
    def begun(self) -> bool:
        return self.row is not None and self.row.started_at is not None

    @property
    def out(self) -> bool:
        return self.row is not None and self.row.removed_at is not None

    @property
    def going_in(self) -> bool:
        return self.row is not None and self.row.inserted_at is None

    @property
    def resting(self) -> bool:
        return bool(self.row and self.row.inserted_at and not self.row.removal_at and not self.row.removed_at)


@dataclass(frozen=True)
class Speaks:
    """An open caution in this language; `at` the points it speaks at, in the words of the chart."""

    caution: Caution
    spoken: Spoken

    @property
    def for_visit(self) -> bool:
        return self.caution.point == WHOLE_VISIT

    @property
    def asks(self) -> bool:
        return self.caution.level is Level.ASKS

    @property
    def forbids(self) -> bool:
        return self.caution.level is Level.FORBIDS


@dataclass(frozen=True)
class Condition:
    """Something the patient has that belongs to a place: where, as told; empty while nobody has asked."""

    id: str
    places: tuple[Area, ...]


@dataclass(frozen=True)
class Pain:
    day: date
    value: int


@dataclass(frozen=True)
class Chart:
    visit: Appointment
    encounter: Encounter | None
    before: tuple[Encounter, ...]
    count: Ledger
    now: datetime

    @property
    def last(self) -> Encounter | None:
        return self.before[0] if self.before else None

    @cached_property
    def plan(self) -> Prescription:
        return of_value(self.encounter.prescription) if self.encounter else Prescription()

    @cached_property
    def changes(self) -> tuple[Line, ...]:
        return difference(of_value(self.last.prescription), self.plan) if self.last else ()

    @cached_property
    def sets(self) -> tuple[ShownSet, ...]:
        return tuple(self._sets())

    @cached_property
    def speaks(self) -> tuple[Speaks, ...]:
        if self.encounter is None or self.encounter.status not in (EncounterStatus.PLANNED, EncounterStatus.OPEN):
            return ()
        words = the_cautions().spoken
        return tuple(Speaks(one, words[one.rule]) for one in speaking(self.encounter, self.plan.points))

    @cached_property
    def answered(self) -> list[tuple[CautionAnswer, Spoken | None]]:
        if self.encounter is None:
            return []
        words = the_cautions().spoken
        return [(answer, words.get(answer.rule)) for answer in self.encounter.cautions.order_by("pk")]

    @cached_property
    def consents(self) -> Consents:
        return consents_of(self.visit, now=self.now)

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """What was ever agreed to, and what today's plan takes."""
        return tuple(one for one in self.consents.all if one.consent or one in self.unsigned)

    @cached_property
    def unsigned(self) -> tuple[Agreement, ...]:
        """What has to be signed before the needles; of somebody whose points are not chosen yet, needling itself."""
        if not self.may_prescribe:
            return ()
        return self.consents.lacking({Technique.NEEDLING} | techniques_of(self.plan.points))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Of the patient, those whose place matters at the point."""
        if self.encounter is None:
            held, places = conditions_of(self.visit), {}
        else:
            patient = patient_of(self.encounter)
            held, places = patient.conditions, dict(patient.places)
        return tuple(Condition(name, tuple(places.get(name, ()))) for name in sorted(held & placed_conditions()))

    @property
    def untold(self) -> tuple[Condition, ...]:
        return tuple(one for one in self.conditions if not one.places)

    @cached_property
    def pains(self) -> tuple[Pain, ...]:
        return tuple(_pains(self))

    @property
    def left_out(self) -> tuple[Line, ...]:
        return tuple(line for line in self.changes if line.change is Change.LEFT_OUT)

    @property
    def changed(self) -> tuple[Line, ...]:
        return tuple(line for line in self.changes if line.change is not Change.SAME)

    @property
    def is_open(self) -> bool:
        return self.encounter is not None and self.encounter.status == EncounterStatus.OPEN

    @property
    def is_closed(self) -> bool:
        return self.encounter is not None and self.encounter.status == EncounterStatus.CLOSED

    @property
    def is_ended(self) -> bool:
        return self.encounter is not None and self.encounter.status == EncounterStatus.ENDED

    @property
    def may_prescribe(self) -> bool:
        return not self.is_closed and not self.is_ended

    @property
    def current(self) -> ShownSet | None:
        """The set that is next to be done something with."""
        return next((one for one in self.sets if one.begun and not one.out), None) or next(
            (one for one in self.sets if not one.begun), None
        )

    @property
    def next_number(self) -> int:
        """The set that a point goes into unless another is named."""
        waiting = next((one.number for one in self.sets if not one.out), None)
        return waiting or len(self.sets) + 1

    @property
    def step(self) -> Step:
        if self.is_closed:
            return Step.CLOSED
        if not self.is_open and not self.is_ended:
            return Step.OPEN
        one = self.current
        if one is None or (self.is_ended and not one.begun):
            return Step.CLOSE if self.encounter and (self.sets or self.is_ended) else Step.PRESCRIBE
        if not one.begun:
            points = (line.placed for line in one.lines)
            return Step.CONSENT if self.consents.lacking(techniques_of(points)) else Step.START
        if one.going_in:
            return Step.ALL_IN
        return Step.REST if one.resting else Step.COUNT

    @cached_property
    def protocols(self) -> list[Protocol]:
        return list(Protocol.objects.filter(retired_at=None))

    @property
    def trials(self) -> tuple[UsedInTrial, ...]:
        return used_in_trials()

    @cached_property
    def visits_before(self) -> int:
        return len(self.before)

    @cached_property
    def visits_to_come(self) -> int:
        coming = Appointment.objects.filter(patient=self.visit.patient_id, status__in=EXPECTED)
        return coming.filter(start__gt=self.visit.start).count()

    @cached_property
    def missing(self) -> list[MissingNeedles]:
        rows = MissingNeedles.objects.filter(needle__set__encounter=self.encounter).select_related("needle")
        return list(rows) if self.encounter else []

    @property
    def near_lung(self) -> bool:
        """Did a needle go in near the lung? Then the patient is told what breathlessness afterwards would mean."""
        lines = [line for one in self.sets if one.begun for line in one.lines]
        return any(str(Danger.LUNG) in at(line.placed).tags for line in lines)

    @cached_property
    def left_in(self) -> list[Needle]:
        return list(Needle.objects.filter(set__encounter=self.encounter, left_in__gt=0)) if self.encounter else []

    @cached_property
    def still_in(self) -> list[Needle]:
        """Left in at earlier visits, and nobody has said yet that they are out."""
        rows = Needle.objects.filter(set__encounter__in=[one.pk for one in self.before], left_in__gt=0)
        return list(rows.filter(left_out_at=None).order_by("pk"))

    @property
    def not_out(self) -> list[Needle]:
        return [*self.still_in, *self.left_in]

    def _sets(self) -> Iterator[ShownSet]:
        rows = {row.number: row for row in self.encounter.sets.all()} if self.encounter else {}
        by_place = {(line.now.place, id(line.now)): line for line in self.changes if line.now}
        for number, planned in enumerate(self.plan.sets, start=1):
            row = rows.get(number)
            needles = list(row.needles.order_by("position", "pk")) if row else []
            lines = []
            for position, placed in enumerate(planned.points):
                change = by_place.get((placed.place, id(placed)), Line(Change.ADDED, None, placed))
                needle = next((one for one in needles if (one.point, one.side) == (placed.point, placed.side)), None)
                if needle:
                    needles.remove(needle)
                lines.append(ShownLine(number, position, placed, change, needle))
            yield ShownSet(number, planned.rest, tuple(lines), row, self.count.of_set(number))


def chart(visit: Appointment, *, now: datetime) -> Chart:
    encounter = Encounter.objects.filter(appointment=visit).select_related("appointment", "copied_from").first()
    count = ledger_of(encounter) if encounter else Ledger()
    return Chart(visit, encounter, tuple(earlier(visit)), count, now)


def placed_conditions() -> frozenset[str]:
    """Conditions for which it matters where in the body they are."""
    rules: list[Rule] = [rule for rule in the_cautions().rules if rule.where is Where.TOLD]
    return frozenset(name for rule in rules for name in rule.conditions)


def areas_to_choose(condition: str) -> tuple[Area, ...]:
    """The places in which a condition may be said to lie."""
    within = next(
        rule.within for rule in the_cautions().rules if condition in rule.conditions and rule.where is Where.TOLD
    )
    sided = {Part.ARM, Part.LEG, Part.SHOULDER}
    chosen = [part for part in Part if part in within]
    return tuple(
        area
        for part in chosen
        for area in ([Area(part, Side.LEFT), Area(part, Side.RIGHT)] if part in sided else [Area(part)])
    )


def _pains(shown: Chart) -> Iterator[Pain]:
    """At each visit, oldest first: as said at the visit, else as said before it."""
    zone = ZoneInfo(shown.visit.location.zone)
    said = dict(Baseline.objects.filter(appointment__patient=shown.visit.patient_id).values_list("appointment", "pain"))
    encounters = [*reversed(shown.before), *([shown.encounter] if shown.encounter else [])]
    for one in encounters:
        value = one.pain if one.pain is not None else said.get(one.appointment_id)
        if value is not None:
            yield Pain(one.appointment.start.astimezone(zone).date(), value)
