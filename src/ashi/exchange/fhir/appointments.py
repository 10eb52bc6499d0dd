"""Appointment read and search (IHE ITI-118): a key sees the visits it has booked, and no others."""

from datetime import UTC

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ashi.exchange.fhir import parameters
from ashi.exchange.fhir.answers import answer, entry, paging, searchset
from ashi.exchange.fhir.booking import own_visits
from ashi.exchange.fhir.directory import only, page_of, query_of, refuse_unknown
from ashi.exchange.fhir.keys import key_for
from ashi.exchange.fhir.names import base
from ashi.exchange.fhir.problems import not_found
from ashi.exchange.fhir.resources.appointments import booked
from ashi.records.audit import record
from ashi.records.by import By

KNOWN = dict.fromkeys(("patient", "patient.identifier", "date", "practitioner", "location", "status"))


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
    rows = own_visits(key)
    for value in query.getlist("patient.identifier"):
        system, text = parameters.token(value)
        named = {"patient__identifiers__machine_key": key, "patient__identifiers__value": text}
        rows = rows.filter(**named, **({"patient__identifiers__system": system} if system is not None else {}))
    for name, kind in (("patient", "Patient"), ("practitioner", "Practitioner"), ("location", "Location")):
        for value in query.getlist(name):
            rows = rows.filter(
                **{f"{name}__in": [parameters.reference(v, kind, name, base()) for v in value.split(",")]}
            )
    for value in query.getlist("status"):
        rows = rows.filter(status__in=value.split(","))
    span = parameters.span(query.getlist("date"), UTC, "date")
    bounds = Q()
    if span.earliest:
        bounds &= Q(start__gte=span.earliest)
    if span.latest:
        bounds &= Q(start__lt=span.latest)
    rows = rows.filter(bounds).order_by("start", "pk").distinct()
    count, offset = page_of(query, default=50)
    total = rows.count()
    found = list(rows[offset : offset + count])
    by, now = By("client", key.pk), timezone.now()
    for visit in found:
        record(at=now, by=by, action="read", entity=f"Appointment/{visit.pk}", patient_id=visit.patient_id)
    entries = [entry(booked(visit)) for visit in found]
    links = paging(request, query, offset=offset, count=count, total=total)
    return answer(searchset(entries, total=total, links=links))
