"""What became of an invented visit by now."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from ashi.core.time import instant_of
from ashi.project.demo.writing import Event, Visit
from ashi.records.models import AppointmentStatus

CANCELLED, FORGOTTEN = 0.06, 0.03  # of all visits
CANCELS_BEFORE = (3, 20, 28, 50, 75)  # hours
COMES = (-12, -8, -6, -5, -4, -3, -2, 0, 3, 6)  # minutes after the start
STAYS = (0, 0, 0, 2, 5, 8)  # minutes longer than planned
LATE = timedelta(hours=24)
GIVEN_UP_AFTER = timedelta(minutes=20)


def fate_of(visit: Visit, *, midnight: datetime, now: datetime, chance: Random) -> Visit:
    """The visit with its status and history. Nobody cancels between `midnight` and now, so that the visits of a day
    are the same whatever time it is."""
    drawn, hours = chance.random(), chance.choice(CANCELS_BEFORE)
    came, left = chance.choice(COMES), chance.choice(STAYS)
    start = visit.plan.starts_at
    booked = replace(visit, events=(Event("booked", visit.since, by="patient"),))
    cancelled_at = start - timedelta(hours=hours)
    if drawn < CANCELLED and visit.since < cancelled_at <= midnight:
        return _cancelled(booked, cancelled_at)
    if CANCELLED <= drawn < CANCELLED + FORGOTTEN:
        return _forgotten(booked, now)
    return _come(booked, start + timedelta(minutes=came), timedelta(minutes=left), now)


def _cancelled(visit: Visit, at: datetime) -> Visit:
    late = at > visit.plan.starts_at - LATE
    event = Event("cancelled", at, by="patient", detail={"late": late})
    columns = {"cancelled_at": at, "cancelled_late": late, "sequence": 1}
    return replace(visit, status=AppointmentStatus.CANCELLED, columns=columns, events=(*visit.events, event))


def _forgotten(visit: Visit, now: datetime) -> Visit:
    at = visit.plan.starts_at + GIVEN_UP_AFTER
    if at > now:
        return visit
    return replace(visit, status=AppointmentStatus.NOSHOW, events=(*visit.events, Event("noshow", at)))


def _come(visit: Visit, came: datetime, longer: timedelta, now: datetime) -> Visit:
    if came > now:
        return visit
    arrived = replace(visit, status=AppointmentStatus.ARRIVED, events=(*visit.events, Event("arrived", came)))
    left = instant_of(visit.plan.start + visit.plan.visit.patient_length) + longer
    if left > now:
        return arrived
    done = Event("fulfilled", left)
    return replace(arrived, status=AppointmentStatus.FULFILLED, events=(*arrived.events, done))
