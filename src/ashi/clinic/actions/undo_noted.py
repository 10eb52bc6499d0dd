"""Taking back, within three minutes, what was done to no single visit: leave, closures, records put together, visits
planned again, and visits of several people that were booked as one.

A leave or closure that is taken back by mistake is written down again as it was; what it was is in the session of who
did it (`was`), because reasons have no place in the audit.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ashi.book.together import TOGETHER
from ashi.clinic.actions import leave, merging
from ashi.clinic.actions.replanning import REPLAN
from ashi.clinic.actions.replanning_back import may_undo_replan, undo_replan
from ashi.clinic.actions.together_back import may_undo_together, undo_together
from ashi.clinic.actions.undo import TooLate
from ashi.messaging.outbox import UNDO
from ashi.records.by import By
from ashi.records.models import Absence, AuditEvent, Closure, Location

Was = Mapping[str, Any]


def as_it_was(thing: Absence | Closure) -> dict[str, Any]:
    """What has to be known to write it down again."""
    kept: dict[str, Any] = {"start": thing.start.isoformat(), "end": thing.end.isoformat()}
    if isinstance(thing, Absence):
        return kept | {"resource_id": thing.resource_id, "reason": thing.reason}
    return kept | {"location_id": thing.location_id, "reason_en": thing.reason_en, "reason_es": thing.reason_es}


def may_undo_noted(noted: AuditEvent, *, by: By, now: datetime) -> bool:
    """Only one's own, only for three minutes, only while it is still so."""
    if noted.at <= now - UNDO or noted.by != str(by):
        return False
    if noted.action == leave.LEAVE:
        return Absence.objects.filter(pk=noted.detail["absence"]).exists()
    if noted.action == leave.CLOSE:
        return Closure.objects.filter(pk=noted.detail["closure"]).exists()
    if noted.action == leave.LEAVE_BACK:
        return not Absence.objects.filter(pk=noted.detail["absence"]).exists()
    if noted.action == leave.OPEN_AGAIN:
        return not Closure.objects.filter(pk=noted.detail["closure"]).exists()
    if noted.action == REPLAN:
        return may_undo_replan(noted, by=by, now=now)
    if noted.action == TOGETHER:
        return may_undo_together(noted, by=by, now=now)
    return merging.may_unmerge(noted, by=by, now=now)


def undo_noted(*, noted: AuditEvent, was: Was, by: By, now: datetime) -> None:
    """Raises TooLate."""
    if not may_undo_noted(noted, by=by, now=now):
        raise TooLate
    if noted.action == merging.MERGE:
        merging.unmerge(noted=noted, by=by)
    elif noted.action == REPLAN:
        undo_replan(noted=noted, by=by)
    elif noted.action == TOGETHER:
        undo_together(noted=noted, by=by)
    elif noted.action == leave.LEAVE:
        _absent(noted, by)
    elif noted.action == leave.CLOSE:
        _closed(noted, by)
    else:
        _again(noted, was, by)


def _absent(noted: AuditEvent, by: By) -> None:
    found = Absence.objects.filter(pk=noted.detail["absence"]).first()
    if found is None:
        raise TooLate
    leave.take_back_absence(absence=found, by=by)


def _closed(noted: AuditEvent, by: By) -> None:
    found = Closure.objects.select_related("location").filter(pk=noted.detail["closure"]).first()
    if found is None:
        raise TooLate
    leave.open_again(closure=found, by=by)


def _again(noted: AuditEvent, was: Was, by: By) -> None:
    if not was:
        raise TooLate
    start, end = (datetime.fromisoformat(was[name]) for name in ("start", "end"))
    if noted.action == leave.LEAVE_BACK:
        leave.write_absence(resource_id=was["resource_id"], start=start, end=end, reason=was["reason"], by=by)
        return
    location = Location.objects.get(pk=was["location_id"])
    reasons = {name: was[name] for name in ("reason_en", "reason_es")}
    leave.close(location=location, start=start, end=end, by=by, **reasons)
