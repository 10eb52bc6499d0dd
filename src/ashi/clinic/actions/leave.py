"""Leave, closures, rooms out of order. They are laid over what is booked: the visits they hit stay, and are listed."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from ashi.records import reservations
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Absence, AuditEvent, Closure, Location

LEAVE, LEAVE_BACK, CLOSE, OPEN_AGAIN = "leave", "leave-taken-back", "close", "open-again"


def write_absence(*, resource_id: int, start: datetime, end: datetime, reason: str, by: By) -> Absence:
    """Somebody is away, or a room or device is out of order. Raises ValueError unless start is before end."""
    _refuse_backwards(start, end)
    with transaction.atomic():
        now = reservations.lock([resource_id])
        absence = Absence.objects.create(resource_id=resource_id, start=start, end=end, reason=reason)
        record(at=now, by=by, action=LEAVE, entity=f"Resource/{resource_id}", absence=absence.pk)
        reservations.touch([resource_id], location_ids=_locations_of(resource_id))
    return absence


def take_back_absence(*, absence: Absence, by: By) -> None:
    resource_id = absence.resource_id
    with transaction.atomic():
        now = reservations.lock([resource_id])
        Absence.objects.filter(pk=absence.pk).delete()
        record(at=now, by=by, action=LEAVE_BACK, entity=f"Resource/{resource_id}", absence=absence.pk)
        reservations.touch([resource_id], location_ids=_locations_of(resource_id))


def close(*, location: Location, start: datetime, end: datetime, reason_en: str, reason_es: str, by: By) -> Closure:
    """The whole location is shut; bookings under way there are waited for. Raises ValueError unless start is first."""
    _refuse_backwards(start, end)
    with transaction.atomic():
        now = reservations.lock(_resources_at(location))
        closure = Closure.objects.create(
            location=location, start=start, end=end, reason_en=reason_en, reason_es=reason_es
        )
        record(at=now, by=by, action=CLOSE, entity=f"Location/{location.pk}", closure=closure.pk)
        reservations.touch_facts(location.pk)
    return closure


def open_again(*, closure: Closure, by: By) -> None:
    location = closure.location
    with transaction.atomic():
        now = reservations.lock(_resources_at(location))
        Closure.objects.filter(pk=closure.pk).delete()
        record(at=now, by=by, action=OPEN_AGAIN, entity=f"Location/{location.pk}", closure=closure.pk)
        reservations.touch_facts(location.pk)


def noted(action: str, thing: Absence | Closure, pk: int) -> AuditEvent:
    """The audit entry of one of these actions, which undo needs. `pk`: the thing's, which may have been deleted."""
    entity = f"Resource/{thing.resource_id}" if isinstance(thing, Absence) else f"Location/{thing.location_id}"
    name = "absence" if isinstance(thing, Absence) else "closure"
    rows = AuditEvent.objects.filter(action=action, entity=entity).order_by("-pk")[:20]
    return next(row for row in rows if row.detail[name] == pk)


def _refuse_backwards(start: datetime, end: datetime) -> None:
    if start >= end:
        raise ValueError("it ends before it begins")


def _locations_of(resource_id: int) -> Iterable[int]:
    """Where a room or device stands; a practitioner's locations are found by `touch` itself."""
    at_room = Location.objects.filter(rooms__resource=resource_id)
    at_device = Location.objects.filter(devices__resource=resource_id)
    return at_room.union(at_device).values_list("pk", flat=True)


def _resources_at(location: Location) -> list[int]:
    """Everything that a booking at this location locks some of."""
    rooms = location.rooms.values_list("resource_id", flat=True)
    devices = location.devices.values_list("resource_id", flat=True)
    people = location.roles.values_list("practitioner__resource_id", flat=True)
    return [*rooms, *devices, *people]
