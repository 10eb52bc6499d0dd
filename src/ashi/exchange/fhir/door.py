"""Where every request under /fhir/ comes in: one place that turns whatever goes wrong into an OperationOutcome.

It stands before sessions, cookies, languages and forms, none of which a program uses: that is most of what a request
would cost (docs/adr).
"""

from collections.abc import Callable

import structlog
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, RawPostDataException, UnreadablePostError
from django.urls import resolve

from ashi.exchange.fhir.answers import answer
from ashi.exchange.fhir.parameters import refuse_nul
from ashi.exchange.fhir.problems import Issue, Problem, not_found

PREFIX = "/fhir/"
OURS, OTHERS = ("json", "*/*", "application/*", "html"), ("xml", "turtle", "ttl")
log = structlog.get_logger(__name__)


class FhirDoor:
    """Middleware: answers /fhir/ itself and lets everything else pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PREFIX) or request.path_info == PREFIX.rstrip("/"):
            return respond(request)
        return self.get_response(request)


def respond(request: HttpRequest) -> HttpResponse:
    try:
        return _view(request)
    except Problem as problem:
        return answer(problem.as_json(), problem.status, problem.headers)
    except SuspiciousOperation as error:
        # Too many parameters, or too large: Django refuses before a view has seen them.
        return answer(Problem(400, Issue("too-long", str(error)[:200] or "this is too much")).as_json(), 400)
    except (OperationalError, InterfaceError):
        log.warning("fhir-database-unavailable", path=request.path_info)
        busy = Issue("transient", "the database is busy or gone; nothing was changed, try again")
        return answer(Problem(503, busy).as_json(), 503, {"Retry-After": "2"})
    except (UnreadablePostError, RawPostDataException):
        return answer(Problem(400, Issue("structure", "the body could not be read")).as_json(), 400)
    except DatabaseError as error:
        # What does not fit into a column or a constraint came from the request.
        log.warning("fhir-refused-by-database", path=request.path_info, error=type(error).__name__)
        return answer(Problem(422, Issue("business-rule", "the database refused this")).as_json(), 422)
    except Exception:
        log.exception("fhir-failed", path=request.path_info)
        return answer(Problem(500, Issue("exception", "something failed here; it has been logged")).as_json(), 500)


def _view(request: HttpRequest) -> HttpResponse:
    try:
        match = resolve(request.path_info, urlconf="ashi.exchange.fhir.urls")
    except Http404:
        raise not_found(request.path_info[:80]) from None
    _refuse_other_formats(request)
    if "%00" in (asked := request.META.get("QUERY_STRING", "")) or "\0" in asked:
        refuse_nul(request.GET)
    view: Callable[..., HttpResponse] = match.func
    return view(request, *match.args, **match.kwargs)


def _refuse_other_formats(request: HttpRequest) -> None:
    """JSON is all that is spoken here; who insists on XML or Turtle is told (R4 http.html#mime-type)."""
    asked = request.GET.get("_format", "") if "_format=" in request.META.get("QUERY_STRING", "") else ""
    wanted = (asked or request.headers.get("Accept", "")).lower()
    if any(other in wanted for other in OTHERS) and not any(ours in wanted for ours in OURS):
        raise Problem(406, Issue("not-supported", "only application/fhir+json is spoken here"))
    if request.content_type and any(other in request.content_type for other in OTHERS):
        raise Problem(415, Issue("not-supported", "a body is sent as application/fhir+json"))
