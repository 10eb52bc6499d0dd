"""Appointment read and search (IHE ITI-118): a key sees the visits it has booked, and no others."""

from datetime import UTC
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from ashi.exchange.fhir import parameters
from ashi.exchange.fhir.answers import answer, entry, paging, searchset
from ashi.exchange.fhir.booking import own_visits
from ashi.exchange.fhir.directory import KINDS, ids_of, only, page_of, query_of, refuse_unknown
from ashi.exchange.fhir.keys import key_for
from ashi.exchange.fhir.names import base, is_our_specialty, visit_reference_system
from ashi.exchange.fhir.problems import not_found
from ashi.exchange.fhir.resources.appointments import booked
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Appointment, MachineKey

KNOWN = dict.fromkeys(
    (
        *("patient", "patient.identifier", "date", "practitioner", "practitioner.identifier", "location", "status"),
        *("identifier", "specialty", "based-on"),
    )
)
INCLUDES = {
    "Appointment:practitioner": ("Practitioner",),
    "Appointment:location": ("Location",),
    "Appointment:actor": ("Practitioner", "Location"),
}


def read(request: HttpRequest, pk: int) -> HttpResponse:
    only(request, "GET", "HEAD")
    key = key_for(request, "search")
    visit = own_visits(key).filter(pk=pk).first() if pk < 2**63 else None
    if visit is None:
        raise not_found(f"Appointment/{pk}")
    by = By("client", key.pk)
    record(at=timezone.now(), by=by, action="read", entity=f"Appointment/{pk}", patient_id=visit.patient_id)
    return answer(booked(visit))


def search(request: HttpRequest) -> HttpResponse:
    key = key_for(request, "search")
    query = query_of(request)
    refuse_unknown(request, query, KNOWN)
    rows = _matching(query, key).order_by("start", "pk").distinct()
    count, offset = page_of(query, default=50)
    total = rows.count()
    found = list(rows[offset : offset + count])
    by, now = By("client", key.pk), timezone.now()
    for visit in found:
        record(at=now, by=by, action="read", entity=f"Appointment/{visit.pk}", patient_id=visit.patient_id)
    entries = [entry(booked(visit)) for visit in found] + _included(query.getlist("_include"), found)
    links = paging(request, query, offset=offset, count=count, total=total)
    return answer(searchset(entries, total=total, links=links))


def _matching(query: QueryDict, key: MachineKey) -> QuerySet[Appointment]:
    rows: QuerySet[Appointment] = own_visits(key)
    for value in query.getlist("patient.identifier"):
        system, text = parameters.token(value)
        named = {"patient__identifiers__machine_key": key, "patient__identifiers__value": text}
        rows = rows.filter(**named, **({"patient__identifiers__system": system} if system is not None else {}))
    for name, kind in (("patient", "Patient"), ("practitioner", "Practitioner"), ("location", "Location")):
        for value in query.getlist(name):
            rows = rows.filter(
                **{f"{name}__in": [parameters.reference(v, kind, name, base()) for v in value.split(",")]}
            )
    for value in query.getlist("practitioner.identifier"):
        rows = rows.filter(practitioner__qualifications__number=parameters.token(value)[1])
    for value in query.getlist("identifier"):
        system, text = parameters.token(value)
        rows = rows.filter(reference=text) if system in (None, visit_reference_system()) else rows.none()
    for value in query.getlist("based-on"):
        wanted = [parameters.reference(one, "ServiceRequest", "based-on", base()) for one in value.split(",")]
        rows = rows.filter(care_plan__in=wanted)
    for value in query.getlist("status"):
        rows = rows.filter(status__in=value.split(","))
    for value in query.getlist("_id"):
        rows = rows.filter(pk__in=ids_of(value))
    if not is_our_specialty([one for value in query.getlist("specialty") for one in value.split(",")]):
        rows = rows.none()
    span = parameters.span(query.getlist("date"), UTC, "date")
    bounds = Q()
    if span.earliest:
        bounds &= Q(start__gte=span.earliest)
    if span.latest:
        bounds &= Q(start__lt=span.latest)
    return rows.filter(bounds)


def _included(wanted: list[str], visits: list[Appointment]) -> list[dict[str, Any]]:
    """The practitioners and the places of the visits, for who asks for them. Nothing about patients goes this way."""
    kinds = {kind for one in wanted for kind in INCLUDES.get(":".join(one.split(":")[:2]), ())}
    found = []
    for kind, field in (("Practitioner", "practitioner_id"), ("Location", "location_id")):
        if kind in kinds:
            rows = KINDS[kind].rows().filter(pk__in={getattr(visit, field) for visit in visits}).order_by("pk")
            found += [entry(KINDS[kind].write(row), mode="include") for row in rows]
    return found
