"""A desk that nobody touches asks for its sign-in again; what was on the screen stays.

Looking at a page counts as being there; a page that refreshes itself does not (it says so with a header).
"""

from datetime import datetime, timedelta

from django.http import HttpRequest

IDLE = timedelta(minutes=10)
_KEY, _KEPT = "clinic_seen", 30  # seconds: a session is not written on every press
WATCHING = "X-Ashi-Watch"


def is_idle(request: HttpRequest, *, now: datetime) -> bool:
    seen = request.session.get(_KEY)
    return seen is not None and now.timestamp() - seen >= IDLE.total_seconds()


def seen(request: HttpRequest, *, now: datetime) -> None:
    """Somebody is there."""
    if WATCHING in request.headers:
        return
    if now.timestamp() - request.session.get(_KEY, 0) >= _KEPT:
        request.session[_KEY] = int(now.timestamp())


def unlock(request: HttpRequest, *, now: datetime) -> None:
    request.session[_KEY] = int(now.timestamp())
