"""Patients who told that something bothered them after a visit, and whom somebody has to telephone.

What it was is for acupuncturists, on the page of the visit's adverse events; here stands who, and how pressing.
"""

from dataclasses import dataclass
from datetime import datetime

from ashi.core.treatment.adverse import Severity
from ashi.records.models import AdverseEvent, Appointment, Location


@dataclass(frozen=True)
class ToldAfter:
    visit: Appointment
    since: datetime
    serious: bool
    language: str


def told_after(location: Location) -> list[ToldAfter]:
    """One a visit; the serious first, then whoever waits longest."""
    rows = AdverseEvent.objects.filter(appointment__location=location, call=True, called_at=None)
    by_visit: dict[int, list[AdverseEvent]] = {}
    for row in rows.select_related("appointment__patient", "appointment__practitioner").order_by("recorded_at", "pk"):
        by_visit.setdefault(row.appointment_id, []).append(row)
    found = [_told(events) for events in by_visit.values()]
    return sorted(found, key=lambda one: (not one.serious, one.since))


def _told(events: list[AdverseEvent]) -> ToldAfter:
    return ToldAfter(
        visit=events[0].appointment,
        since=events[0].recorded_at,
        serious=any(one.severity == Severity.SERIOUS for one in events),
        language=events[0].language,
    )
