"""Holding, booking, moving and cancelling. The same actions serve the patient, the desk and programs."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction

from ashi.book.once import Once, do_once
from ashi.book.people import Person, new_patient
from ashi.book.taking import take
from ashi.messaging import outbox
from ashi.messaging.models import MessageKind
from ashi.records import reservations, statements
from ashi.records.audit import record, record_visit
from ashi.records.by import By
from ashi.records.models import (
    EXPECTED,
    Appointment,
    AppointmentStatus,
    CarePlan,
    Clearance,
    Hold,
    Patient,
    ScreenResult,
)
from ashi.records.plans import Plan, plan_of
from ashi.records.provisional import clear_by_of
from ashi.records.tokens import make_link, new_reference

HOLD_LASTS = timedelta(minutes=5)


class NotCleared(Exception):
    """The safety screen has not been passed, or its answer was an emergency."""


class HoldGone(Exception):
    """The hold has run out or was given back."""


class NotExpected(Exception):
    """The visit was cancelled, or has begun: it can no longer be moved or cancelled."""


class Changed(NotExpected):
    """Somebody else changed the visit in the meantime: look again."""


@dataclass(frozen=True)
class Terms:
    """How a visit is booked: by whom, through which door, cleared how."""

    source: str
    clearance: Clearance | None = None
    screened: bool = False
    lane: int = 0
    squeeze_reason: str = ""
    machine_key_id: int | None = None

    def status(self) -> AppointmentStatus:
        urgent = self.clearance is not None and self.clearance.result == ScreenResult.URGENT
        return AppointmentStatus.PENDING if urgent else AppointmentStatus.BOOKED


def hold_time(
    *,
    plan: Plan,
    visitor: str,
    clearance: Clearance | None,
    by: By,
    screen_later: bool = False,
    lasts: timedelta = HOLD_LASTS,
) -> Hold:
    """Keep a time for five minutes, or as long as said. The visitor's earlier hold goes in the same transaction.

    `visitor` is the hash of a key that only their browser or program has. `screen_later`: a program holds it, and the
    patient will be asked before the visit. Raises Taken, Closed, Unlicensed, NotCleared.
    """
    if not screen_later:
        refuse_uncleared(clearance)
    earlier = _resources_of_hold(visitor)

    def write(now: datetime) -> Hold:
        if not screen_later:
            refuse_uncleared(_as_it_is_now(clearance))
        if set(_resources_of_hold(visitor)) != set(earlier):
            raise reservations.Taken  # the same visitor pressed twice at once: the other hold stands
        Hold.objects.filter(visitor=visitor).delete()
        expires_at = now + lasts
        hold = Hold(**plan.fields(), key=uuid4(), visitor=visitor, clearance=clearance, expires_at=expires_at)
        statements.insert(hold)
        reservations.occupy(plan.stretches(), now=now, hold=hold)
        record(at=now, by=by, action="hold", entity=f"Hold/{hold.pk}")
        return hold

    try:
        return take(plan, write, also_lock=earlier)
    except IntegrityError as error:
        # The two were so close that only the unique visitor told them apart.
        raise reservations.Taken from error


def renew_hold(*, hold: Hold, by: By) -> Hold:
    """Five more minutes, once. Raises HoldGone when it has run out or was renewed before."""
    with transaction.atomic():
        now = reservations.lock(_resources_of_hold(hold.visitor))
        renewed = Hold.objects.filter(pk=hold.pk, renewed=False, expires_at__gt=now).update(
            renewed=True, expires_at=now + HOLD_LASTS
        )
        if not renewed:
            raise HoldGone
        hold.occupancy.update(expires_at=now + HOLD_LASTS)
        record(at=now, by=by, action="renew-hold", entity=f"Hold/{hold.pk}")
        reservations.touch(_resources_of_hold(hold.visitor), location_ids=[hold.location_id])
    hold.refresh_from_db()
    return hold


def give_back_hold(*, hold: Hold, by: By) -> None:
    with transaction.atomic():
        resources = _resources_of_hold(hold.visitor)
        now = reservations.lock(resources)
        Hold.objects.filter(pk=hold.pk).delete()
        record(at=now, by=by, action="give-back-hold", entity=f"Hold/{hold.pk}")
        reservations.touch(resources, location_ids=[hold.location_id])


def book_held(
    *,
    hold: Hold,
    plan: Plan,
    person: Person,
    terms: Terms,
    consents: Iterable[tuple[str, str]] = (),
    by: By,
    once: Once | None = None,
    screen_later: bool = False,
    patient: Patient | None = None,
) -> Appointment:
    """Turn a hold into a visit. `consents`: (kind, version of the words) pairs.

    The patient is a new, unverified record made of `person`, unless a program names one it has booked for before.

    Raises HoldGone, Closed, Unlicensed, NotCleared; nothing is half booked.
    """
    if not screen_later:
        refuse_uncleared(terms.clearance)

    def write(now: datetime) -> Appointment:
        if not Hold.objects.filter(pk=hold.pk, expires_at__gt=now).delete()[0]:
            raise HoldGone
        who = patient or new_patient(person, consents, source=terms.source, now=now)
        return write_visit(plan, who, terms, by=by, now=now, once=once)

    return do_once(once, lambda: take(plan, write, also_lock=[patient.resource_id] if patient else (), only_adds=True))


def book_visit(
    *, plan: Plan, patient: Patient, terms: Terms, by: By, outside_hours: bool = False, once: Once | None = None
) -> Appointment:
    """Book a visit for a patient who is on record. Raises Taken, Closed, Unlicensed."""

    def write(now: datetime) -> Appointment:
        return write_visit(plan, patient, terms, by=by, now=now, once=once)

    return do_once(
        once, lambda: take(plan, write, also_lock=[patient.resource_id], outside_hours=outside_hours, only_adds=True)
    )


def book_new_patient(*, plan: Plan, person: Person, terms: Terms, by: By, once: Once | None = None) -> Appointment:
    """Book a visit and make the patient's record with it: nothing of the one without the other."""

    def write(now: datetime) -> Appointment:
        patient = new_patient(person, (), source=terms.source, now=now)
        return write_visit(plan, patient, terms, by=by, now=now, once=once)

    return do_once(once, lambda: take(plan, write, only_adds=True))


def move_visit(
    *, appointment: Appointment, plan: Plan, by: By, send_after: timedelta = timedelta(0), outside_hours: bool = False
) -> Appointment:
    """Another time, person or room for a visit that has not begun; all of it or nothing.

    Raises NotExpected, Taken, Closed, Unlicensed.
    """
    patient = appointment.patient
    before = plan_of(appointment, qualification_id=appointment.qualification_id, price_cents=appointment.price_cents)

    def write(now: datetime) -> Appointment:
        visit = expected(appointment, now)
        reservations.release(appointment=visit)
        write_moved(visit, plan, by=by, now=now)
        outbox.put(visit, MessageKind.CHANGE, now=now, send_after=now + send_after)
        return visit

    return take(
        plan,
        write,
        also_lock=[*before.resources.values(), patient.resource_id],
        also_locations=[before.location_id],
        outside_hours=outside_hours,
    )


def cancel_visit(
    *,
    appointment: Appointment,
    by: By,
    note: str = "",
    kind: str = "cancelled",
    send_after: timedelta = timedelta(0),
    even_begun: bool = False,
) -> Appointment:
    """Give the time back. Works whatever has become of the licence. Raises NotExpected.

    Inside the location's window the cancellation is recorded as late.
    """
    plan = plan_of(appointment, qualification_id=appointment.qualification_id, price_cents=appointment.price_cents)
    resources = {*plan.resources.values(), appointment.patient.resource_id}
    with transaction.atomic():
        now = reservations.lock(resources)
        visit = expected(appointment, now, even_begun=even_begun)
        write_cancelled(visit, by=by, now=now, kind=kind, note=note)
        outbox.put(visit, MessageKind.CANCELLATION, now=now, send_after=now + send_after)
        reservations.touch(resources, location_ids=[visit.location_id])
    return visit


def is_late(appointment: Appointment, *, now: datetime) -> bool:
    return now > appointment.start - timedelta(hours=appointment.location.late_cancel_hours)


def clear_by(plan: Plan, now: datetime) -> datetime:
    """When a provisional visit is released if nobody has cleared it: at latest two hours before it starts."""
    return clear_by_of(plan.starts_at, now=now)


def refuse_uncleared(clearance: Clearance | None) -> None:
    if clearance is None or clearance.result in ("", ScreenResult.EMERGENCY):
        raise NotCleared


def write_moved(visit: Appointment, plan: Plan, *, by: By, now: datetime) -> None:
    """Where the visit is now; its old time has been given back. Nobody is told yet."""
    was, late = visit.start, is_late(visit, now=now)
    for name, value in plan.fields().items():
        setattr(visit, name, value)
    visit.qualification_id = plan.qualification_id
    visit.sequence += 1
    if visit.status == AppointmentStatus.PENDING:
        visit.clear_by = clear_by(plan, now)
    visit.save()
    reservations.occupy(plan.stretches(visit.patient.resource_id, lane=visit.lane), now=now, appointment=visit)
    times = {"from": was.isoformat(), "to": visit.start.isoformat()}
    record_visit(visit, at=now, by=by, kind="moved", late=late, **times)
    visit.links.update(expires_at=visit.end + timedelta(days=30))


def write_cancelled(visit: Appointment, *, by: By, now: datetime, kind: str = "cancelled", note: str = "") -> None:
    """The visit's time is given back; inside the location's window that is late. Nobody is told yet."""
    visit.status = AppointmentStatus.CANCELLED
    visit.cancelled_at, visit.cancel_note = now, note
    visit.cancelled_late = is_late(visit, now=now)
    visit.sequence += 1
    visit.save()
    reservations.release(appointment=visit)
    record_visit(visit, at=now, by=by, kind=kind, late=visit.cancelled_late)


def _as_it_is_now(clearance: Clearance | None) -> Clearance | None:
    """Whoever answers again in another window waits for this booking, or this booking for them."""
    if clearance is None:
        return None
    return Clearance.objects.select_for_update(no_key=True).filter(pk=clearance.pk).first()


def write_visit(
    plan: Plan,
    patient: Patient,
    terms: Terms,
    *,
    by: By,
    now: datetime,
    once: Once | None = None,
    of_course: tuple[CarePlan, int] | None = None,
) -> Appointment:
    """A visit, in a transaction that has locked what it needs. Of one of a course the caller tells, with the others."""
    care_plan, number = of_course or (None, None)
    if terms.clearance:
        terms = replace(terms, clearance=_as_it_is_now(terms.clearance))
        refuse_uncleared(terms.clearance)
    status = terms.status()
    visit = Appointment(
        **plan.fields(),
        reference=new_reference(),
        status=status,
        patient=patient,
        qualification_id=plan.qualification_id,
        clearance=terms.clearance,
        screened=terms.screened,
        lane=terms.lane,
        squeeze_reason=terms.squeeze_reason,
        price_cents=plan.price_cents,
        source=terms.source,
        machine_key_id=terms.machine_key_id,
        care_plan=care_plan,
        course_number=number,
        clear_by=clear_by(plan, now) if status == AppointmentStatus.PENDING else None,
        created_at=now,
    )
    statements.insert(visit)
    reservations.occupy(plan.stretches(patient.resource_id, lane=terms.lane), now=now, appointment=visit)
    if once:
        once.remember(visit, now=now)
    make_link(visit)
    record_visit(visit, at=now, by=by, kind="booked")
    if care_plan is None:
        outbox.put(visit, MessageKind.CONFIRMATION, now=now)
    return visit


def expected(appointment: Appointment, now: datetime, *, even_begun: bool = False) -> Appointment:
    """The visit as it is now, under the locks; what had been read before them may be old."""
    visit = Appointment.objects.select_for_update(no_key=True, of=("self",)).get(pk=appointment.pk)
    if visit.status not in EXPECTED or (visit.start <= now and not even_begun):
        raise NotExpected
    if visit.sequence != appointment.sequence:
        raise Changed  # the locks are those of where it was
    return visit


def _resources_of_hold(visitor: str) -> list[int]:
    return list(Hold.objects.filter(visitor=visitor).values_list("occupancy__resource", flat=True).distinct())
