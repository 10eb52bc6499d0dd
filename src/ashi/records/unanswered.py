"""Visits whose patient has not answered the safety questions yet: those that a program booked, or the desk in a hurry.

No needle goes in before they are answered (the chart and the database refuse it); until then the patient is asked with
every message, and the desk sees who is still to be asked.
"""

from datetime import datetime

from django.db.models import Q

from ashi.records.models import EXPECTED, Appointment

UNANSWERED = Q(screened=False, status__in=EXPECTED)


def waits_for_answers(visit: Appointment, *, now: datetime) -> bool:
    """The same of one visit; over once it has begun, when whoever is there asks."""
    return not visit.screened and visit.status in EXPECTED and visit.start > now
