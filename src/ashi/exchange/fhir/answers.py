"""Answers as application/fhir+json."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict

from ashi.exchange.fhir.names import base

FHIR_JSON = "application/fhir+json; charset=utf-8"


def answer(resource: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    body = json.dumps(resource, ensure_ascii=False, separators=(",", ":"))
    return raw(body.encode(errors="backslashreplace"), status, headers)


def raw(body: str | bytes, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    response = HttpResponse(body, content_type=FHIR_JSON, status=status, headers=headers)
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def entry(resource: dict[str, Any], mode: str = "match") -> dict[str, Any]:
    url = f"{base()}/{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": url, "resource": resource, "search": {"mode": mode}}


def searchset(
    entries: Iterable[dict[str, Any]], *, total: int | None, links: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """`total` None: how many there are has not been counted."""
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": "searchset"}
    if total is not None:
        bundle["total"] = total
    if links:
        bundle["link"] = links
    if found := list(entries):
        bundle["entry"] = found
    return bundle


def single(resource: dict[str, Any]) -> dict[str, Any]:
    """A bundle of one, as IHE's $hold and $book answer."""
    return searchset([entry(resource)], total=1)


def paging(request: HttpRequest, query: QueryDict, *, offset: int, count: int, total: int) -> list[dict[str, str]]:
    """The self link, and next and previous where there are any."""
    links = [{"relation": "self", "url": _page(request, query, offset, count)}]
    if count and offset + count < total:
        links.append({"relation": "next", "url": _page(request, query, offset + count, count)})
    if count and offset:
        links.append({"relation": "previous", "url": _page(request, query, max(offset - count, 0), count)})
    return links


def _page(request: HttpRequest, query: QueryDict, offset: int, count: int) -> str:
    kept = [(key, value) for key, values in query.lists() for value in values if key not in ("_offset", "_count")]
    path = request.path_info.removeprefix("/fhir")
    return f"{base()}{path}?{urlencode([*kept, ('_count', count), ('_offset', offset)])}"
