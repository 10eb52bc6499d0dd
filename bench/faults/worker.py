"""The clients of the clinic: each reads a JSON job a line, does it through the clinic's own actions, answers a line.

Each client is a process, and may be killed at any moment.
"""

import json
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from ashi.book import actions, taking, together, waiting
from ashi.book.courses import actions as course_actions
from ashi.book.once import Once
from ashi.book.people import Person, new_patient
from ashi.clinic.actions import changing, keeping, undo, visits
from ashi.core.scheduling.course.templates import Gap, Template
from ashi.records import reservations
from ashi.records.by import SYSTEM, By
from ashi.records.calendar.offers import Search
from ashi.records.models import (
    Appointment,
    Clearance,
    HealthcareService,
    Hold,
    Location,
    OfferOutcome,
    Patient,
    WaitingOffer,
)
from ashi.records.plans import Plan, plan_of
from bench.faults import bugs
from bench.faults.calls import again_source, patient_name
from bench.faults.clinic import LASTS, SERVICE, SLUG

REFUSALS = (
    reservations.Taken,
    reservations.Unlicensed,
    taking.Closed,
    taking.Clashes,
    actions.HoldGone,
    actions.NotExpected,
    course_actions.NotLive,
    waiting.OfferOver,
    undo.TooLate,
)
DESK = By("user", 1)
ANY_TIME = {"weekdays": [0, 1, 2, 3, 4], "from_time": time(0), "to_time": time(23, 59)}

Answer = dict[str, Any]


class NothingFree(Exception):
    """The search offers no such time."""


class Asked(Exception):
    """Whoever waits has been asked about another time, and has not answered."""


def start(door: socket.socket, bug: str) -> int:
    """A process that waits at a door and forks a client for everybody who comes: its number. Starting Python anew would
    take a second each. Nobody in this one may be connected to the database: no child may speak on its parent's line."""
    if process := os.fork():
        return process
    try:
        receive(door, bugs.plant(bug, answered) if bug else answered)
    except BaseException:
        traceback.print_exc()
    os._exit(1)


def receive(door: socket.socket, answering: bugs.Answering) -> None:
    connection.close()
    keeping.UNDO = undo.UNDO = LASTS
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    home = os.getppid()
    door.settimeout(1.0)
    while os.getppid() == home:  # whoever started it may have been killed
        try:
            line, _ = door.accept()
        except TimeoutError:
            continue
        if os.fork() == 0:
            door.close()
            serve(line, answering)
            os._exit(0)
        line.close()


def serve(line: socket.socket, answering: bugs.Answering) -> None:
    with line, line.makefile("r") as jobs, line.makefile("w") as sys.stdout:
        print(json.dumps({"process": os.getpid()}), flush=True)
        for job in jobs:
            print(json.dumps(answering(json.loads(job))), flush=True)


def answered(job: dict[str, Any]) -> Answer:
    try:
        return {"accepted": JOBS[job["do"]](job)}
    except (*REFUSALS, NothingFree, Asked) as refusal:
        return {"refused": type(refusal).__name__}
    except (OperationalError, InterfaceError) as error:
        connection.close()
        if str(error) == "database is locked":
            return {"refused": "Busy"}  # ten seconds in vain for SQLite's one writer's place; a page says 503
        return {"lost": f"{type(error).__name__}: {error}"[:200]}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"[:300]}


_plans: dict[tuple[int, int], Plan] = {}


def plan_for(job: dict[str, Any]) -> Plan:
    """A plan that was possible once. Kept, as a client keeps the page it looks at: the time may be long gone."""
    practitioner, cell = job["slot"]
    if kept := _plans.get((practitioner, cell)):
        return kept
    location = Location.objects.get(slug=SLUG)
    service = HealthcareService.objects.values_list("pk", flat=True).get(slug=SERVICE)
    plan = Search(location, service, now=datetime.now(UTC), practitioner_id=practitioner).plan_at(cell)
    if plan is None:
        raise NothingFree
    _plans[practitioner, cell] = plan
    return plan


def book(job: dict[str, Any]) -> Answer:
    number = job["number"]
    person = Person(name=patient_name(number), email="faults@example.invalid", invented=True)
    once = Once("faults", f"key {number}", "same")
    try:
        visit = actions.book_new_patient(plan=plan_for(job), person=person, terms=terms(), by=SYSTEM, once=once)
    except NothingFree:
        if not (done := once.find()):  # its twin may just have booked what is free no more
            raise
        visit = done
    return made(visit)


def book_again(job: dict[str, Any]) -> Answer:
    """Another visit for somebody who has one, perhaps at the same hour with somebody else."""
    patient = the_visit(job).patient
    again = replace(terms(), source=again_source(job["number"]))
    return made(actions.book_visit(plan=plan_for(job), patient=patient, terms=again, by=SYSTEM))


def course(job: dict[str, Any]) -> Answer:
    plans = [plan_for({"slot": slot}) for slot in job["slots"]]
    patient = somebody_new(job)
    template = Template("faults", tuple(Gap(1, 1, 60) for _ in plans[1:]))
    agreed = course_actions.Agreed(template, {})
    booked = course_actions.book_course(patient=patient, agreed=agreed, plans=plans, terms=terms(), by=SYSTEM)
    return made(*booked.visits.select_related("patient", "practitioner", "room", "device"))


def book_together(job: dict[str, Any]) -> Answer:
    plans = [plan_for({"slot": slot}) for slot in job["slots"]]
    who = [(somebody_new(job), plan, terms()) for plan in plans]
    return made(*together.book_together(visits=who, by=SYSTEM))


def somebody_new(job: dict[str, Any]) -> Patient:
    person = Person(name=patient_name(job["number"]), email="faults@example.invalid", invented=True)
    with transaction.atomic():
        return new_patient(person, (), source="faults", now=datetime.now(UTC))


def hold(job: dict[str, Any]) -> Answer:
    clearance = Clearance.objects.get(key_hash="faults")
    visitor = f"visitor {job['number']}"
    kept = actions.hold_time(plan=plan_for(job), visitor=visitor, clearance=clearance, by=SYSTEM, lasts=LASTS)
    return held(kept)


def offer(job: dict[str, Any]) -> Answer:
    """What the timer does for whoever waits, with a time that the harness chooses."""
    visit, now = the_visit(job), datetime.now(UTC)
    wish = waiting.join(visit=visit, wishes=ANY_TIME, by=SYSTEM, now=now)
    late = wish.offers.filter(outcome=OfferOutcome.OPEN, expires_at__lte=now).first()
    if late:
        waiting._close(wish, OfferOutcome.EXPIRED, by=SYSTEM, only=late)
    wish.visit.location.offer_minutes = LASTS.total_seconds() / 60
    try:
        waiting._keep_and_ask(wish, plan_for(job), by=SYSTEM)
    except IntegrityError as error:
        raise Asked from error
    made_to = wish.offers.latest("pk")
    return {**held(Hold.objects.get(key=made_to.hold_key)), "offer": made_to.pk}


def book_held(job: dict[str, Any]) -> Answer:
    mine = the_hold(job)
    licence = mine.practitioner.qualifications.get()
    plan = plan_of(mine, qualification_id=licence.pk, price_cents=9_000)
    person = Person(name=patient_name(job["number"]), email="faults@example.invalid", invented=True)
    return made(actions.book_held(hold=mine, plan=plan, person=person, terms=terms(), by=SYSTEM))


def give_back(job: dict[str, Any]) -> Answer:
    actions.give_back_hold(hold=the_hold(job), by=SYSTEM)
    return {}


def accept(job: dict[str, Any]) -> Answer:
    return made(waiting.accept(offer=the_offer(job), by=SYSTEM))


def decline(job: dict[str, Any]) -> Answer:
    waiting.decline(offer=the_offer(job), by=SYSTEM)
    return {}


def move(job: dict[str, Any]) -> Answer:
    if job["desk"]:
        return made(changing.move(appointment=the_visit(job), plan=plan_for(job), by=DESK).appointment)
    return made(actions.move_visit(appointment=the_visit(job), plan=plan_for(job), by=SYSTEM))


def course_move(job: dict[str, Any]) -> Answer:
    """A visit of a course, and those that follow it."""
    moves = [
        (the_visit({"reference": each}), plan_for({"slot": slot}))
        for each, slot in zip(job["references"], job["slots"], strict=True)
    ]
    course_of = moves[0][0].care_plan
    assert course_of is not None
    course_actions.move_visits(course=course_of, moves=moves, by=SYSTEM)
    found = {visit.reference: stretches_of(plan, visit.patient.resource_id) for visit, plan in moves}
    return {"made": list(found), "stretches": found}


def cancel(job: dict[str, Any]) -> Answer:
    if job["desk"]:
        changing.cancel(appointment=the_visit(job), note="", by=DESK)
    else:
        actions.cancel_visit(appointment=the_visit(job), by=SYSTEM)
    return {}


def undo_last(job: dict[str, Any]) -> Answer:
    """Of what the desk did with a visit."""
    undo.undo(event=visits.last_event(the_visit(job)), by=DESK)
    return made(the_visit(job))


def the_hold(job: dict[str, Any]) -> Hold:
    found = Hold.objects.select_related("practitioner", "room", "device").filter(pk=job["hold"]).first()
    if found is None:
        raise actions.HoldGone
    return found


def the_visit(job: dict[str, Any]) -> Appointment:
    return Appointment.objects.select_related("patient", "location").get(reference=job["reference"])


def the_offer(job: dict[str, Any]) -> WaitingOffer:
    return WaitingOffer.objects.select_related("wish__visit__patient").get(pk=job["offer"])


def terms() -> actions.Terms:
    return actions.Terms(source="faults", clearance=Clearance.objects.get(key_hash="faults"), screened=True)


def made(*visits: Appointment) -> Answer:
    found = {visit.reference: stretches(visit, visit.patient.resource_id) for visit in visits}
    return {"made": list(found), "stretches": found}


def held(kept: Hold) -> Answer:
    about = f"hold {kept.pk}"
    return {"made": [about], "stretches": {about: stretches(kept)}, "expires": kept.expires_at.timestamp()}


def stretches(taken: Appointment | Hold, patient: int | None = None) -> list[tuple[int, int, int]]:
    return stretches_of(plan_of(taken, qualification_id=0, price_cents=0), patient)


def stretches_of(plan: Plan, patient: int | None) -> list[tuple[int, int, int]]:
    return [(each.resource_id, each.start, each.end) for each in plan.stretches(patient)]


JOBS: dict[str, Callable[[dict[str, Any]], Answer]] = {
    "book": book,
    "book-again": book_again,
    "together": book_together,
    "course": course,
    "course-move": course_move,
    "repeat": book,
    "hold": hold,
    "book-held": book_held,
    "give-back": give_back,
    "offer": offer,
    "accept": accept,
    "decline": decline,
    "move": move,
    "cancel": cancel,
    "undo": undo_last,
}
