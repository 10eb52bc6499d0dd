"""How many rooms: this clinic's kinds of visit and demand, as the simulation wants them."""

from collections import Counter
from datetime import datetime, timedelta
from math import ceil

from django.core.cache import cache

from ashi.clinic.flow.compared import Result, side_by_side
from ashi.clinic.flow.house import House, Kind
from ashi.records.calendar.rows import phase_of
from ashi.records.models import (
    Appointment,
    Device,
    HealthcareService,
    Location,
    OpeningHours,
    PractitionerRole,
    Room,
)

WEEKS = 8
ASKED_WHERE_NOTHING_IS_KNOWN = 16.0
MOST_ROOMS, MOST_PRACTITIONERS = 6, 4
DAY = timedelta(days=1)


def house_of(location: Location, *, now: datetime) -> House | None:
    """The house as it is today; None while nothing can be booked in it. `asked` is what was booked on an average
    working day of the last eight weeks, whatever became of it, and hides whoever found nothing."""
    rows = Appointment.objects.filter(location=location, start__gte=now - WEEKS * 7 * DAY, start__lt=now)
    booked = Counter(rows.values_list("service_id", flat=True))
    days = len(set(rows.values_list("start__date", flat=True)))
    kinds = _kinds(location, booked)
    rooms = Room.objects.filter(location=location, active=True).count()
    if not kinds or not rooms:
        return None
    return House(
        rooms=rooms,
        practitioners=max(1, PractitionerRole.objects.filter(location=location, active=True).count()),
        kinds=kinds,
        asked=booked.total() / days if days else ASKED_WHERE_NOTHING_IS_KNOWN,
        devices=Device.objects.filter(location=location, active=True).count(),
        minutes=_longest_day(location),
    )


def compared(house: House, *, days: int) -> list[tuple[Result, Result]]:
    """One to six rooms for so many acupuncturists; the last answer is kept for a while."""
    key = f"rooms-{hash((house, days))}"
    found: list[tuple[Result, Result]] | None = cache.get(key)
    if found is None:
        found = list(
            side_by_side(house, rooms=range(1, MOST_ROOMS + 1), practitioners=[house.practitioners], days=days)
        )
        cache.set(key, found, timeout=600)
    return found


def _kinds(location: Location, booked: Counter[int]) -> tuple[Kind, ...]:
    """Those that were booked, as often as they were; all that are offered, where nothing was yet."""
    offered = HealthcareService.objects.filter(roles__location=location, roles__active=True).distinct()
    services = list(offered.prefetch_related("phases"))
    weights = {service.pk: booked[service.pk] for service in services}
    if not any(weights.values()):
        weights = {service.pk: 1 for service in services}
    return tuple(
        Kind(service.slug, tuple(phase_of(row) for row in service.phases.all()), weights[service.pk])
        for service in services
        if weights[service.pk] and service.phases.all()
    )


def _longest_day(location: Location) -> int:
    """Minutes from the first opening to the last closing of the longest day of the week, in whole hours."""
    longest = 60
    for weekday in range(7):
        hours = [(row.opens, row.closes) for row in OpeningHours.objects.filter(location=location, weekday=weekday)]
        if hours:
            opens, closes = min(opens for opens, _ in hours), max(closes for _, closes in hours)
            longest = max(longest, (closes.hour - opens.hour) * 60 + closes.minute - opens.minute)
    return ceil(longest / 60) * 60
