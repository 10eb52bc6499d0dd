"""Read and search of the public resources: a table of kinds, and two views that serve all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict

from ashi.exchange.fhir import parameters
from ashi.exchange.fhir.answers import answer, entry, paging, searchset
from ashi.exchange.fhir.bodies import form_of
from ashi.exchange.fhir.names import ACUPUNCTURE, SERVICE_TYPE, base, visit_type_system
from ashi.exchange.fhir.nearness import near
from ashi.exchange.fhir.problems import Issue, Problem, not_found
from ashi.exchange.fhir.resources import directory
from ashi.records.calendar import fresh
from ashi.records.models import (
    HealthcareService,
    Location,
    Organization,
    Practitioner,
    PractitionerRole,
)

Filter = Callable[[str], Q]
CONTROL = frozenset({"_count", "_offset", "_format", "_pretty", "_summary", "_elements", "_total", "_include"})


@dataclass(frozen=True)
class Kind:
    """A public resource type: its rows, how one is written, and what can be searched for."""

    rows: Callable[[], QuerySet[Any]]
    write: Callable[[Any], dict[str, Any]]
    filters: Mapping[str, Filter]


def _by(kind: str, field: str) -> Filter:
    return lambda value: Q(**{field: parameters.reference(value, kind, kind.lower(), base())})


def _service_type(field: str) -> Filter:
    def matches(value: str) -> Q:
        system, code = parameters.token(value)
        if code == ACUPUNCTURE and system in (None, SERVICE_TYPE):
            return Q()
        return Q(**{field: code}) if system in (None, visit_type_system(base())) else Q(pk__in=[])

    return matches


def _licence(prefix: str) -> Filter:
    return lambda value: Q(**{f"{prefix}qualifications__number": parameters.token(value)[1]})


def _near(value: str) -> Q:
    return Q(pk__in=[place.location.pk for place in fresh.near(*near(value, "near"))])


def _active(value: str) -> Q:
    return Q(active=value == "true")


def _text(*fields: str) -> Filter:
    def matches(value: str) -> Q:
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__istartswith": value})
        return found

    return matches


def _roles() -> QuerySet[PractitionerRole]:
    rows = PractitionerRole.objects.filter(practitioner__active=True).select_related("practitioner", "location")
    return rows.prefetch_related("services", "weekly_hours")


_ROLE_FILTERS: dict[str, Filter] = {
    "practitioner": _by("Practitioner", "practitioner"),
    "location": _by("Location", "location"),
    "active": _active,
    "service": _by("HealthcareService", "services"),
}
KINDS: dict[str, Kind] = {
    "Organization": Kind(
        lambda: Organization.objects.all(),
        directory.organization,
        {"name": _text("name")},
    ),
    "Location": Kind(
        lambda: Location.objects.select_related("organization").prefetch_related("opening_hours"),
        directory.location,
        {
            "name": _text("name"),
            "organization": _by("Organization", "organization"),
            "address": _text("address", "city", "state", "postal_code"),
            "address-city": _text("city"),
            "address-postalcode": _text("postal_code"),
            "near": _near,
        },
    ),
    "Practitioner": Kind(
        lambda: Practitioner.objects.filter(active=True).prefetch_related("qualifications"),
        directory.practitioner,
        {
            "name": _text("given_name", "family_name"),
            "family": _text("family_name"),
            "given": _text("given_name"),
            "identifier": _licence(""),
            "active": _active,
        },
    ),
    "PractitionerRole": Kind(_roles, directory.practitioner_role, _ROLE_FILTERS),
    "HealthcareService": Kind(
        lambda: HealthcareService.objects.prefetch_related("roles"),
        directory.healthcare_service,
        {
            "name": _text("name_en"),
            "location": _by("Location", "roles__location"),
            "service-type": _service_type("slug"),
        },
    ),
    "Schedule": Kind(
        _roles,
        directory.schedule,
        {
            "actor": lambda value: _actor(value),
            "active": _active,
            "service-type": _service_type("services__slug"),
        },
    ),
}


def _actor(value: str) -> Q:
    """Whose schedule: a practitioner or a location; a bare id is a practitioner's."""
    for kind, field in (("Location", "location"), ("PractitionerRole", "pk")):
        if value.removeprefix(base() + "/").startswith(f"{kind}/"):
            return Q(**{field: parameters.reference(value, kind, "actor", base())})
    return Q(practitioner=parameters.reference(value, "Practitioner", "actor", base()))


def read(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    only(request, "GET", "HEAD")
    row = KINDS[kind].rows().filter(pk=pk).first() if pk < 2**63 else None
    if row is None:
        raise not_found(f"{kind}/{pk}")
    return answer(KINDS[kind].write(row))


def search(request: HttpRequest, kind: str) -> HttpResponse:
    query = query_of(request)
    known = KINDS[kind]
    refuse_unknown(request, query, known.filters)
    rows: QuerySet[Model] = known.rows()
    for name, matches in {"_id": lambda value: Q(pk__in=ids_of(value)), **known.filters}.items():
        for value in query.getlist(name):
            choices = Q(pk__in=[])
            for one in value.split(","):
                choices |= matches(one)
            rows = rows.filter(choices)
    rows = rows.order_by("pk").distinct()
    count, offset = page_of(query, default=100)
    total = rows.count()
    found = [entry(known.write(row)) for row in rows[offset : offset + count]]
    return answer(searchset(found, total=total, links=paging(request, query, offset=offset, count=count, total=total)))


def ids_of(value: str) -> list[int]:
    return [int(one) for one in value.split(",") if one.isascii() and one.isdigit() and len(one) < 19]


def page_of(query: QueryDict, *, default: int) -> tuple[int, int]:
    count = parameters.whole(query, "_count", default=default, most=parameters.MOST)
    return count, parameters.whole(query, "_offset", default=0, most=10**9)


def query_of(request: HttpRequest) -> QueryDict:
    """The parameters of a search, whether it came as GET or as POST to _search."""
    only(request, "GET", "HEAD", "POST")
    if request.method != "POST":
        return request.GET
    merged = request.GET.copy()
    for key, values in form_of(request).lists():
        merged.setlist(key, [*merged.getlist(key), *values])
    return merged


def only(request: HttpRequest, *methods: str) -> None:
    if request.method not in methods:
        raise Problem(
            405,
            Issue("not-supported", f"{str(request.method)[:20]} is not supported here; use {' or '.join(methods)}"),
            headers={"Allow": ", ".join(methods)},
        )


def refuse_unknown(request: HttpRequest, query: QueryDict, known: Mapping[str, object]) -> None:
    """Strict handling when the client prefers it; otherwise unknown parameters are ignored (R4 search.html#errors)."""
    if "handling=strict" not in request.headers.get("Prefer", ""):
        return
    for name in query:
        if name not in known and name not in CONTROL and name != "_id":
            raise Problem(
                400, Issue("not-supported", f"the search parameter {name[:40]} is not supported", (name[:40],))
            )
