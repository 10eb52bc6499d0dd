"""Slot: worked out from the diary at each question, never stored.

A free slot is a time that can really be booked now, for one kind of visit with one practitioner. Its id says which:
schedule, kind of visit, first cell.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from ashi.core.scheduling.availability import intervals_of
from ashi.core.scheduling.bitset import positions
from ashi.core.time import instant_of
from ashi.exchange.fhir import parameters
from ashi.exchange.fhir.answers import paging, raw
from ashi.exchange.fhir.directory import only, page_of, query_of, refuse_unknown
from ashi.exchange.fhir.names import ACUPUNCTURE, SERVICE_TYPE, base, service_type, visit_type_system
from ashi.exchange.fhir.parameters import Span
from ashi.exchange.fhir.problems import invalid, not_found
from ashi.records.calendar.diary import diary_of
from ashi.records.calendar.facts import ServiceFacts, WorkerFacts
from ashi.records.calendar.fresh import locations
from ashi.records.calendar.offers import Search
from ashi.records.models import Location

KNOWN = {"schedule": None, "service-type": None, "start": None, "status": None}


@dataclass(frozen=True)
class Row:
    """Where one practitioner can begin one kind of visit: `bits` of the window, one bitset a length of visit."""

    zone: ZoneInfo
    window_start: int
    schedule_id: int
    service: ServiceFacts
    bits: tuple[tuple[int, int], ...]

    def total(self) -> int:
        return sum(bits.bit_count() for bits, _ in self.bits)


def search(request: HttpRequest) -> HttpResponse:
    query = query_of(request)
    refuse_unknown(request, query, KNOWN)
    wanted = {word for value in query.getlist("status") for word in value.split(",")} or {"free"}
    if unknown := sorted(wanted - {"free", "busy", "busy-unavailable", "busy-tentative", "entered-in-error"}):
        raise invalid(f"status is free or busy, not {unknown[0][:40]!r}", "status")
    count, offset = page_of(query, default=100)
    free = list(_free(query)) if "free" in wanted else []
    busy = list(_busy(query)) if "busy" in wanted else []
    total = sum(row.total() for row in free) + len(busy)
    found = islice((*_ordered(free), *busy), offset, offset + count)
    links = json.dumps(paging(request, query, offset=offset, count=count, total=total), separators=(",", ":"))
    head = f'{{"resourceType":"Bundle","type":"searchset","total":{total},"link":{links}'
    body = ",".join(found)
    return raw(f'{head},"entry":[{body}]}}' if body else head + "}")


def read(request: HttpRequest, schedule: int, service: int, cell: int) -> HttpResponse:
    only(request, "GET", "HEAD")
    reference = f"Slot/{schedule}-{service}-{cell}"
    if cell >= 2**32:
        raise not_found(reference)
    now = timezone.now()
    for location in locations():
        diary = diary_of(location, now=now)
        for worker in diary.facts.practitioners.values():
            if worker.role_id == schedule and service in diary.facts.services:
                search = Search(location, service, now=now, practitioner_id=worker.id)
                for row in _rows_of(search, worker):
                    for bits, length in row.bits:
                        if cell >= row.window_start and bits >> (cell - row.window_start) & 1:
                            return raw(_resource(row, cell, length))
    raise not_found(reference)


def _free(query: QueryDict) -> Iterator[Row]:
    for location, worker, service, span in _asked(query):
        search = Search(
            location,
            service.id,
            now=timezone.now(),
            practitioner_id=worker.id,
            earliest=span.earliest,
            latest=span.latest,
        )
        yield from _rows_of(search, worker)


def _rows_of(search: Search, worker: WorkerFacts) -> Iterator[Row]:
    by_length = search.starts_by_length()
    if by_length:
        facts = search.diary.facts
        yield Row(facts.zone, facts.window.start, worker.role_id, search.service, by_length)


def _busy(query: QueryDict) -> Iterator[str]:
    """When a practitioner works and is taken; by what is nobody's business."""
    seen = set()
    for location, worker, _, span in _asked(query):
        if worker.role_id in seen:
            continue
        seen.add(worker.role_id)
        diary = diary_of(location, now=timezone.now())
        window = diary.facts.window
        taken = worker.open_bits & ~diary.practitioners[worker.id].bits & diary.bits_between(span.earliest, span.latest)
        for stretch in intervals_of(taken, window):
            yield _entry(
                f'{{"resourceType":"Slot","id":"busy-{worker.role_id}-{stretch.start}",'
                f'"schedule":{{"reference":"Schedule/{worker.role_id}"}},"status":"busy",'
                f'"start":"{local(stretch.start, diary.facts.zone)}","end":"{local(stretch.end, diary.facts.zone)}"}}',
                f"busy-{worker.role_id}-{stretch.start}",
            )


def _asked(query: QueryDict) -> Iterator[tuple[Location, WorkerFacts, ServiceFacts, Span]]:
    """Every schedule and kind of visit that the question is about."""
    schedules = {
        parameters.reference(one, "Schedule", "schedule", base())
        for value in query.getlist("schedule")
        for one in value.split(",")
    }
    now = timezone.now()
    for location in locations():
        diary = diary_of(location, now=now)
        span = parameters.span(query.getlist("start"), diary.facts.zone, "start")
        for worker in diary.facts.practitioners.values():
            if schedules and worker.role_id not in schedules:
                continue
            for service_id in sorted(worker.services):
                service = diary.facts.services.get(service_id)
                if service and service.bookable_online and _is_asked(service, query.getlist("service-type")):
                    yield location, worker, service, span


def _is_asked(service: ServiceFacts, values: list[str]) -> bool:
    return all(any(_matches(service, one) for one in value.split(",")) for value in values)


def _matches(service: ServiceFacts, value: str) -> bool:
    system, code = parameters.token(value)
    return (code == service.slug and system in (None, visit_type_system(base()))) or (
        code == ACUPUNCTURE and system in (None, SERVICE_TYPE)
    )


def _ordered(rows: Iterable[Row]) -> Iterator[str]:
    """Entries in order of their start, then of their schedule."""
    found = [
        (row.window_start + position, row.schedule_id, number, length, row)
        for number, row in enumerate(rows)
        for bits, length in row.bits
        for position in positions(bits)
    ]
    found.sort(key=lambda one: one[:3])
    return (
        _free_entry(row.schedule_id, row.service.slug, row.service.name, row.service.id, cell, length, row.zone, base())
        for cell, _, _, length, row in found
    )


@lru_cache(maxsize=50_000)
def _free_entry(
    schedule: int, slug: str, name: str, service: int, cell: int, length: int, zone: ZoneInfo, base_url: str
) -> str:
    """One entry of the bundle as text. It says nothing but what it is made from, so it can be kept."""
    resource = _written(schedule, slug, name, service, cell, length, zone)
    return _entry(resource, f"{schedule}-{service}-{cell}")


def _resource(row: Row, cell: int, length: int) -> str:
    return _written(row.schedule_id, row.service.slug, row.service.name, row.service.id, cell, length, row.zone)


def _written(schedule: int, slug: str, name: str, service: int, cell: int, length: int, zone: ZoneInfo) -> str:
    return (
        f'{{"resourceType":"Slot","id":"{schedule}-{service}-{cell}","serviceType":{_service_type(slug, name)},'
        f'"schedule":{{"reference":"Schedule/{schedule}"}},"status":"free",'
        f'"start":"{local(cell, zone)}","end":"{local(cell + length, zone)}"}}'
    )


@lru_cache(maxsize=256)
def _service_type(slug: str, name: str) -> str:
    return json.dumps(service_type(slug, name), ensure_ascii=False, separators=(",", ":"))


def _entry(resource: str, pk: str) -> str:
    return f'{{"fullUrl":"{base()}/Slot/{pk}","resource":{resource},"search":{{"mode":"match"}}}}'


@lru_cache(maxsize=100_000)
def local(cell: int, zone: ZoneInfo) -> str:
    """An instant with the offset of its place, to the second."""
    return instant_of(cell).astimezone(zone).isoformat()


def instant(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat()
