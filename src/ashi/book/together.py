"""Visits of several patients booked as one: all of them or none."""

from collections.abc import Sequence
from datetime import datetime

from ashi.book.actions import Terms, refuse_uncleared, write_visit
from ashi.book.taking import Seat, take_all
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Appointment, Patient
from ashi.records.plans import Plan

TOGETHER = "together.booked"


def book_together(*, visits: Sequence[tuple[Patient, Plan, Terms]], by: By) -> list[Appointment]:
    """One visit for each patient, in one transaction; each patient is told of their own only.

    Raises ValueError for fewer than two or for one patient twice; Clashes, which names every visit that cannot be had;
    NotCleared, Unlicensed.
    """
    people = [patient.pk for patient, _, _ in visits]
    if len(people) < 2 or len(set(people)) < len(people):
        raise ValueError("two or more patients come together")
    for _, _, terms in visits:
        if terms.clearance is not None:
            refuse_uncleared(terms.clearance)

    def write(now: datetime) -> list[Appointment]:
        booked = [write_visit(plan, patient, terms, by=by, now=now) for patient, plan, terms in visits]
        ids = [visit.pk for visit in booked]
        record(at=now, by=by, action=TOGETHER, entity=f"Appointment/{ids[0]}", visits=ids)
        return booked

    return take_all([Seat(plan, patient.resource_id, terms.lane) for patient, plan, terms in visits], write)
