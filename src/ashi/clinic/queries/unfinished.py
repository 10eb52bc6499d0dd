"""Visits whose time is over and of which nobody has said how they ended."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from ashi.clinic.queries.visits import with_everything
from ashi.core.time import instant_of, local_day
from ashi.records.models import Appointment, AppointmentStatus, Location


def unfinished(location: Location, *, now: datetime) -> QuerySet[Appointment]:
    """The oldest first. Of somebody who is here the day sheet speaks until midnight, and this list after it."""
    zone = ZoneInfo(location.zone)
    midnight = instant_of(local_day(now.astimezone(zone).date(), zone).start)
    nobody_came = Q(status=AppointmentStatus.BOOKED, end__lte=now)
    never_left = Q(status=AppointmentStatus.ARRIVED, start__lt=midnight, end__lte=now)
    return with_everything().filter(nobody_came | never_left, location=location).order_by("start", "pk")
