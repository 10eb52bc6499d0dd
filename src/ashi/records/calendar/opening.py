"""Is everybody whom a plan needs at work then? Asked again after the locks, because leave may have been written."""

from datetime import datetime, timedelta

from ashi.core.scheduling.phases import Actor
from ashi.core.time import Interval, instant_of
from ashi.records import statements
from ashi.records.calendar.diary import diary_between, diary_of
from ashi.records.calendar.facts import Facts
from ashi.records.calendar.fresh import location as fresh_location
from ashi.records.models import Location
from ashi.records.plans import Plan

_ABSENT = "SELECT who.kind FROM records_absence away JOIN records_resource who ON who.id = away.resource_id WHERE "
_TOUCHES = '(away.resource_id = %s AND away.start < %s AND away."end" > %s)'


def not_working(plan: Plan, *, now: datetime) -> list[str]:
    """Kinds of resource that are closed, away or out of order at their part of the plan; empty when none is."""
    location = fresh_location(plan.location_id)
    if location is None:
        return [str(actor) for actor in plan.resources]
    facts = _facts_for(plan, location, now)
    closed = [actor for actor in plan.resources if not _open(plan, actor, facts)]
    return sorted({str(actor) for actor in closed} | _absent(plan))


def _facts_for(plan: Plan, location: Location, now: datetime) -> Facts:
    facts = diary_of(location, now=now).facts
    if facts.window.start <= plan.start and plan.start + plan.visit.length <= facts.window.end:
        return facts
    first = instant_of(plan.start).astimezone(facts.zone).date()
    return diary_between(location, first, first + timedelta(days=1), now=now).facts


def _open(plan: Plan, actor: Actor, facts: Facts) -> bool:
    bits = facts.open_bits
    if actor is Actor.PRACTITIONER:
        worker = facts.practitioners.get(plan.practitioner_id)
        bits = worker.open_bits if worker and plan.service_id in worker.services else 0
    elif actor is Actor.ROOM and not _is_room_for(plan, facts):
        bits = 0
    return all(_inside(bits, taken, facts) for taken in plan.visit.taken(actor, plan.start))


def _is_room_for(plan: Plan, facts: Facts) -> bool:
    service = facts.services.get(plan.service_id)
    return plan.room_id in facts.rooms and (service is None or facts.suits(plan.room_id, service))


def _inside(bits: int, taken: Interval, facts: Facts) -> bool:
    wanted = ((1 << (taken.end - taken.start)) - 1) << (taken.start - facts.window.start)
    return bits & wanted == wanted


def _absent(plan: Plan) -> set[str]:
    parts = plan.stretches()
    parameters = [
        value
        for part in parts
        for value in (
            part.resource_id,
            statements.moment(instant_of(part.end)),
            statements.moment(instant_of(part.start)),
        )
    ]
    return {kind for (kind,) in statements.select(_ABSENT + " OR ".join([_TOUCHES] * len(parts)), parameters)}
