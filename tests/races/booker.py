"""One of several processes that book at once. Reads one JSON job a line, answers one JSON line; see crowd.py.

Its words are of: no-lock, hasty, slow, blind, careless, paused, no-licence-lock. With `no-lock` its
transactions are gone too, so that looking and writing are as far apart as in a program that never thought about it. A
`hasty` one confirms before it commits; a `slow` one takes its time between writing and committing; a `paused` one says
that it has written and commits when it is told to.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import django

django.setup()

from ashi.book import actions, taking, waiting  # noqa: E402
from ashi.book.courses import actions as course_actions  # noqa: E402
from ashi.book.once import Once  # noqa: E402
from ashi.book.people import Person  # noqa: E402
from ashi.clinic.actions import replanning  # noqa: E402
from ashi.clinic.queries.replanning import Replanning  # noqa: E402
from ashi.clinic.queries.visits import with_everything  # noqa: E402
from ashi.core.scheduling.course.templates import Gap, Template  # noqa: E402
from ashi.core.scheduling.phases import Actor  # noqa: E402
from ashi.records import reservations  # noqa: E402
from ashi.records.by import SYSTEM  # noqa: E402
from ashi.records.calendar import diary  # noqa: E402
from ashi.records.calendar.offers import Search  # noqa: E402
from ashi.records.models import (  # noqa: E402
    Appointment,
    Clearance,
    HealthcareService,
    Hold,
    Location,
    Patient,
    Room,
    WaitingOffer,
)
from ashi.records.plans import Plan, plan_of  # noqa: E402
from tests.races.unguarded import no_licence_lock, without_locks  # noqa: E402

CLEAN = (
    taking.Clashes,
    course_actions.AlreadyInCourse,
    reservations.Taken,
    reservations.Unlicensed,
    taking.Closed,
    actions.HoldGone,
    actions.NotExpected,
    waiting.OfferOver,
)
TERMS = actions.Terms(source="race", screened=True)


def main(words: list[str]) -> None:
    if "no-lock" in words:
        without_locks()
    if "slow" in words:
        _before_committing(lambda: time.sleep(0.03))
    if "paused" in words:
        _before_committing(_wait_to_be_told)
    if "no-licence-lock" in words:
        taking._lock_licence = no_licence_lock
    if "blind" in words:
        taking.not_working = lambda plan, *, now: []  # whoever is away is only seen by those who look again
    if "careless" in words:
        replanning._as_expected = _whatever_has_become_of_them
    guarded_by = (reservations.lock, taking.transaction.atomic, taking._lock_licence)
    print(json.dumps([guard.__name__ for guard in guarded_by]), flush=True)
    prepared: list[Plan | None] = []
    moves: list[replanning.Move] = []
    for line in sys.stdin:
        job = json.loads(line)
        if job["do"] == "forget":  # the last race's tables are gone
            diary.forget()
            answer: dict[str, Any] = {"forgot": True}
        elif job["do"] == "prepare":
            prepared = [_plan(cell, job.get("with"), job.get("room")) for cell in job["cells"]]
            answer = {"ready": len(prepared)}
        elif job["do"] == "prepare-replan":
            moves = _replan(job["visits"])
            answer = {"ready": len(moves)}
        elif job["do"] == "replan":
            answer = _attempt(job | {"moves": moves}, prepared)
        elif job["do"] == "many":
            answer = {"answers": list(_many(job, prepared))}
        elif "hasty" in words:
            _hasty(job)
            continue
        else:
            answer = _attempt(job, prepared)
        print(json.dumps(answer), flush=True)


def _before_committing(pause: Callable[[], object]) -> None:
    """Every booking lies written and uncommitted for as long as the pause takes."""
    touch = reservations.touch

    def late_touch(resource_ids: Iterable[int], *, location_ids: Iterable[int]) -> Mapping[int, int]:
        pause()
        return touch(resource_ids, location_ids=location_ids)

    reservations.touch = late_touch


def _wait_to_be_told() -> None:
    print(json.dumps({"written": True}), flush=True)
    assert json.loads(sys.stdin.readline()) == {"do": "go on"}


def _hasty(job: dict[str, Any]) -> None:
    with taking.transaction.atomic():
        answer = _attempt(job, [])
        print(json.dumps(answer), flush=True)
        time.sleep(0.3)


def _attempt(job: dict[str, Any], prepared: list[Plan | None]) -> dict[str, Any]:
    try:
        return {"accepted": _do(job, prepared)}
    except CLEAN as refusal:
        return {"refused": type(refusal).__name__}
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"[:300]}


def _many(job: dict[str, Any], prepared: list[Plan | None]) -> Iterator[dict[str, Any]]:
    """Again and again, at most so many times, and no more after the refusal it is told to wait for. With a `rest`
    between two: SQLite gives its one writer's place to whoever asks at the right moment."""
    for _ in range(job["times"]):
        time.sleep(job.get("rest", 0))
        answer = _attempt(job["of"], prepared)
        yield answer
        if answer.get("refused") == job.get("until", "never"):
            return


def _do(job: dict[str, Any], prepared: list[Plan | None]) -> str:
    match job["do"]:
        case "book":
            return _book(prepared[0], job.get("key"))
        case "hold":
            return _hold(prepared[0])
        case "anything":
            return _anything(random.choice(job["cells"]))
        case "book-any":
            return _book(_plan(random.choice(job["cells"])))
        case "book-held":
            return _book_held(job["hold"])
        case "book-patient":
            return _book_patient(prepared[0], job["patient"])
        case "accept-offer":
            return waiting.accept(offer=_offer(job["offer"]), by=SYSTEM).reference
        case "move":
            return _move(job["visit"], prepared[0])
        case "offer-freed":
            return str(waiting.offer_freed(now=datetime.fromisoformat(job["now"]), by=SYSTEM))
        case "book-course":
            return _book_course(prepared, job["patient"], job.get("key"))
        case "replan":
            location = Location.objects.get(slug="miami")
            return str(replanning.apply_replan(location=location, moves=job["moves"], by=SYSTEM).detail["moved"])
        case "cancel":
            return actions.cancel_visit(appointment=Appointment.objects.get(pk=job["visit"]), by=SYSTEM).reference
    raise ValueError(job["do"])


def _whatever_has_become_of_them(visits: Sequence[Appointment], _: datetime) -> list[Appointment]:
    return [Appointment.objects.get(pk=visit.pk) for visit in visits]


def _replan(visits: list[int]) -> list[replanning.Move]:
    """What a desk has before it: the same visits, each with its proposed place."""
    found = list(with_everything().filter(pk__in=visits))
    asked = Replanning(Location.objects.get(slug="miami"), found, now=datetime.now(UTC))
    pairs = zip(asked.visits, asked.plan.places, strict=True)
    plans = [(visit, asked.plan_for(visit, place.choice)) for visit, place in pairs if place]  # type: ignore[arg-type]
    return [(visit, plan) for visit, plan in plans if plan]


def _move(pk: int, plan: Plan | None) -> str:
    if plan is None:
        raise reservations.Taken
    visit = Appointment.objects.select_related("patient").get(pk=pk)
    return actions.move_visit(appointment=visit, plan=plan, by=SYSTEM).reference


def _offer(pk: int) -> WaitingOffer:
    return WaitingOffer.objects.select_related("wish__visit__patient").get(pk=pk)


def _plan(cell: int, practitioner: int | None = None, room: int | None = None) -> Plan | None:
    location = Location.objects.get(slug="miami")
    service = HealthcareService.objects.get(slug="return")
    plan = Search(location, service.pk, now=datetime.now(UTC), practitioner_id=practitioner).plan_at(cell)
    if plan is None or room is None:
        return plan
    resources = {**plan.resources, Actor.ROOM: Room.objects.get(pk=room).resource_id}
    return replace(plan, room_id=room, resources=resources)


def _book(plan: Plan | None, key: str | None = None) -> str:
    if plan is None:
        raise reservations.Taken
    once = Once("race", key, "same") if key else None
    person = Person(name="Race (invented)", email="race@example.invalid", invented=True)
    return actions.book_new_patient(plan=plan, person=person, terms=TERMS, by=SYSTEM, once=once).reference


def _hold(plan: Plan | None) -> str:
    if plan is None:
        raise reservations.Taken
    visitor = f"visitor {random.getrandbits(64)}"
    hold = actions.hold_time(plan=plan, visitor=visitor, clearance=Clearance.objects.first(), by=SYSTEM)
    return str(hold.pk)


def _book_held(pk: int) -> str:
    hold = Hold.objects.select_related("practitioner", "room", "device").filter(pk=pk).first()
    if hold is None:
        raise actions.HoldGone
    licence = hold.practitioner.qualifications.get()
    plan = plan_of(hold, qualification_id=licence.pk, price_cents=0)
    person = Person(name="Held (invented)", email="held@example.invalid", invented=True)
    terms = actions.Terms(source="race", clearance=Clearance.objects.first(), screened=True)
    return actions.book_held(hold=hold, plan=plan, person=person, terms=terms, by=SYSTEM).reference


def _book_patient(plan: Plan | None, pk: int) -> str:
    if plan is None:
        raise reservations.Taken
    return actions.book_visit(plan=plan, patient=Patient.objects.get(pk=pk), terms=TERMS, by=SYSTEM).reference


def _book_course(plans: list[Plan | None], patient: int, key: str | None) -> str:
    if None in plans:
        raise reservations.Taken
    gaps = tuple(Gap(1, 1, 400) for _ in plans[1:])
    return course_actions.book_course(
        patient=Patient.objects.get(pk=patient),
        agreed=course_actions.Agreed(Template("race", gaps), {}),
        plans=plans,
        terms=TERMS,
        by=SYSTEM,
        once=Once("race", key, "same") if key else None,
    ).reference


def _anything(cell: int) -> str:
    """What happens on a busy day: a hold, a booking, a move, a cancellation, a hold that is booked or given back."""
    plan, drawn = _plan(cell), random.random()
    if plan and drawn < 0.2:
        return _hold(plan)
    if plan and drawn < 0.55:
        return _book(plan)
    visit = Appointment.objects.filter(status="booked").order_by("?").first()
    if plan and visit and drawn < 0.75:
        return actions.move_visit(appointment=visit, plan=plan, by=SYSTEM).reference
    if visit and drawn < 0.88:
        return actions.cancel_visit(appointment=visit, by=SYSTEM).reference
    if (hold := Hold.objects.order_by("?").first()) and drawn < 0.94:
        return _book_held(hold.pk)
    if hold:
        actions.give_back_hold(hold=hold, by=SYSTEM)
        return "given back"
    raise reservations.Taken
