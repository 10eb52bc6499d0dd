"""Private pages leave no trace: not in a cache, a search engine or another site's log."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

View = Callable[..., HttpResponse]


def unkept(view: View) -> View:
    """What somebody typed, or what is kept for them, stands on this page: no cache, no search engine."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return inner


def private(view: View) -> View:
    """As `unkept`; and the address, which opens the visit, goes to nobody as the page that a link was followed from."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = unkept(view)(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return inner
