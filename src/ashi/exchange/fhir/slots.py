"""Slot: worked out from the diary at each question, never stored.

A free slot is a time that can really be booked now, for one kind of visit with one practitioner. Its id says which:
schedule, kind of visit, first cell.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from ashi.core.scheduling.availability import intervals_of
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

MOST_KEPT = 4_000
KNOWN = {"schedule": None, "service-type": None, "start": None, "status": None}


@dataclass(frozen=True)
class Row:
    """When one practitioner can begin one kind of visit of one length, as cells, ascending."""

    writer: "Writer"
    cells: list[int]


def search(request: HttpRequest) -> HttpResponse:
    query = query_of(request)
    refuse_unknown(request, query, KNOWN)
    wanted = {word for value in query.getlist("status") for word in value.split(",")} or {"free"}
    if unknown := sorted(wanted - {"free", "busy", "busy-unavailable", "busy-tentative", "entered-in-error"}):
        raise invalid(f"status is free or busy, not {unknown[0][:40]!r}", "status")
    count, offset = page_of(query, default=100)
    free = list(_free(query)) if "free" in wanted else []
    busy = list(_busy(query)) if "busy" in wanted else []
    total = sum(len(row.cells) for row in free) + len(busy)
    found = islice((*_entries(free, offset + count), *busy), offset, offset + count)
    links = json.dumps(paging(request, query, offset=offset, count=count, total=total), separators=(",", ":"))
    head = f'{{"resourceType":"Bundle","type":"searchset","total":{total},"link":{links}'.encode()
    body = b",".join(found)
    return raw(b"".join((head, b',"entry":[', body, b"]}")) if body else head + b"}")


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
                asked = Search(location, service, now=now, practitioner_id=worker.id)
                for row in _rows_of(asked, worker):
                    if cell in row.cells:
                        return raw(row.writer.resource(cell))
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
    facts, service = search.diary.facts, search.service
    for length, cells in search.cells_by_length():
        yield Row(writer_of(worker.role_id, service.id, service.slug, service.name, length, facts.zone, base()), cells)


def _busy(query: QueryDict) -> Iterator[bytes]:
    """When a practitioner works and is taken; by what is nobody's business."""
    seen = set()
    for location, worker, _, span in _asked(query):
        if worker.role_id in seen:
            continue
        seen.add(worker.role_id)
        diary = diary_of(location, now=timezone.now())
        window = diary.facts.window
        taken = (
            worker.open_bits
            & ~diary.practitioners[worker.id].bits
            & window.between(*span.cells(window.start, window.end))
        )
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


def _entries(rows: list[Row], limit: int) -> Iterator[bytes]:
    """The first entries in order of their start, then of their schedule."""
    width = len(rows)
    # One whole number a slot, so that sorting compares nothing else; the rows are ascending already.
    keys = sorted(cell * width + number for number, row in enumerate(rows) for cell in row.cells)
    writers = [row.writer for row in rows]
    return (writers[key % width].entry(key // width) for key in keys[:limit])


class Writer:
    """Writes the slots of one schedule, kind of visit and length. A slot's text depends on nothing else but its cell,
    so what was written once is kept, within bounds, as the bytes that go out."""

    def __init__(self, schedule: int, service: int, kind: str, length: int, zone: ZoneInfo, base_url: str) -> None:
        self.schedule, self.service, self.kind = schedule, service, kind
        self.length, self.zone, self.base_url = length, zone, base_url
        self.written: dict[int, bytes] = {}

    def entry(self, cell: int) -> bytes:
        text = self.written.get(cell)
        return text if text is not None else self._write(cell)

    def resource(self, cell: int) -> str:
        return (
            f'{{"resourceType":"Slot","id":"{self.schedule}-{self.service}-{cell}","serviceType":{self.kind},'
            f'"schedule":{{"reference":"Schedule/{self.schedule}"}},"status":"free",'
            f'"start":"{local(cell, self.zone)}","end":"{local(cell + self.length, self.zone)}"}}'
        )

    def _write(self, cell: int) -> bytes:
        if len(self.written) > MOST_KEPT:
            self.written.clear()
        text = self.written[cell] = _entry(self.resource(cell), f"{self.schedule}-{self.service}-{cell}")
        return text


@lru_cache(maxsize=512)
def writer_of(schedule: int, service: int, slug: str, name: str, length: int, zone: ZoneInfo, base_url: str) -> Writer:
    kind = json.dumps(service_type(slug, name), ensure_ascii=False, separators=(",", ":"))
    return Writer(schedule, service, kind, length, zone, base_url)


def _entry(resource: str, pk: str) -> bytes:
    return f'{{"fullUrl":"{base()}/Slot/{pk}","resource":{resource},"search":{{"mode":"match"}}}}'.encode()


@lru_cache(maxsize=100_000)
def local(cell: int, zone: ZoneInfo) -> str:
    """An instant with the offset of its place, to the second."""
    return instant_of(cell).astimezone(zone).isoformat()
