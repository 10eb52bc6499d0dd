"""Earlier times for those who wished for one: asked in order, one at a time, and nobody is told whose time it was.

A visit of a course comes earlier by itself: the others stay, and what its course would not hold with is not offered.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone

from ashi.book.actions import HoldGone, NotExpected, expected, hold_time, write_moved
from ashi.book.taking import Closed, take
from ashi.core.scheduling.waiting import EarlierWish, fits, may_ask
from ashi.core.time import instant_of
from ashi.messaging import outbox
from ashi.messaging.models import MessageKind
from ashi.records import reservations
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.calendar.diary import diary_of
from ashi.records.calendar.offers import Search
from ashi.records.courses import days_while_others_stay
from ashi.records.models import (
    Appointment,
    AppointmentStatus,
    Hold,
    OfferOutcome,
    WaitingOffer,
    WaitingWish,
    WishStatus,
)
from ashi.records.plans import Plan, plan_of
from ashi.records.tokens import digest, new_key

ASKED_A_DAY = 3  # nobody is asked more often, however much becomes free


class OfferOver(Exception):
    """The time was not kept any longer, or the visit is no longer what it was when its patient was asked."""


def may_wait(visit: Appointment, *, now: datetime) -> bool:
    """A booked visit, of a course or by itself, of somebody who can be told."""
    stands = visit.status == AppointmentStatus.BOOKED and visit.start > now
    return stands and bool(visit.patient.email or visit.patient.phone)


def course_holds(visit: Appointment, *, start: datetime) -> bool:
    """Would its course still hold with this visit at `start` and all others where they are?"""
    days = days_while_others_stay(visit)
    return days is None or start.astimezone(ZoneInfo(visit.location.zone)).date() in days


def join(*, visit: Appointment, wishes: dict[str, Any], by: By, now: datetime) -> WaitingWish:
    """Wait for an earlier time; `wishes` are columns of the wish. Raises NotExpected when the visit cannot be moved so.

    Whoever waits already keeps their place.
    """
    if not may_wait(visit, now=now):
        raise NotExpected
    with transaction.atomic():
        Appointment.objects.select_for_update(no_key=True, of=("self",)).get(pk=visit.pk)
        wish, made = WaitingWish.objects.update_or_create(
            visit=visit, status=WishStatus.WAITING, defaults=wishes, create_defaults={**wishes, "created_at": now}
        )
        _note(wish, "waiting.joined" if made else "waiting.changed", by=by, now=now)
    return wish


def leave(*, wish: WaitingWish, by: By) -> None:
    """Wait no longer; what was kept is given back."""
    _close(wish, OfferOutcome.DECLINED, by=by, ends=WishStatus.LEFT)


def decline(*, offer: WaitingOffer, by: By) -> None:
    """No to this time; the wish stands. Raises OfferOver when the offer was answered or ran out before."""
    if not _close(offer.wish, OfferOutcome.DECLINED, by=by, only=offer):
        raise OfferOver


def accept(*, offer: WaitingOffer, by: By) -> Appointment:
    """The visit moves to the time that was kept for it, all of it or nothing. Raises OfferOver.

    Whatever changes a course locks its patient, as this does: what the others are then, they stay until it is written.
    """
    visit = offer.wish.visit
    hold = Hold.objects.select_related("practitioner", "room", "device").filter(key=offer.hold_key).first()
    if hold is None:
        raise OfferOver
    plan = _plan_of_hold(hold, visit)
    before = plan_of(visit, qualification_id=visit.qualification_id, price_cents=visit.price_cents)

    def write(now: datetime) -> Appointment:
        moved = expected(visit, now)
        answered = WaitingOffer.objects.filter(pk=offer.pk, outcome=OfferOutcome.OPEN, expires_at__gt=now)
        if moved.start <= plan.starts_at or not answered.update(outcome=OfferOutcome.ACCEPTED, answered_at=now):
            raise HoldGone
        if not Hold.objects.filter(pk=hold.pk, expires_at__gt=now).delete()[0]:
            raise HoldGone
        if not course_holds(moved, start=plan.starts_at):
            raise HoldGone  # another visit of the course was moved since
        reservations.release(appointment=moved)
        write_moved(moved, plan, by=by, now=now)
        outbox.put(moved, MessageKind.CHANGE, now=now)
        _end(offer.wish_id, WishStatus.GRANTED, now=now)
        _note(offer.wish, "waiting.accepted", by=by, now=now, offer=offer.pk)
        return moved

    resources = [*before.resources.values(), visit.patient.resource_id]
    try:
        return take(plan, write, also_lock=resources, also_locations=[before.location_id])
    except (HoldGone, NotExpected, Closed, reservations.Taken, reservations.Unlicensed) as error:
        raise OfferOver from error


def offer_freed(*, now: datetime, by: By) -> int:
    """Ask whoever is next about the times that are free now. How many. Safe to repeat, and for several workers."""
    _tidy(now=now, by=by)
    waiting = WaitingWish.objects.filter(status=WishStatus.WAITING).exclude(offers__outcome=OfferOutcome.OPEN)
    rows = waiting.select_related(
        "visit__patient", "visit__location", "visit__practitioner", "visit__care_plan"
    ).order_by("created_at", "pk")
    return sum(_offer_one(wish, now=now, by=by) for wish in rows if _may_be_asked(wish, now=now))


def _may_be_asked(wish: WaitingWish, *, now: datetime) -> bool:
    lately = wish.offers.filter(offered_at__gt=now - timedelta(days=1)).count()
    return may_ask(now, wish.visit.location.zone) and lately < ASKED_A_DAY


def _offer_one(wish: WaitingWish, *, now: datetime, by: By) -> bool:
    for plan in _suiting(wish, now=now):
        try:
            _keep_and_ask(wish, plan, by=by)
        except (reservations.Taken, Closed, reservations.Unlicensed):
            continue  # somebody was quicker: the next time
        except (IntegrityError, NotExpected):
            return False  # another worker has asked them, or they wait no longer
        return True
    return False


def _keep_and_ask(wish: WaitingWish, plan: Plan, *, by: By) -> None:
    lasts = timedelta(minutes=wish.visit.location.offer_minutes)
    with transaction.atomic():
        hold = hold_time(
            plan=plan, visitor=digest(new_key()), clearance=None, by=by, screen_later=True, lasts=lasts
        )  # the visit has been checked when it was booked
        now = hold.expires_at - lasts
        still = WaitingWish.objects.select_for_update(no_key=True, of=("self",)).select_related("visit")
        fresh = still.filter(pk=wish.pk, status=WishStatus.WAITING, visit__sequence=wish.visit.sequence).first()
        if fresh is None or not may_wait(fresh.visit, now=now):
            raise NotExpected
        offer = WaitingOffer.objects.create(
            wish=wish,
            hold_key=hold.key,
            practitioner_id=plan.practitioner_id,
            start=plan.starts_at,
            offered_at=now,
            expires_at=hold.expires_at,
        )
        outbox.put_offer(wish.visit, start=offer.start, until=offer.expires_at, now=now)
        _note(wish, "waiting.offered", by=by, now=now, offer=offer.pk)


def _suiting(wish: WaitingWish, *, now: datetime) -> Iterator[Plan]:
    """Free times that suit, the soonest first; none that they were asked about before, or that its course forbids."""
    visit, asked = wish.visit, set(wish.offers.values_list("start", flat=True))
    wanted = wish_of(wish)
    search = Search(
        visit.location,
        visit.service_id,
        now=now,
        practitioner_id=wish.practitioner_id,
        earliest=now + timedelta(minutes=visit.location.offer_minutes),  # there must be time to answer
        latest=visit.start,
    )
    if visit.service_id not in search.diary.facts.services:
        return
    for cell in search.cells():
        start, who = instant_of(cell), wish.practitioner_id or 0
        if start in asked or not fits(wanted, start=start, practitioner=who, zone=visit.location.zone):
            continue
        if plan := search.plan_at(cell):
            yield plan


def wish_of(wish: WaitingWish) -> EarlierWish:
    """A row as the rules read it; of a visit of a course, no day with which the course would not hold."""
    days = days_while_others_stay(wish.visit)
    return EarlierWish(
        weekdays=frozenset(wish.weekdays),
        from_time=wish.from_time,
        to_time=wish.to_time,
        before=wish.visit.start,
        practitioner=wish.practitioner_id,
        earliest=max(wish.earliest or days.first, days.first) if days else wish.earliest,
        latest=min(wish.latest or days.last, days.last) if days else wish.latest,
    )


def _tidy(*, now: datetime, by: By) -> None:
    """Offers that ran out, or with which a course does not hold any more, go to whoever is next; wishes end with their
    visit."""
    late = WaitingOffer.objects.filter(outcome=OfferOutcome.OPEN, expires_at__lte=now)
    for offer in late.select_related("wish__visit"):
        _close(offer.wish, OfferOutcome.EXPIRED, by=by, only=offer)
    of_course = WaitingOffer.objects.filter(outcome=OfferOutcome.OPEN).exclude(wish__visit__care_plan=None)
    for offer in of_course.select_related("wish__visit__care_plan", "wish__visit__location"):
        if not course_holds(offer.wish.visit, start=offer.start):
            _close(offer.wish, OfferOutcome.EXPIRED, by=by, only=offer)
    for wish in WaitingWish.objects.filter(status=WishStatus.WAITING).select_related("visit__patient"):
        if not may_wait(wish.visit, now=now):
            _close(wish, OfferOutcome.EXPIRED, by=by, ends=WishStatus.OVER)


def _close(
    wish: WaitingWish,
    outcome: OfferOutcome,
    *,
    by: By,
    only: WaitingOffer | None = None,
    ends: WishStatus | None = None,
) -> bool:
    """End the wish's open offer, with its hold, and the wish too if `ends`. Was there anything to end?"""
    open_offers = WaitingOffer.objects.filter(wish=wish, outcome=OfferOutcome.OPEN)
    offer = only or open_offers.first()
    hold = Hold.objects.filter(key=offer.hold_key).first() if offer else None
    resources = list(hold.occupancy.values_list("resource", flat=True).distinct()) if hold else []
    with transaction.atomic():
        now = reservations.lock(resources)
        done = bool(offer and open_offers.filter(pk=offer.pk).update(outcome=outcome, answered_at=now))
        if ends:
            done |= _end(wish.pk, ends, now=now)
        if done:
            _note(wish, f"waiting.{ends or outcome}", by=by, now=now)
        if done and offer:
            outbox.withdraw_offer(wish.visit, start=offer.start, now=now)
        if done and hold:
            Hold.objects.filter(pk=hold.pk).delete()
            reservations.touch(resources, location_ids=[hold.location_id])
    return done


def _end(pk: int, status: WishStatus, *, now: datetime) -> bool:
    return WaitingWish.objects.filter(pk=pk, status=WishStatus.WAITING).update(status=status, ended_at=now) > 0


def _plan_of_hold(hold: Hold, visit: Appointment) -> Plan:
    worker = diary_of(hold.location, now=timezone.now()).facts.practitioners.get(hold.practitioner_id)
    if worker is None or worker.qualification_id is None:
        raise OfferOver
    return plan_of(hold, qualification_id=worker.qualification_id, price_cents=visit.price_cents)


def _note(wish: WaitingWish, action: str, *, by: By, now: datetime, **detail: Any) -> None:
    patient = wish.visit.patient_id
    record(at=now, by=by, action=action, entity=f"WaitingWish/{wish.pk}", patient_id=patient, **detail)
