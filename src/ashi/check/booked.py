"""A check that is answered while something is held or booked from it, or from the one before it in the same browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ashi.check import again
from ashi.core.safety import Assessment, Result
from ashi.records import reservations
from ashi.records.by import By
from ashi.records.models import EXPECTED, Appointment, Clearance, Hold, ScreenResult

TRIES = 5
MILD = (ScreenResult.CLEAR, ScreenResult.CAUTION)


class _BookedMeanwhile(Exception):
    """Something was booked from the check between two looks: lock again, with that too."""


@dataclass(frozen=True)
class Booked:
    """`check` is locked, and so is the time of all `visits` and `holds`. `was`: the results they were booked with."""

    check: Clearance
    visits: list[Appointment]
    holds: list[Hold]
    was: dict[int, str]
    now: datetime

    def follow(self, assessment: Assessment, *, by: By) -> None:
        """An emergency gives everything back; an urgent answer makes a visit wait that was booked without one."""
        if assessment.result is Result.EMERGENCY:
            self._give_back_holds()
        answered = again.Answered(self.check.answers, assessment, self.check.language, whole=True)
        for visit in self.visits:
            is_new = assessment.result is Result.URGENT and self.was[visit.pk] in MILD
            if is_new or assessment.result is Result.EMERGENCY:
                again.keep_full_check(visit=visit, answered=answered, by=by, now=self.now)

    def _give_back_holds(self) -> None:
        for hold in self.holds:
            resources = _resources_of(hold)
            Hold.objects.filter(pk=hold.pk).delete()
            reservations.touch(resources, location_ids=[hold.location_id])


@contextmanager
def booked_from(check: Clearance) -> Iterator[Booked]:
    """One transaction. Time is locked before the check, as everywhere; who books locks in the same order."""
    for _ in range(TRIES - 1):
        try:
            with transaction.atomic():
                found = _look(check)
                yield found
                return
        except _BookedMeanwhile:
            continue
    with transaction.atomic():
        yield _look(check)


def _look(check: Clearance) -> Booked:
    visits, holds = _rows_of(_visits(check)), _holds(check)
    wanted = [*(again.resources_of(one) for one in visits), *(_resources_of(one) for one in holds)]
    now = reservations.lock(resource for one in wanted for resource in one)
    row = Clearance.objects.select_for_update().get(pk=check.pk)
    if not set(_visits(row)) <= {one.pk for one in visits}:
        raise _BookedMeanwhile
    if not {one.pk for one in _holds(row)} <= {one.pk for one in holds}:
        raise _BookedMeanwhile
    was = {one.pk: one.clearance.result if one.clearance else "" for one in visits}
    return Booked(row, visits, holds, was, now)


def _visits(check: Clearance) -> list[int]:
    """Booked from this very check a moment ago, or from the one this browser had before, by the same person."""
    ids = [check.pk]
    if check.follows and check.follows.birth_date == check.birth_date:
        ids.append(check.follows.pk)
    return list(Appointment.objects.filter(clearance__in=ids, status__in=EXPECTED).values_list("pk", flat=True))


def _rows_of(ids: list[int]) -> list[Appointment]:
    """Hardly anybody has booked already: nothing is asked then."""
    rows = Appointment.objects.filter(pk__in=ids).select_related("patient", "location", "clearance")
    return list(rows.order_by("pk")) if ids else []


def _holds(check: Clearance) -> list[Hold]:
    return list(Hold.objects.filter(clearance=check.pk))


def _resources_of(hold: Hold) -> set[int]:
    return set(hold.occupancy.values_list("resource_id", flat=True))
