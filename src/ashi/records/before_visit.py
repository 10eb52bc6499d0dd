"""What is still to be said before a visit, for every page that reminds of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ashi.records.models import EXPECTED, Appointment, Baseline, Recheck

ASKED_FROM = timedelta(hours=48)  # before the start: what was so earlier may have changed


@dataclass(frozen=True)
class Before:
    """`pain`: how it is now can be told; `told` says whether it was. `questions`: the short safety form is due."""

    pain: bool
    told: bool
    questions: bool


def before(visit: Appointment, *, now: datetime) -> Before:
    coming = visit.status in EXPECTED and visit.start > now
    return Before(
        pain=coming,
        told=coming and Baseline.objects.filter(appointment=visit).exists(),
        questions=coming and questions_are_due(visit, now=now),
    )


def questions_are_due(visit: Appointment, *, now: datetime) -> bool:
    """From two days before the start, unless they were answered since; at once for whoever was never asked."""
    if visit.status not in EXPECTED or visit.start <= now:
        return False
    since = visit.start - ASKED_FROM
    if visit.screened and now < since:
        return False
    check = visit.clearance
    if check and check.decided_at and check.decided_at >= since:
        return False
    again = Recheck.objects.filter(appointment=visit)
    return not (again.filter(at__gte=since) if now >= since else again).exists()
