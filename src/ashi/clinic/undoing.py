"""Which of the last actions in this browser can still be taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from ashi.clinic.actions.undo import may_undo
from ashi.clinic.actions.undo_noted import may_undo_noted
from ashi.clinic.gate import worker
from ashi.clinic.roles import by
from ashi.records.models import AppointmentEvent, AuditEvent

_KEY, _NOTED, _MOST = "clinic_done", "clinic_noted", 10
Done = AppointmentEvent | AuditEvent


def remember(request: HttpRequest, event: AppointmentEvent) -> None:
    """Ids only, in the session."""
    request.session[_KEY] = [*request.session.get(_KEY, []), event.pk][-_MOST:]


def remember_noted(request: HttpRequest, noted: AuditEvent, was: Mapping[str, Any] | None = None) -> None:
    """`was`: what has been deleted, so that it can be written down again."""
    kept = {**request.session.get(_NOTED, {}), str(noted.pk): was or {}}
    request.session[_NOTED] = dict(list(kept.items())[-_MOST:])


def what_it_was(request: HttpRequest, noted: AuditEvent) -> Mapping[str, Any]:
    found: Mapping[str, Any] = request.session.get(_NOTED, {}).get(str(noted.pk), {})
    return found


def forget_noted(request: HttpRequest, noted: AuditEvent) -> None:
    """It has been taken back: once is enough."""
    kept = request.session.get(_NOTED, {})
    request.session[_NOTED] = {pk: was for pk, was in kept.items() if pk != str(noted.pk)}


def latest(request: HttpRequest, *, now: datetime) -> Done | None:
    """The last thing done here that can be undone."""
    found: list[Done] = [one for one in (_latest_event(request, now), _latest_noted(request, now)) if one]
    return max(found, key=lambda one: one.at, default=None)


def _latest_event(request: HttpRequest, now: datetime) -> AppointmentEvent | None:
    ids = request.session.get(_KEY, [])
    if not ids:
        return None
    rows = AppointmentEvent.objects.select_related(
        "appointment__patient", "appointment__room", "appointment__location", "appointment__practitioner"
    )
    events = sorted(rows.filter(pk__in=ids), key=lambda event: -event.pk)
    found = next((event for event in events if may_undo(event, by=by(worker(request)), now=now)), None)
    if found is None:
        request.session[_KEY] = []
    return found


def _latest_noted(request: HttpRequest, now: datetime) -> AuditEvent | None:
    ids = [int(pk) for pk in request.session.get(_NOTED, {})]
    if not ids:
        return None
    rows = AuditEvent.objects.select_related("patient").filter(pk__in=ids).order_by("-pk")
    found = next((one for one in rows if may_undo_noted(one, by=by(worker(request)), now=now)), None)
    if found is None:
        request.session[_NOTED] = {}
    return found
