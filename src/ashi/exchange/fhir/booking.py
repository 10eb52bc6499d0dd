"""Appointment/$hold and $book (IHE ITI-116 and 117), on the same actions as every other way of booking."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ashi.book import actions
from ashi.book.once import KeyReused, Once
from ashi.book.people import Person
from ashi.book.taking import Closed
from ashi.exchange.fhir import parameters
from ashi.exchange.fhir.answers import answer, single
from ashi.exchange.fhir.bodies import Parameters, objects, parameters_of, patient_in, person_of
from ashi.exchange.fhir.directory import only
from ashi.exchange.fhir.keys import key_for
from ashi.exchange.fhir.names import base
from ashi.exchange.fhir.problems import Issue, Problem, invalid, not_found, required, taken
from ashi.exchange.fhir.resources.appointments import Names, booked, held, names_in, proposal_id
from ashi.records.by import By
from ashi.records.calendar.facts import Facts
from ashi.records.calendar.fresh import location as fresh_location
from ashi.records.calendar.offers import Search
from ashi.records.models import Appointment, Hold, MachineKey, Patient
from ashi.records.plans import Plan, plan_of
from ashi.records.reservations import Taken, Unlicensed

MOST_HOLDS = 50
_ROWS = ("location", "practitioner", "service", "room", "device")


def hold(request: HttpRequest) -> HttpResponse:
    only(request, "POST")
    key = key_for(request, "hold")
    reference = parameters_of(request).reference("appointment-reference")
    if reference is None:
        raise required("appointment-reference", "Parameters.parameter")
    now = timezone.now()
    if Hold.objects.filter(visitor__startswith=f"key:{key.pk}:", expires_at__gt=now).count() >= MOST_HOLDS:
        raise Problem(429, Issue("throttled", f"a key holds at most {MOST_HOLDS} times at once"))
    plan, facts = _proposal(_id_of(reference), now)
    visitor = f"key:{key.pk}:{uuid4().hex[:24]}"
    with _Refusals(plan):
        made = actions.hold_time(plan=plan, visitor=visitor, clearance=None, by=_by(key), screen_later=True)
    return answer(single(held(made, names_in(facts, plan))))


def book(request: HttpRequest) -> HttpResponse:
    only(request, "POST")
    key = key_for(request, "book")
    body = parameters_of(request)
    once = _once(request, key)
    resource = body.resource("appointment-resource", "Appointment")
    reference = body.reference("appointment-reference")
    if resource is not None and resource.get("status") in ("booked", "cancelled"):
        visit, names = _change(resource, key), None
    elif reference or resource:
        visit, names = _book_new(_id_of(reference) if reference else _wished(resource or {}), body, key, once)
    else:
        raise required("appointment-reference or appointment-resource", "Parameters.parameter")
    if names is None:
        visit = Appointment.objects.select_related(*_ROWS).get(pk=visit.pk)
    return answer(single(booked(visit, names)))


def _book_new(wanted: str, body: Parameters, key: MachineKey, once: Once | None) -> tuple[Appointment, Names | None]:
    """The visit, and its names where they are at hand."""
    person = person_of(patient_in(body), key.pk)
    if once and (done := _done(once)):
        return done, None
    try:
        return _book_now(wanted, person, key, once)
    except Problem:
        # The twin of this request may have booked after the look at the key and before the look at the time.
        if once and (done := _done(once)):
            return done, None
        raise


def _book_now(wanted: str, person: Person, key: MachineKey, once: Once | None) -> tuple[Appointment, Names | None]:
    now = timezone.now()
    patient = _known_patient(person.identifiers, key)
    terms = actions.Terms(source="fhir", machine_key_id=key.pk)
    if wanted.startswith("h-"):
        kept = _hold_of(wanted, key)
        plan = _plan_of_hold(kept)
        with _Refusals(plan):
            visit = actions.book_held(
                hold=kept,
                plan=plan,
                person=person,
                patient=patient,
                terms=terms,
                by=_by(key),
                once=once,
                screen_later=True,
            )
        return visit, None
    plan, facts = _proposal(wanted, now)
    with _Refusals(plan):
        if patient:
            visit = actions.book_visit(plan=plan, patient=patient, terms=terms, by=_by(key), once=once)
        else:
            visit = actions.book_new_patient(plan=plan, person=person, terms=terms, by=_by(key), once=once)
    return visit, names_in(facts, plan)


def _change(resource: dict[str, Any], key: MachineKey) -> Appointment:
    """`booked` with another time is a move; `cancelled` gives the time back."""
    pk = str(resource.get("id", ""))
    visit = own_visits(key).filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() and len(pk) < 19 else None
    if visit is None:
        raise not_found(f"Appointment/{pk[:40]}")
    with _Refusals(None):
        if resource["status"] == "cancelled":
            return actions.cancel_visit(appointment=visit, by=_by(key))
        plan, _ = _proposal(_wished(resource, visit), timezone.now())
        if plan.start * 300 == visit.start.timestamp() and plan.practitioner_id == visit.practitioner_id:
            return visit
        with _Refusals(plan):
            return actions.move_visit(appointment=visit, plan=plan, by=_by(key))


def own_visits(key: MachineKey) -> Any:
    """The visits that this key has booked; it sees no others."""
    return Appointment.objects.filter(machine_key=key).select_related(*_ROWS, "patient")


def _by(key: MachineKey) -> By:
    return By("client", key.pk)


def _once(request: HttpRequest, key: MachineKey) -> Once | None:
    name = request.headers.get("Idempotency-Key", "")
    if len(name) > 120:
        raise invalid("an Idempotency-Key has at most 120 characters")
    return Once(f"client:{key.pk}", name, hashlib.sha256(request.body).hexdigest()) if name else None


def _done(once: Once) -> Appointment | None:
    try:
        return once.find()
    except KeyReused:
        raise _key_reused() from None


def _key_reused() -> Problem:
    return Problem(422, Issue("business-rule", "this Idempotency-Key came with another body before"))


def _id_of(reference: str) -> str:
    return reference.removeprefix(base() + "/").removeprefix("Appointment/")


def _proposal(wanted: str, now: datetime) -> tuple[Plan, Facts]:
    """The plan behind a proposal's id, and what it was made of. Problem 404 when there is none, 409 when it is gone."""
    parts = wanted.split("-")
    if len(parts) != 5 or parts[0] != "p" or not all(_is_id(part) for part in parts[1:]):
        raise not_found(f"Appointment/{wanted[:60]}")
    location_id, practitioner_id, service_id, cell = map(int, parts[1:])
    location = fresh_location(location_id)
    search = location and Search(location, service_id, now=now, practitioner_id=practitioner_id)
    if not search or service_id not in search.diary.facts.services:
        raise not_found(f"Appointment/{wanted[:60]}")
    if practitioner_id not in search.diary.facts.practitioners or not search.service.bookable_online:
        raise not_found(f"Appointment/{wanted[:60]}")
    plan = search.plan_at(cell)
    if plan is None:
        raise taken([f"Practitioner/{practitioner_id}"])
    return plan, search.diary.facts


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 12


def _wished(resource: dict[str, Any], visit: Appointment | None = None) -> str:
    """A whole Appointment as the id of the proposal, or of the hold, that it stands for."""
    pk = resource.get("id")
    if visit is None and isinstance(pk, str) and pk[:2] in ("p-", "h-"):
        return pk
    actors: dict[str, int] = {}
    for number, part in enumerate(objects(resource, "participant")):
        actor = part.get("actor")
        text = actor.get("reference") if isinstance(actor, dict) else None
        for kind in ("Practitioner", "Location"):
            if isinstance(text, str) and text.removeprefix(base() + "/").startswith(f"{kind}/"):
                place = f"Appointment.participant[{number}].actor"
                actors.setdefault(kind, parameters.reference(text, kind, place, base()))
    location_id = actors.get("Location", visit.location_id if visit else None)
    practitioner_id = actors.get("Practitioner", visit.practitioner_id if visit else None)
    if location_id is None or practitioner_id is None:
        raise required("a participant for the Practitioner and one for the Location", "Appointment.participant")
    service_id = _service_of(resource, visit, location_id)
    return proposal_id(location_id, practitioner_id, service_id, _cell_of(resource, location_id))


def _service_of(resource: dict[str, Any], visit: Appointment | None, location_id: int) -> int:
    location = fresh_location(location_id)
    services = Search(location, 0, now=timezone.now()).diary.facts.services if location else {}
    codes = set(_codes(resource))
    for service in services.values():
        if service.slug in codes:
            return service.id
    if visit is None:
        raise required("a serviceType with the code of a kind of visit", "Appointment.serviceType")
    return visit.service_id


def _codes(resource: dict[str, Any]) -> Iterator[str]:
    for row, concept in enumerate(objects(resource, "serviceType")):
        for place, coding in enumerate(objects(concept, "coding")):
            code = coding.get("code", "")
            if not isinstance(code, str):
                raise invalid("a code is a string", f"Appointment.serviceType[{row}].coding[{place}].code")
            yield code


def _cell_of(resource: dict[str, Any], location_id: int) -> int:
    start = resource.get("start")
    location = fresh_location(location_id)
    if not isinstance(start, str) or location is None:
        raise required("start", "Appointment.start")
    seconds = parameters.moment(start, timezone.get_default_timezone(), "Appointment.start")[0].timestamp()
    if seconds % 300 or seconds < 0:
        raise invalid("a visit starts on a five-minute mark", "Appointment.start")
    return int(seconds) // 300


def _hold_of(wanted: str, key: MachineKey) -> Hold:
    try:
        uuid = UUID(hex=wanted.removeprefix("h-"))
    except ValueError:
        raise not_found(f"Appointment/{wanted[:60]}") from None
    found = Hold.objects.filter(key=uuid, visitor__startswith=f"key:{key.pk}:").select_related(*_ROWS).first()
    if found is None:
        raise not_found(f"Appointment/{wanted[:60]}")
    return found


def _plan_of_hold(kept: Hold) -> Plan:
    location = fresh_location(kept.location_id)
    facts = Search(location, kept.service_id, now=timezone.now()).diary.facts if location else None
    worker = facts.practitioners.get(kept.practitioner_id) if facts else None
    if worker is None or worker.qualification_id is None:
        raise taken([f"Practitioner/{kept.practitioner_id}"])
    return plan_of(kept, qualification_id=worker.qualification_id, price_cents=kept.service.price_cents)


def _known_patient(identifiers: tuple[Any, ...], key: MachineKey) -> Patient | None:
    for known in identifiers:
        found = Patient.objects.filter(
            identifiers__machine_key=key, identifiers__system=known.system, identifiers__value=known.value
        ).first()
        if found:
            return found.merged_into or found
    return None


class _Refusals:
    """Turns what the actions refuse into answers."""

    def __init__(self, plan: Plan | None) -> None:
        self.plan = plan

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        match error:
            case Taken():
                raise taken([self._name(one) for one in error.kinds]) from error
            case Closed():
                raise taken([f"{one} (not at work then)" for one in error.kinds]) from error
            case actions.HoldGone():
                raise taken(["the hold has run out"]) from error
            case Unlicensed():
                refused = Issue("business-rule", "no licence permits this practitioner to treat there and then")
                raise Problem(422, refused) from error
            case actions.NotExpected():
                changed = Issue("conflict", "this visit was changed, was cancelled, or has begun")
                raise Problem(409, changed) from error
            case KeyReused():
                raise _key_reused() from error

    def _name(self, kind: str) -> str:
        if kind == "practitioner" and self.plan:
            return f"Practitioner/{self.plan.practitioner_id}"
        return kind
