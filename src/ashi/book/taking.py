"""What every way of taking time has in common: lock, look again, write, count up."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

from ashi.records import reservations, statements
from ashi.records.calendar import diary
from ashi.records.calendar.opening import not_working
from ashi.records.plans import Plan

Made = TypeVar("Made")
_PERMITS = "SELECT permits_practice FROM records_qualification WHERE id = %s"


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
    only_adds: bool = False,
) -> Made:
    """Run `write(now)` in one transaction that holds everything the plan needs, then count the versions up.

    `only_adds`: it takes the time of the plan and gives none back, so that this process knows what the diary is now.
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
            versions = reservations.touch(resources, location_ids={plan.location_id, *also_locations})
            if only_adds:
                diary.add_when_committed(plan, versions)
    except IntegrityError as error:
        if reservations.refuses_licence(error):
            raise reservations.Unlicensed from error
        raise
    return made


def _lock_licence(plan: Plan) -> None:
    """A suspension waits for bookings under way, and a booking for a suspension under way."""
    rows = statements.select_locked(_PERMITS, [plan.qualification_id])
    if not rows or not rows[0][0]:
        raise reservations.Unlicensed
