"""What every way of taking time has in common: lock, look again, write, count up."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

from ashi.records import reservations, statements
from ashi.records.calendar import diary
from ashi.records.calendar.opening import not_working
from ashi.records.plans import Plan

Made = TypeVar("Made")
_PERMITS = "SELECT permits_practice FROM records_qualification WHERE id = %s"
LICENCE = "licence"


class Closed(Exception):
    """Somebody or something that the visit needs is not at work then. `kinds` says who."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self.kinds = tuple(kinds)
        super().__init__("not working: " + ", ".join(self.kinds))


@dataclass(frozen=True)
class Seat:
    """One of several visits that are booked together: the plan, and the resource of who comes (None: a new record,
    which nobody else can want)."""

    plan: Plan
    patient_resource_id: int | None = None
    lane: int = 0

    @property
    def stretches(self) -> list[reservations.Stretch]:
        return self.plan.stretches(self.patient_resource_id, lane=self.lane)


@dataclass(frozen=True)
class Clash:
    """Which of the visits (from 0) cannot be had, and who or what is taken, away or shut: practitioner, room, device,
    patient, licence."""

    number: int
    kinds: tuple[str, ...]


class Clashes(Exception):
    """Some of the visits cannot be had, so none of them was booked. Every one is named."""

    def __init__(self, clashes: Iterable[Clash]) -> None:
        self.clashes = tuple(clashes)
        super().__init__("; ".join(f"{clash.number}: {', '.join(clash.kinds)}" for clash in self.clashes))


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


def take_all(
    seats: Sequence[Seat],
    write: Callable[[datetime], Made],
    *,
    free: Callable[[datetime], None] | None = None,
    also_lock: Iterable[int] = (),
    also_locations: Iterable[int] = (),
) -> Made:
    """`take` for several visits: all of them or none, in one transaction that has locked everything they need, in id
    order over all of them. `free(now)` gives back, before anything is looked at, the time that they had so far.

    Raises Clashes, naming every visit that cannot be had; reservations.Unlicensed for a licence the database refuses.
    """
    people = {seat.patient_resource_id for seat in seats if seat.patient_resource_id is not None}
    resources = {*(pk for seat in seats for pk in seat.plan.resources.values()), *people, *also_lock}
    try:
        with transaction.atomic():
            now = reservations.lock(resources)
            if free:
                free(now)
            if clashes := list(_clashes(seats, now=now)):
                raise Clashes(clashes)
            made = write(now)
            reservations.touch(resources, location_ids={*(seat.plan.location_id for seat in seats), *also_locations})
    except IntegrityError as error:
        if reservations.refuses_licence(error):
            raise reservations.Unlicensed from error
        raise
    return made


def _clashes(seats: Sequence[Seat], *, now: datetime) -> Iterable[Clash]:
    unlicensed = _unlicensed(seats)
    for number, seat in enumerate(seats):
        kinds = {*not_working(seat.plan, now=now), *reservations.taken(seat.stretches, now=now)}
        if seat.plan.qualification_id in unlicensed:
            kinds.add(LICENCE)
        if kinds:
            yield Clash(number, tuple(sorted(kinds)))


def _unlicensed(seats: Sequence[Seat]) -> set[int]:
    """Licences, locked in id order, under which nobody may be booked."""
    refused = set()
    for plan in {seat.plan.qualification_id: seat.plan for seat in sorted(seats, key=_by_licence)}.values():
        try:
            _lock_licence(plan)
        except reservations.Unlicensed:
            refused.add(plan.qualification_id)
    return refused


def _by_licence(seat: Seat) -> int:
    return seat.plan.qualification_id


def _lock_licence(plan: Plan) -> None:
    """A suspension waits for bookings under way, and a booking for a suspension under way."""
    rows = statements.select_locked(_PERMITS, [plan.qualification_id])
    if not rows or not rows[0][0]:
        raise reservations.Unlicensed
