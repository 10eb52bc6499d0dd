"""Many visits moved at once, because something has come between: all of them or none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ashi.book.actions import NotExpected, expected, write_moved
from ashi.book.taking import Clash, Clashes, Seat, take_all
from ashi.clinic.actions.keeping import drop, keep_freed, without
from ashi.clinic.actions.visits import last_event
from ashi.messaging import outbox
from ashi.messaging.models import MessageKind
from ashi.messaging.outbox import UNDO
from ashi.records import reservations
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Appointment, AuditEvent, Location
from ashi.records.plans import Plan, plan_of

CHANGED, REPLAN = "changed", "replan"
Move = tuple[Appointment, Plan]


def apply_replan(
    *, location: Location, moves: Sequence[Move], to_call: Sequence[Appointment] = (), by: By
) -> AuditEvent:
    """Move these visits and put the others on the call list; every patient who has been moved is told, each visit by
    itself, when three minutes have gone by without an undo. Returns what the audit notes of it, by which all of it is
    undone at once.

    Raises Clashes, numbered as in `moves` and on through `to_call`, when any time is gone or any visit has changed
    (the kind is then CHANGED); nothing is done then.
    """
    visits = [*(visit for visit, _ in moves), *to_call]
    before = [_plan(visit) for visit in visits]
    fresh: list[Appointment] = []

    def free(now: datetime) -> None:
        fresh.extend(_as_expected(visits, now))
        for visit in fresh[: len(moves)]:
            drop(visit.pk)
            reservations.release(appointment=visit)

    def write(now: datetime) -> AuditEvent:
        events, calls = [], []
        for visit, (_, plan) in zip(fresh, moves, strict=False):
            write_moved(visit, plan, by=by, now=now)
            outbox.put(visit, MessageKind.CHANGE, now=now, send_after=now + UNDO)
            events.append(last_event(visit).pk)
        _keep(moves, before, now)
        for visit in fresh[len(moves) :]:
            calls.append(outbox.put_call(visit, now=now).pk)
            entity = f"Appointment/{visit.pk}"
            record(at=now, by=by, action="visit.to-call", entity=entity, patient_id=visit.patient_id)
        counts: dict[str, Any] = {"moved": len(moves), "to_call": len(to_call), "events": events, "calls": calls}
        return record(at=now, by=by, action=REPLAN, entity=f"Location/{location.pk}", **counts)

    return take_all(
        [Seat(plan, visit.patient.resource_id, visit.lane) for visit, plan in moves],
        write,
        free=free,
        also_lock=[
            *(pk for plan in before for pk in plan.resources.values()),
            *(visit.patient.resource_id for visit in visits),
        ],
        also_locations=[plan.location_id for plan in before],
    )


def _as_expected(visits: Sequence[Appointment], now: datetime) -> list[Appointment]:
    """The visits as they are now. Raises Clashes that name every one that is not as it was read."""
    found, changed = [], []
    for number, visit in enumerate(visits):
        try:
            found.append(expected(visit, now))
        except NotExpected:
            changed.append(Clash(number, (CHANGED,)))
    if changed:
        raise Clashes(changed)
    return found


def _keep(moves: Sequence[Move], before: Sequence[Plan], now: datetime) -> None:
    """What they have given up and none of them has taken is kept until it is too late to undo."""
    taken = [part for visit, plan in moves for part in plan.stretches(lane=visit.lane)]
    for (visit, _), plan in zip(moves, before, strict=False):
        keep_freed(visit, without(plan.stretches(lane=visit.lane), taken), now=now)


def _plan(visit: Appointment) -> Plan:
    return plan_of(visit, qualification_id=visit.qualification_id, price_cents=visit.price_cents)
