"""Booking with the telephone at the ear, and asking afterwards what was not asked then."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ashi.book.actions import NotCleared, NotExpected, Terms
from ashi.book.people import Person
from ashi.check.kept import as_row
from ashi.clinic.actions.changing import book
from ashi.clinic.actions.visits import last_event, locked
from ashi.clinic.screening import answers, judge
from ashi.core.safety import Assessment, Result
from ashi.records import rules
from ashi.records.audit import record, record_visit
from ashi.records.by import By
from ashi.records.clearances import VALID_FOR
from ashi.records.models import (
    EXPECTED,
    Appointment,
    AppointmentEvent,
    AppointmentStatus,
    Clearance,
    Patient,
    ScreenResult,
    StopRecord,
)
from ashi.records.plans import Plan
from ashi.records.provisional import clear_by_for_booked
from ashi.records.tokens import digest, new_key


class Stopped(Exception):
    """An answer was an emergency: nothing is booked, the caller is told where to go."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        super().__init__(assessment.result.word)


@dataclass(frozen=True)
class Asked:
    """The emergency questions were read aloud on the day `today`; `yes` are the ids answered so."""

    yes: Collection[str]
    language: str
    today: date
    born: date | None = None

    def assessment(self) -> Assessment:
        return judge(rules.in_force(), self.yes, born=self.born, today=self.today)


def book_by_phone(
    *,
    plan: Plan,
    who: Patient | Person,
    asked: Asked | None,
    by: By,
    now: datetime,
    squeeze_reason: str = "",
) -> tuple[Appointment, AppointmentEvent]:
    """Without `asked` the visit is marked as not asked. Raises Stopped, Taken, Closed, Unlicensed."""
    assessment = asked.assessment() if asked else None
    if assessment and assessment.result is Result.EMERGENCY:
        remember_stop(assessment, now=now)
        raise Stopped(assessment)
    with transaction.atomic():
        clearance = _clearance(asked, assessment, by=by, now=now) if asked and assessment else None
        terms = Terms(
            source="desk",
            clearance=clearance,
            screened=asked is not None,
            lane=1 if squeeze_reason else 0,
            squeeze_reason=squeeze_reason,
        )
        return book(plan=plan, who=who, terms=terms, by=by)


def asked_for_course(asked: Asked, *, by: By, now: datetime) -> Clearance:
    """What a course is booked with. Raises Stopped after an emergency, NotCleared after an urgent answer: nobody is
    given a dozen provisional visits."""
    assessment = asked.assessment()
    if assessment.result is Result.EMERGENCY:
        remember_stop(assessment, now=now)
        raise Stopped(assessment)
    if assessment.result is Result.URGENT:
        raise NotCleared
    return _clearance(asked, assessment, by=by, now=now)


def ask_afterwards(*, appointment: Appointment, asked: Asked, by: By, now: datetime) -> AppointmentEvent:
    """The questions for a visit that was booked without them. An urgent answer makes it wait for clearance; after an
    emergency nobody arrives any more. Raises NotExpected."""
    assessment = asked.assessment()
    with transaction.atomic():
        visit = locked(appointment)
        if visit.status not in (*EXPECTED, AppointmentStatus.ARRIVED) or visit.screened:
            raise NotExpected
        visit.clearance, visit.screened = _clearance(asked, assessment, by=by, now=now), True
        if assessment.result is Result.URGENT and visit.status in EXPECTED:
            visit.status = AppointmentStatus.PENDING
            visit.clear_by = clear_by_for_booked(visit.start, now=now)
        visit.save(update_fields=["clearance", "screened", "status", "clear_by"])
        record_visit(visit, at=now, by=by, kind="screened", result=assessment.result.word)
        return last_event(visit)


def remember_stop(assessment: Assessment, *, now: datetime) -> None:
    """Of a caller who was sent to hospital: which rule, which version, when, and nothing else."""
    stops = [reason for reason in assessment.reasons if reason.result is Result.EMERGENCY]
    StopRecord.objects.bulk_create(
        StopRecord(rule=reason.rule, rules_version=assessment.version, at=now) for reason in stops
    )


def _clearance(asked: Asked, assessment: Assessment, *, by: By, now: datetime) -> Clearance:
    row = Clearance.objects.create(
        key_hash=digest(new_key()),  # nobody's: it belongs to the visit from the start
        rules_version=assessment.version,
        language=asked.language,
        answers={name: said.value for name, said in answers(rules.in_force(), asked.yes).items()},
        birth_date=asked.born,
        result=ScreenResult(assessment.result.word),
        reasons=[as_row(reason) for reason in assessment.reasons],
        created_at=now,
        decided_at=now,
        expires_at=now + VALID_FOR,
    )
    record(at=now, by=by, action="finish-check", entity=f"Clearance/{row.pk}")
    return row
