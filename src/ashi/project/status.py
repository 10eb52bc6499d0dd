"""Is this process alive, and can it serve? Says so in one word, with no detail for strangers."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from ashi.records import guards


@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """200 `ok`, or 503 `not ready` when the database or one of its guards is missing."""
    try:
        ready = not guards.missing()
    except DatabaseError:
        ready = False
    return HttpResponse("ok\n" if ready else "not ready\n", content_type="text/plain", status=200 if ready else 503)
