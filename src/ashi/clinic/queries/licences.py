"""Visits to come that no licence permits any more: after a suspension, a lapse, a correction."""

from datetime import datetime

from django.db.models import F, Q, QuerySet

from ashi.clinic.queries.visits import with_everything
from ashi.records.models import EXPECTED, Appointment, Location, Qualification


def without_licence(location: Location, *, now: datetime) -> QuerySet[Appointment]:
    """The soonest first."""
    return _unpermitted(now).filter(location=location)


def touched_by(licence: Qualification, *, now: datetime) -> list[Appointment]:
    """The visits under this licence that it does not permit, wherever they are."""
    return list(_unpermitted(now).filter(qualification=licence))


def _unpermitted(now: datetime) -> QuerySet[Appointment]:
    refused = (
        Q(qualification__permits_practice=False)
        | Q(qualification__expires_at__lt=F("end"))
        | ~Q(qualification__jurisdiction=F("location__jurisdiction"))
    )
    return with_everything().filter(refused, status__in=EXPECTED, start__gt=now).order_by("start")
