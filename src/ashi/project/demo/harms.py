"""Adverse events of invented patients: mostly small ones, one that waits for a call, one that turned out otherwise."""

from datetime import datetime, timedelta

from ashi.core.treatment.adverse import Action, Category, Correction, Onset, Outcome, Relation, Severity, severity_of
from ashi.knowledge.treatment.adverse import adverse_words
from ashi.records.by import By
from ashi.records.models import Encounter, EncounterStatus
from ashi.treat.actions.adverse import Said, Told, amend_event, record_event, report

EVERY = 9  # of so many treatments, something was written down at one
SMALL = (
    (Category.BLEEDING, Onset.DURING, "A drop of blood, pressed for a minute."),
    (Category.PAIN, Onset.DURING, "Sharp at the needle; taken out, gone at once."),
    (Category.DIZZY, Onset.SAME_DAY, "Dizzy when getting up; sat for ten minutes, drank water."),
    (Category.BLEEDING, Onset.NEXT_DAYS, "A bruise of two centimetres, seen at the next visit."),
)
FOUND = "Telephoned. It was the usual pain after gardening, better the next day."


def write_harms(*, now: datetime) -> None:
    """After the charts, by the same actions that their pages use."""
    done = Encounter.objects.filter(status=EncounterStatus.CLOSED, closed_at__lt=now - timedelta(hours=3))
    done = done.select_related("appointment__patient", "practitioner")
    treated = list(done.order_by("opened_at", "pk"))
    for number, encounter in enumerate(treated[::EVERY]):
        _small(encounter, number)
    if len(treated) > 2:
        _worse(treated[-2], now)
        _waits(treated[-1], now)


def _small(encounter: Encounter, number: int) -> None:
    category, onset, words = SMALL[number % len(SMALL)]
    said = Said(category, Severity.MILD, Relation.PROBABLE, onset, Action.CARE, Outcome.RESOLVED, words)
    assert encounter.closed_at is not None
    needles = [set_.needles.first() for set_ in encounter.sets.all()]
    record_event(
        appointment=encounter.appointment,
        said=said,
        needles=[one for one in needles if one and category in (Category.BLEEDING, Category.PAIN)],
        by_name=encounter.practitioner.name,
        by=_by(encounter),
        now=encounter.closed_at,
    )


def _worse(encounter: Encounter, now: datetime) -> None:
    """Told by the patient, judged after a call."""
    told = _told("worse", "The evening after, my back was worse.")
    at = min(encounter.appointment.end + timedelta(hours=8), now)
    for event in report(appointment=encounter.appointment, told=told, by=_patient(encounter), now=at):
        event.called_at, event.called_by = now, str(_by(encounter))
        event.save(update_fields=["called_at", "called_by"])
        correction = Correction(severity=Severity.MILD, relation=Relation.UNLIKELY, outcome=Outcome.RESOLVED)
        name = encounter.practitioner.name
        amend_event(event=event, correction=correction, reason=FOUND, by_name=name, by=_by(encounter), now=now)


def _waits(encounter: Encounter, now: datetime) -> None:
    """Told an hour ago; nobody has called yet."""
    told = _told("dizzy", "Dizzy on the way home, still a little now.")
    report(appointment=encounter.appointment, told=told, by=_patient(encounter), now=now - timedelta(hours=1))


def _told(sign: str, words: str) -> Told:
    found = adverse_words().signs[sign]
    assert severity_of(None, alarm=found.alarm) is Severity.MODERATE
    return Told(signs=(found,), onset=Onset.SAME_DAY, outcome=Outcome.RECOVERING, words=words)


def _by(encounter: Encounter) -> By:
    kind, _, key = encounter.closed_by.partition(":")
    return By(kind, int(key))


def _patient(encounter: Encounter) -> By:
    return By("patient", encounter.appointment.patient_id)
