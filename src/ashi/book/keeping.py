"""Keeping a time for a visitor, and what they have typed while it is kept."""

from collections.abc import Mapping
from datetime import datetime

from ashi.book.actions import give_back_hold, hold_time
from ashi.book.choice import Choice
from ashi.book.taking import Closed
from ashi.core.time import instant_of
from ashi.records.by import VISITOR
from ashi.records.models import Clearance, Hold
from ashi.records.plans import Plan, plan_of
from ashi.records.reservations import Taken, Unlicensed

TYPED = ("name", "phone", "email", "reminders", "news")


class TimeGone(Exception):
    """The time is no longer free."""


def typed_in(sent: Mapping[str, str]) -> dict[str, str]:
    """What somebody has typed so far, to go along from page to page inside the forms."""
    return {name: sent[name] for name in TYPED if sent.get(name)}


def hold_of(holder: str) -> Hold | None:
    """The visitor's hold, be it over or not."""
    holds = Hold.objects.select_related("practitioner", "room", "device", "location", "service")
    return holds.filter(visitor=holder).first() if holder else None


def live_hold(holder: str, choice: Choice, *, now: datetime) -> Hold | None:
    """The visitor's hold when it still runs and is one of this choice."""
    hold = hold_of(holder)
    return hold if hold and hold.expires_at > now and is_of(hold, choice) else None


def is_of(hold: Hold, choice: Choice) -> bool:
    person = choice.practitioner is None or hold.practitioner_id == choice.practitioner.pk
    return person and hold.location_id == choice.location.pk and hold.service_id == choice.service.pk


def keep_time(*, choice: Choice, cell: int, clearance: Clearance, holder: str, now: datetime) -> Hold:
    """Hold this start for the visitor; a second press of one button finds the first one's hold. Raises TimeGone."""
    held = live_hold(holder, choice, now=now)
    if held and held.start == instant_of(cell):
        return held
    plan = choice.search(now=now, clearance=clearance).plan_at(cell)
    if plan is None and (own := hold_of(holder)):
        # Nobody's own hold stands in their way: they have changed their mind.
        give_back_hold(hold=own, by=VISITOR)
        plan = choice.afresh().search(now=now, clearance=clearance).plan_at(cell)
    if plan is None:
        raise TimeGone
    try:
        return hold_time(plan=plan, visitor=holder, clearance=clearance, by=VISITOR)
    except (Taken, Closed, Unlicensed) as error:
        raise TimeGone from error


def plan_held(hold: Hold, choice: Choice, *, now: datetime) -> Plan:
    """What the hold stands for, under the licence and at the price of today. Raises TimeGone."""
    facts = choice.search(now=now, clearance=None).diary.facts
    worker = facts.practitioners.get(hold.practitioner_id)
    if worker is None or worker.qualification_id is None:
        raise TimeGone
    return plan_of(hold, qualification_id=worker.qualification_id, price_cents=choice.service.price_cents)
