"""Time that a desk action has freed is kept for three minutes, so that the action can be undone."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from ashi.messaging.outbox import UNDO
from ashi.records import reservations
from ashi.records.models import Appointment, Hold, Qualification
from ashi.records.plans import Plan, plan_of
from ashi.records.reservations import Stretch
from ashi.records.tokens import digest


def keeper(appointment_id: int) -> str:
    """Whose hold it is: nobody's but the undo of this visit."""
    return digest(f"undo:{appointment_id}")


def keep_freed(was: Appointment, freed: Sequence[Stretch], *, now: datetime) -> None:
    """Hold what a visit has given up, in the transaction that gave it up and with its locks. `was`: as it was planned.

    Where somebody was squeezed in beside it, there is nothing to hold; undo will then find the time taken.
    """
    drop(was.pk)
    hold = Hold.objects.create(
        key=uuid4(),
        visitor=keeper(was.pk),
        expires_at=now + UNDO,
        location_id=was.location_id,
        practitioner_id=was.practitioner_id,
        service_id=was.service_id,
        room_id=was.room_id,
        device_id=was.device_id,
        start=was.start,
        end=was.end,
        phases=was.phases,
    )
    try:
        with transaction.atomic():
            reservations.occupy(freed, now=now, hold=hold)
    except reservations.Taken:
        return


def kept(appointment_id: int, *, now: datetime) -> Hold | None:
    """Where the visit can go back to."""
    holds = Hold.objects.select_related("practitioner", "room", "device", "location", "service")
    return holds.filter(visitor=keeper(appointment_id), expires_at__gt=now).first()


def plan_back(hold: Hold, visit: Appointment) -> Plan:
    """Where the visit was, under a licence of whoever it was with."""
    licence = visit.qualification_id
    if hold.practitioner_id != visit.practitioner_id:
        good = Qualification.objects.filter(
            practitioner=hold.practitioner_id,
            jurisdiction=hold.location.jurisdiction,
            permits_practice=True,
            expires_at__gte=hold.end,
        )
        licence = good.order_by("-expires_at").values_list("pk", flat=True).first() or licence
    return plan_of(hold, qualification_id=licence, price_cents=visit.price_cents)


def drop(appointment_id: int) -> None:
    Hold.objects.filter(visitor=keeper(appointment_id)).delete()


def without(freed: Iterable[Stretch], taken: Iterable[Stretch]) -> list[Stretch]:
    """The parts of the first that none of the second overlaps on the same resource."""
    left = list(freed)
    for one in taken:
        left = [piece for stretch in left for piece in _cut(stretch, one)]
    return left


def _cut(stretch: Stretch, other: Stretch) -> list[Stretch]:
    if stretch.resource_id != other.resource_id or stretch.end <= other.start or other.end <= stretch.start:
        return [stretch]
    edges = ((stretch.start, min(stretch.end, other.start)), (max(stretch.start, other.end), stretch.end))
    return [Stretch(stretch.resource_id, start, end, stretch.lane) for start, end in edges if start < end]
