"""Which of the last actions in this browser can still be taken back."""

from datetime import datetime

from django.http import HttpRequest

from ashi.clinic.actions.undo import may_undo
from ashi.clinic.gate import worker
from ashi.clinic.roles import by
from ashi.records.models import AppointmentEvent

_KEY, _MOST = "clinic_done", 10


def remember(request: HttpRequest, event: AppointmentEvent) -> None:
    """Ids only, in the session."""
    request.session[_KEY] = [*request.session.get(_KEY, []), event.pk][-_MOST:]


def latest(request: HttpRequest, *, now: datetime) -> AppointmentEvent | None:
    """The last thing done here that can be undone."""
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
