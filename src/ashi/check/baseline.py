"""How it is before the visit: said by the patient, corrected until the visit is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import EXPECTED, Activity, Appointment, AppointmentStatus, Baseline


class TooLate(Exception):
    """The visit is over, or there is none any more."""


@dataclass(frozen=True)
class Said:
    """`pain` 0 to 10. `activities`: words and 0 to 10, at most three. `tried`: treatment to how it was."""

    places: list[str]
    since: str
    began: str
    pain: int
    activities: list[tuple[str, int]]
    tried: Mapping[str, str]
    other_words: str = ""


def may_say(visit: Appointment, *, now: datetime) -> bool:
    """In the waiting room too."""
    return visit.status in (*EXPECTED, AppointmentStatus.ARRIVED) and now < visit.end


def baseline_of(visit: Appointment) -> Baseline | None:
    return Baseline.objects.filter(appointment=visit).prefetch_related("activities").first()


def say_baseline(*, appointment: Appointment, said: Said, language: str, by: By, now: datetime) -> Baseline:
    """Keep it with the visit; a second time corrects the first. Raises TooLate."""
    with transaction.atomic():
        visit = Appointment.objects.select_for_update(no_key=True, of=("self",)).get(pk=appointment.pk)
        if not may_say(visit, now=now):
            raise TooLate
        values = {
            "places": said.places,
            "since": said.since,
            "began": said.began,
            "pain": said.pain,
            "other_words": said.other_words,
            "language": language,
            **said.tried,
        }
        earlier = Baseline.objects.filter(appointment=visit).exists()
        when = {"corrected_at": now} if earlier else {"said_at": now}
        baseline, _ = Baseline.objects.update_or_create(appointment=visit, defaults={**values, **when})
        baseline.activities.all().delete()
        Activity.objects.bulk_create(
            Activity(baseline=baseline, position=position, words=words, score=score)
            for position, (words, score) in enumerate(said.activities, start=1)
        )
        action = "correct-baseline" if earlier else "say-baseline"
        record(at=now, by=by, action=action, entity=f"Baseline/{baseline.pk}", patient_id=visit.patient_id)
    return baseline


def note_look(baseline: Baseline, *, patient_id: int, by: By, now: datetime) -> None:
    record(at=now, by=by, action="read", entity=f"Baseline/{baseline.pk}", patient_id=patient_id)
