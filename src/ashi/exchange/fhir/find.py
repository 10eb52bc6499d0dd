"""Appointment/$find (IHE ITI-115): times that can be booked, the best first. A held time is never among them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from heapq import merge
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from ashi.core.places import Point
from ashi.core.scheduling.search import Offer
from ashi.exchange.fhir import parameters
from ashi.exchange.fhir.answers import answer, entry, paging, searchset
from ashi.exchange.fhir.bodies import objects, parameters_of
from ashi.exchange.fhir.directory import only, page_of
from ashi.exchange.fhir.names import ACUPUNCTURE, SERVICE_TYPE, UCUM, base, is_our_specialty, visit_type_system
from ashi.exchange.fhir.nearness import near
from ashi.exchange.fhir.problems import invalid, required
from ashi.exchange.fhir.resources.appointments import Requested, period, proposed
from ashi.records.calendar import fresh, replica
from ashi.records.calendar.facts import Facts, ServiceFacts
from ashi.records.calendar.fresh import Nearby
from ashi.records.calendar.offers import Search
from ashi.records.calendar.wide import Order, Wide, WideOffer
from ashi.records.models import Location, Qualification

KNOWN = (
    *("start", "end", "practitioner", "organization", "location", "location-reference", "location-string"),
    *("visit-type", "specialty", "near", "language", "_sort", "_count", "_offset"),
)
# Of more places than these, the times are not counted, and no more of them found than are asked for.
FEW = 12
SORTS = {"": Order.SOONEST, "date": Order.SOONEST, "near": Order.NEAREST}
DISTANCE = "http://hl7.org/fhir/StructureDefinition/location-distance"


@dataclass(frozen=True)
class Question:
    """What $find was asked; empty tuples ask for anyone, anywhere, any kind of visit."""

    start: str
    end: str
    practitioners: tuple[int, ...]
    locations: tuple[int, ...]
    visit_types: tuple[str, ...]
    organizations: tuple[int, ...] = ()
    addresses: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()
    near: tuple[Point, float] | None = None
    language: str = ""
    order: Order = Order.SOONEST

    def is_about(self, place: Location) -> bool:
        return (
            (not self.locations or place.pk in self.locations)
            and (not self.organizations or place.organization_id in self.organizations)
            and (not self.addresses or any(_is_there(place, text) for text in self.addresses))
        )


@dataclass(frozen=True)
class Found:
    """The offers for one kind of visit at one location, and how many there are."""

    facts: Facts
    service: ServiceFacts
    total: int
    offers: Iterator[Offer]
    requested: Requested


def find(request: HttpRequest) -> HttpResponse:
    only(request, "GET", "HEAD", "POST")
    query = _query_of_body(request) if request.method == "POST" else request.GET
    question = _question(query)
    return replica.read(lambda alias: _answer(request, query, question, alias))


def _answer(request: HttpRequest, query: QueryDict, question: Question, alias: str) -> HttpResponse:
    count, offset = page_of(query, default=20)
    now = timezone.now()
    places = _places(question, alias)
    if question.near or len(places) > FEW:
        return _far_and_wide(request, query, question, places, now)
    found = [one for place in places for one in _at(place.location, question, now)]
    total = sum(one.total for one in found)
    ranked = merge(*(_tagged(one) for one in found), key=lambda pair: pair[0].rank)
    page = islice(ranked, offset, offset + count)
    entries = [entry(proposed(offer, one.service, one.facts, one.requested)) for offer, one in page]
    links = paging(request, query, offset=offset, count=count, total=total)
    return answer(searchset(entries, total=total, links=links))


def _places(question: Question, alias: str) -> list[Nearby]:
    """Those that the question is about, the nearest first."""
    everywhere = [Nearby(location) for location in fresh.locations(alias)] if not question.near else []
    places = fresh.near(*question.near, alias) if question.near else everywhere
    is_ours = is_our_specialty(question.specialties)
    return [place for place in places if is_ours and question.is_about(place.location)]


def _far_and_wide(
    request: HttpRequest, query: QueryDict, question: Question, places: Sequence[Nearby], now: datetime
) -> HttpResponse:
    """The first offers of many places: how many there are in all is not counted."""
    count, offset = page_of(query, default=20)
    # A date without a zone is each location's own.
    bounds = {zone: _bounds(question, ZoneInfo(zone)) for zone in {place.location.zone for place in places} or {"UTC"}}
    asked = Wide(
        places,
        kinds=lambda service: service.bookable_online and _is_asked(service, question.visit_types),
        now=now,
        bounds=bounds,
        practitioners=frozenset(question.practitioners) if question.practitioners else None,
        language=question.language,
    )
    found = list(islice(asked.offers(question.order), offset, offset + count + 1))
    entries = [_entry_of(one, *bounds[one.place.location.zone]) for one in found[:count]]
    links = paging(request, query, offset=offset, count=count, total=offset + len(found))
    return answer(searchset(entries, total=None, links=links))


def _entry_of(one: WideOffer, earliest: datetime, latest: datetime) -> dict[str, Any]:
    """A proposal, with how far away it is."""
    requested = period(earliest, latest, one.facts.zone)
    found = entry(proposed(one.offer, one.service, one.facts, requested))
    if one.place.km is not None:
        distance = {"value": round(one.place.km, 2), "unit": "km", "system": UCUM, "code": "km"}
        found["search"]["extension"] = [{"url": DISTANCE, "valueDistance": distance}]
    return found


def _bounds(question: Question, zone: tzinfo) -> tuple[datetime, datetime]:
    earliest = parameters.moment(question.start, zone, "start")[0]
    latest = parameters.moment(question.end, zone, "end")[0]
    if latest <= earliest:
        raise invalid("end lies after start", "end")
    return earliest, latest


def _question(query: QueryDict) -> Question:
    for name in ("start", "end"):
        if not query.get(name):
            raise required(name, name)
    practitioners = tuple(pk for one in _listed(query, "practitioner") for pk in _practitioners(one))
    if (order := query.get("_sort", "")) not in SORTS:
        raise invalid(f"_sort is date or near, not {order[:40]!r}", "_sort")
    organizations = [
        parameters.reference(one, "Organization", "organization", base()) for one in _listed(query, "organization")
    ]
    return Question(
        start=str(query["start"]),
        end=str(query["end"]),
        practitioners=practitioners or ((-1,) if query.getlist("practitioner") else ()),
        locations=tuple(
            parameters.reference(one, "Location", name, base())
            for name in ("location", "location-reference")
            for one in _listed(query, name)
        ),
        visit_types=tuple(_listed(query, "visit-type")),
        organizations=tuple(organizations),
        addresses=tuple(query.getlist("location-string")),
        specialties=tuple(_listed(query, "specialty")),
        near=near(query.get("near", ""), "near") if query.get("near") else None,
        language=_language(query.get("language", "")),
        order=SORTS[order],
    )


def _listed(query: QueryDict, name: str) -> list[str]:
    return [one for value in query.getlist(name) for one in value.split(",")]


def _is_there(place: Location, text: str) -> bool:
    """A part of an address begins with it, whatever the case (R4 search.html#string)."""
    parts = (place.address, place.city, place.state, place.postal_code, place.country)
    return any(part.casefold().startswith(text.casefold()) for part in parts)


def _practitioners(value: str) -> list[int]:
    """By reference, or by the number of a licence as `system|number`."""
    if "|" in value:
        number = parameters.token(value)[1]
        return list(Qualification.objects.filter(number=number).values_list("practitioner", flat=True))
    return [parameters.reference(value, "Practitioner", "practitioner", base())]


def _at(location: Location, question: Question, now: datetime) -> Iterator[Found]:
    search = Search(location, 0, now=now)
    facts = search.diary.facts
    earliest, latest = _bounds(question, facts.zone)
    people = _people(question, facts)
    requested = period(earliest, latest, facts.zone)
    for service in facts.services.values():
        if not service.bookable_online or not _is_asked(service, question.visit_types):
            continue
        asked = Search(
            location,
            service.id,
            now=now,
            practitioner_ids=people,
            earliest=earliest,
            latest=latest,
        )
        if total := asked.total():
            yield Found(facts, service, total, asked.offers(), requested)


def _people(question: Question, facts: Facts) -> tuple[int, ...] | None:
    """Whom the question leaves; None for everybody."""
    if not question.language:
        return question.practitioners or None
    wanted = question.practitioners or tuple(facts.practitioners)
    return tuple(
        pk for pk in wanted if pk in facts.practitioners and question.language in facts.practitioners[pk].languages
    )


def _language(value: str) -> str:
    """The code of a language that is spoken, such as es or es-US: what matters is the first part (BCP 47)."""
    code = parameters.token(value)[1].split("-")[0].lower()
    if value and not (code.isascii() and code.isalpha() and 2 <= len(code) <= 8):
        raise invalid(f"language is a code such as es, not {value[:40]!r}", "language")
    return code


def _is_asked(service: ServiceFacts, wanted: tuple[str, ...]) -> bool:
    return not wanted or any(
        (code == service.slug and system in (None, visit_type_system(base())))
        or (code == ACUPUNCTURE and system in (None, SERVICE_TYPE))
        for system, code in map(parameters.token, wanted)
    )


def _query_of_body(request: HttpRequest) -> QueryDict:
    """A Parameters body as the query it stands for. What IHE lets a client say besides, such as the patient or the
    referral, changes nothing here."""
    query = request.GET.copy()
    for name, rows in parameters_of(request).values.items():
        if name not in KNOWN:
            continue
        for place, row in rows:
            query.appendlist(name, _text_of(row, place))
    return query


def _text_of(row: dict[str, object], place: str) -> str:
    reference = row.get("valueReference")
    if isinstance(reference, dict):
        identifier = reference.get("identifier")
        if isinstance(reference.get("reference"), str):
            return str(reference["reference"])
        if isinstance(identifier, dict) and isinstance(identifier.get("value"), str):
            return f"{identifier.get('system', '')}|{identifier['value']}"
    for name in ("valueDateTime", "valueInstant", "valueDate", "valueString", "valueCode", "valueUri"):
        if isinstance(row.get(name), str):
            return str(row[name])
    coded = row.get("valueCoding")
    codings = [coded] if isinstance(coded, dict) else []
    concept = row.get("valueCodeableConcept")
    codings += objects(concept, "coding") if isinstance(concept, dict) else []
    for coding in codings:
        if isinstance(coding.get("code"), str):
            return f"{coding.get('system', '')}|{coding['code']}" if coding.get("system") else str(coding["code"])
    number = row.get("valueInteger", row.get("valuePositiveInt", row.get("valueUnsignedInt")))
    if isinstance(number, int) and not isinstance(number, bool):
        return str(number)
    raise invalid("a value of a type that is not used here", place)


def _tagged(found: Found) -> Iterator[tuple[Offer, Found]]:
    return ((offer, found) for offer in found.offers)
