"""Who is this browser? One random key in a cookie; everything it stands for is kept on the server."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ashi.records.clearances import VALID_FOR, valid_clearance, was_stopped
from ashi.records.models import Clearance
from ashi.records.tokens import digest

COOKIE = "ashi_check"


def key_of(request: HttpRequest) -> str:
    """Empty for a browser that has told us nothing yet."""
    return request.COOKIES.get(COOKIE, "")


def keep_key(request: HttpRequest, response: HttpResponse, key: str) -> None:
    """No longer than what it opens: after a day the answers are gone, and so is the key."""
    response.set_cookie(
        COOKIE,
        key,
        max_age=VALID_FOR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure() or settings.SESSION_COOKIE_SECURE,
    )


def clearance_of(request: HttpRequest, *, now: datetime) -> Clearance | None:
    """The safety check that lets this browser go on, if it has one."""
    return valid_clearance(key_of(request), now)


def is_stopped(request: HttpRequest, *, now: datetime) -> bool:
    """Did an answer of this browser call for emergency help, and has none been changed since?"""
    return was_stopped(key_of(request), now)


def holder_of(request: HttpRequest) -> str:
    """Whose holds are these? What Hold.visitor keeps; empty without a key."""
    key = key_of(request)
    return digest(f"hold:{key}") if key else ""
