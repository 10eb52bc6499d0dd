"""Pages for what went wrong: each says what happened and offers a way on; none says more than the person can use."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

# Never sent back: the token belongs to the page that was sent, and the 503 page gets one of its own.
NOT_KEPT = frozenset({"csrfmiddlewaretoken"})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "web/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "web/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "web/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while the exception is still being handled, so its kind can be asked for."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return busy(request)
    return render(request, "web/errors/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "web/errors/csrf.html", status=403)


def busy(request: HttpRequest) -> HttpResponse:
    """The database is busy or gone: a 503 page that keeps what was sent, so that trying again is one press."""
    kept = [(name, value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values]
    context = {"kept": kept, "again": request.method == "POST", "address": request.get_full_path()}
    response = render(request, "web/errors/503.html", context, status=503)
    response["Retry-After"] = "10"
    # What was typed stands in this page: no cache may keep it.
    add_never_cache_headers(response)
    return response
