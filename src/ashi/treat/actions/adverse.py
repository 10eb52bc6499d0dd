"""Adverse events: written down from the chart, told by the patient, found out about, telephoned about.

Nothing here changes a chart: an event belongs to the visit, and what is found out later stands beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from ashi.core.treatment.adverse import (
    Action,
    Category,
    Correction,
    Needed,
    Onset,
    Outcome,
    Relation,
    Reporter,
    Severity,
    needs_call,
    severity_of,
)
from ashi.knowledge.treatment.adverse import Sign
from ashi.records.after_visit import has_been
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import (
    AdverseAmendment,
    AdverseEvent,
    AdverseNeedle,
    Appointment,
    MissingNeedles,
    Needle,
)

TWICE = timedelta(minutes=10)  # the same again within it is the other press of the button


class NotYet(Exception):
    """The visit has not begun, or never took place."""


@dataclass(frozen=True)
class Said:
    """What an acupuncturist writes down. `words` say what happened; `other` needs them."""

    category: Category
    severity: Severity
    relation: Relation
    onset: Onset
    action: Action
    outcome: Outcome
    words: str = ""


@dataclass(frozen=True)
class Told:
    """What a patient says: at least one sign, and what it needed as far as they said."""

    signs: tuple[Sign, ...]
    needed: Needed | None = None
    onset: Onset | None = None
    outcome: Outcome | None = None
    words: str = ""
    call: bool = False
    language: str = "en"


def record_event(
    *, appointment: Appointment, said: Said, needles: Iterable[Needle], by_name: str, by: By, now: datetime
) -> AdverseEvent:
    """From the chart, whether it is signed or not. Raises NotYet."""
    with transaction.atomic():
        visit = _locked(appointment)
        if not has_been(visit, now=now):
            raise NotYet
        event = AdverseEvent.objects.create(
            appointment=visit,
            reporter=Reporter.ACUPUNCTURIST,
            **{name: str(value) for name, value in vars(said).items()},
            recorded_at=now,
            by_name=by_name,
            by=str(by),
        )
        _link(event, needles)
        _note(event, "adverse-event", by, now)
        return event


def record_missing(*, missing: MissingNeedles, by_name: str, by: By, now: datetime) -> AdverseEvent:
    """The incident of needles that are declared missing: what was searched and told stands with them, once."""
    with transaction.atomic():
        event = AdverseEvent.objects.create(
            appointment_id=missing.needle.set.encounter.appointment_id,
            reporter=Reporter.ACUPUNCTURIST,
            category=Category.RETAINED,
            severity=Severity.MILD,
            relation=Relation.CERTAIN,
            onset=Onset.DURING,
            action=Action.NONE,
            outcome=Outcome.UNKNOWN,
            missing=missing,
            recorded_at=now,
            by_name=by_name,
            by=str(by),
        )
        _link(event, [missing.needle])
        _note(event, "adverse-event", by, now)
        return event


def report(*, appointment: Appointment, told: Told, by: By, now: datetime) -> list[AdverseEvent]:
    """What the patient tells afterwards: one event for each category, each as severe as its signs and needs make it.

    The same category within ten minutes is told once. Raises NotYet.
    """
    with transaction.atomic():
        visit = _locked(appointment)
        if not has_been(visit, now=now):
            raise NotYet
        just_told = visit.adverse_events.filter(reporter=Reporter.PATIENT, recorded_at__gt=now - TWICE)
        known = set(just_told.values_list("category", flat=True))
        by_category: dict[Category, list[Sign]] = {}
        for sign in told.signs:
            by_category.setdefault(sign.category, []).append(sign)
        return [
            _told(visit, category, signs, told, by, now)
            for category, signs in by_category.items()
            if category not in known
        ]


def _told(visit: Appointment, category: Category, signs: list[Sign], told: Told, by: By, now: datetime) -> AdverseEvent:
    severity = severity_of(told.needed, alarm=any(sign.alarm for sign in signs))
    event = AdverseEvent.objects.create(
        appointment=visit,
        reporter=Reporter.PATIENT,
        category=category,
        severity=severity,
        onset=told.onset or "",
        outcome=told.outcome or "",
        signs=[sign.id for sign in signs],
        words=told.words,
        call=needs_call(severity, asked=told.call),
        language=told.language,
        recorded_at=now,
        by=str(by),
    )
    _note(event, "adverse-event", by, now)
    return event


def amend_event(
    *, event: AdverseEvent, correction: Correction, reason: str, by_name: str, by: By, now: datetime
) -> AdverseAmendment:
    """What was found out, beside what was reported."""
    said = {name: value for name, value in vars(correction).items() if value is not None}
    with transaction.atomic():
        written = AdverseAmendment.objects.create(
            event=event, **said, reason=reason, by_name=by_name, by=str(by), at=now
        )
        _note(event, "amend-adverse-event", by, now, amendment=written.pk)
        return written


def telephoned(*, appointment: Appointment, by: By, now: datetime) -> bool:
    """Somebody has asked the patient how they are; settles every call of the visit. False: somebody else has."""
    with transaction.atomic():
        waiting = AdverseEvent.objects.filter(appointment=appointment, call=True, called_at=None)
        if not waiting.update(called_at=now, called_by=str(by)):
            return False
        record(
            at=now,
            by=by,
            action="adverse-called",
            entity=f"Appointment/{appointment.pk}",
            patient_id=appointment.patient_id,
        )
        return True


def _link(event: AdverseEvent, needles: Iterable[Needle]) -> None:
    for needle in needles:
        AdverseNeedle.objects.create(event=event, needle=needle)


def _locked(appointment: Appointment) -> Appointment:
    return Appointment.objects.select_for_update(no_key=True, of=("self",)).get(pk=appointment.pk)


def _note(event: AdverseEvent, action: str, by: By, now: datetime, **detail: object) -> None:
    """Which, not what: the audit log says nothing about health."""
    record(
        at=now,
        by=by,
        action=action,
        entity=f"AdverseEvent/{event.pk}",
        patient_id=event.appointment.patient_id,
        **detail,
    )
