"""What every way of taking time has in common: lock, look again, write, count up."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

from ashi.records import reservations
from ashi.records.calendar.opening import not_working
from ashi.records.models import Qualification
from ashi.records.plans import Plan

Made = TypeVar("Made")


class Closed(Exception):
    """Somebody or something that the visit needs is not at work then. `kinds` says who."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self.kinds = tuple(kinds)
        super().__init__("not working: " + ", ".join(self.kinds))


def take(
    plan: Plan,
    write: Callable[[datetime], Made],
    *,
    also_lock: Iterable[int] = (),
    also_locations: Iterable[int] = (),
    outside_hours: bool = False,
) -> Made:
    """Run `write(now)` in one transaction that holds everything the plan needs, then count the versions up.

    Raises Closed, reservations.Taken or reservations.Unlicensed; nothing is written then.
    """
    resources = {*plan.resources.values(), *also_lock}
    try:
        with transaction.atomic():
            now = reservations.lock(resources)
            _lock_licence(plan)
            if not outside_hours and (kinds := not_working(plan, now=now)):
                raise Closed(kinds)
            made = write(now)
            reservations.touch(resources, location_ids={plan.location_id, *also_locations})
    except IntegrityError as error:
        if reservations.refuses_licence(error):
            raise reservations.Unlicensed from error
        raise
    return made


def _lock_licence(plan: Plan) -> None:
    """A suspension waits for bookings under way, and a booking for a suspension under way."""
    licence = Qualification.objects.select_for_update(no_key=True).filter(pk=plan.qualification_id)
    if not licence.values_list("permits_practice", flat=True).first():
        raise reservations.Unlicensed
