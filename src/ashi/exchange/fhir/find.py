"""Appointment/$find (IHE ITI-115): times that can be booked, the best first. A held time is never among them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from ashi.core.scheduling.search import Offer
from ashi.exchange.fhir import parameters
from ashi.exchange.fhir.answers import answer, entry, paging, searchset
from ashi.exchange.fhir.bodies import objects, parameters_of
from ashi.exchange.fhir.directory import only, page_of
from ashi.exchange.fhir.names import ACUPUNCTURE, SERVICE_TYPE, base, is_our_specialty, visit_type_system
from ashi.exchange.fhir.problems import invalid, required
from ashi.exchange.fhir.resources.appointments import Requested, period, proposed
from ashi.records.calendar.facts import Facts, ServiceFacts
from ashi.records.calendar.fresh import locations
from ashi.records.calendar.offers import Search
from ashi.records.models import Location, Qualification

KNOWN = (
    *("start", "end", "practitioner", "organization", "location", "location-reference", "location-string"),
    *("visit-type", "specialty", "_count", "_offset"),
)


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
    count, offset = page_of(query, default=20)
    now = timezone.now()
    found = [one for location in locations() for one in _at(location, question, now)]
    total = sum(one.total for one in found)
    ranked = merge(*(_tagged(one) for one in found), key=lambda pair: pair[0].rank)
    page = islice(ranked, offset, offset + count)
    entries = [entry(proposed(offer, one.service, one.facts, one.requested)) for offer, one in page]
    links = paging(request, query, offset=offset, count=count, total=total)
    return answer(searchset(entries, total=total, links=links))


def _question(query: QueryDict) -> Question:
    for name in ("start", "end"):
        if not query.get(name):
            raise required(name, name)
    practitioners = tuple(pk for one in _listed(query, "practitioner") for pk in _practitioners(one))
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
    if not question.is_about(location) or not is_our_specialty(question.specialties):
        return
    search = Search(location, 0, now=now)
    facts = search.diary.facts
    earliest = parameters.moment(question.start, facts.zone, "start")[0]
    latest = parameters.moment(question.end, facts.zone, "end")[0]
    if latest <= earliest:
        raise invalid("end lies after start", "end")
    requested = period(earliest, latest, facts.zone)
    for service in facts.services.values():
        if not service.bookable_online or not _is_asked(service, question.visit_types):
            continue
        asked = Search(
            location,
            service.id,
            now=now,
            practitioner_ids=question.practitioners or None,
            earliest=earliest,
            latest=latest,
        )
        if total := asked.total():
            yield Found(facts, service, total, asked.offers(), requested)


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
