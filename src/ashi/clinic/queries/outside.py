"""Visits to come at a time at which their acupuncturist, their room or the clinic is not there any more."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Max

from ashi.clinic.queries.visits import with_everything
from ashi.core.scheduling.phases import Actor
from ashi.core.time import Interval, cell_of
from ashi.records.calendar.facts import Facts, load_facts
from ashi.records.models import EXPECTED, Appointment, Location
from ashi.records.plans import visit_of

COMPARED = ("start", "phases", "practitioner", "service", "room", "device")


def outside(location: Location, *, now: datetime) -> list[Appointment]:
    """By the hours, closures, roles, rooms and devices as they are written down now; the soonest first.

    Leave is not among them: the leave page lists what it hits. Reads the tables afresh, because it is also asked inside
    a transaction that may be undone.
    """
    rows = Appointment.objects.filter(location=location, status__in=EXPECTED, start__gt=now)
    until = rows.aggregate(until=Max("end"))["until"]
    if until is None:
        return []
    zone = ZoneInfo(location.zone)
    first, last = now.astimezone(zone).date(), until.astimezone(zone).date()
    facts = load_facts(Location.objects.get(pk=location.pk), first, (last - first).days + 1)
    # A year of visits is looked through, mostly to find none: only what the question needs is loaded.
    looked_at = rows.only(*COMPARED).iterator(chunk_size=500)
    found = [visit.pk for visit in looked_at if not _stands(visit, facts)]
    return list(with_everything().filter(pk__in=found).order_by("start", "pk")) if found else []


def outside_of(location_ids: Iterable[int], *, now: datetime) -> list[Appointment]:
    places = Location.objects.filter(pk__in=list(location_ids)).order_by("pk")
    return [visit for place in places for visit in outside(place, now=now)]


def _stands(visit: Appointment, facts: Facts) -> bool:
    compiled, start = visit_of(visit), cell_of(visit.start)
    worker = facts.practitioners.get(visit.practitioner_id)
    if worker is None or visit.service_id not in worker.services or visit.room_id not in facts.rooms:
        return False
    if visit.device_id and all(visit.device_id not in kind for kind in facts.devices.values()):
        return False
    return _inside(worker.open_bits, compiled.taken(Actor.PRACTITIONER, start), facts) and _inside(
        facts.open_bits, compiled.taken(Actor.ROOM, start), facts
    )


def _inside(bits: int, taken: Iterable[Interval], facts: Facts) -> bool:
    begin = facts.window.start
    return all(bits & (wanted := ((1 << (one.end - one.start)) - 1) << (one.start - begin)) == wanted for one in taken)
