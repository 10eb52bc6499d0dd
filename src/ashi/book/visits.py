"""A visit as its patient reads it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import QuerySet

from ashi.book.actions import is_late
from ashi.book.waiting import course_holds, may_wait
from ashi.core.time import cell_of
from ashi.messaging.models import Channel, MessageKind, OutboxMessage
from ashi.records.models import (
    EXPECTED,
    Appointment,
    AppointmentStatus,
    OfferOutcome,
    WaitingOffer,
    WaitingWish,
    WishStatus,
)
from ashi.records.plans import visit_of
from ashi.records.tokens import is_live, token_of
from ashi.web.lengths import Length, length_of


@dataclass(frozen=True)
class ShownVisit:
    visit: Appointment
    now: datetime

    @property
    def state(self) -> str:
        """expected, provisional, cancelled, released (nobody cleared it in time) or past."""
        if self.visit.status == AppointmentStatus.CANCELLED:
            return "released" if self._was_released else "cancelled"
        if not self.may_change:
            return "past"
        return "provisional" if self.visit.status == AppointmentStatus.PENDING else "expected"

    @property
    def may_change(self) -> bool:
        return self.visit.status in EXPECTED and self.visit.start > self.now

    @cached_property
    def length(self) -> Length:
        return length_of(visit_of(self.visit))

    @property
    def leaves_at(self) -> datetime:
        """When the patient is done; the room is made ready after that."""
        return self.visit.start + timedelta(minutes=self.length.minutes)

    @property
    def free_until(self) -> datetime:
        return self.visit.start - timedelta(hours=self.visit.location.late_cancel_hours)

    @property
    def is_late(self) -> bool:
        """Is it so close that a change counts as late?"""
        return is_late(self.visit, now=self.now)

    @cached_property
    def token(self) -> str:
        """The key of its private page; empty when every link has been revoked or is over."""
        links = [link for link in self.visit.links.order_by("-pk") if is_live(link, now=self.now)]
        return token_of(links[0]) if links else ""

    @cached_property
    def wish(self) -> WaitingWish | None:
        """The earlier time it waits for."""
        return self.visit.wishes.filter(status=WishStatus.WAITING).first()

    @cached_property
    def offer(self) -> WaitingOffer | None:
        """An earlier time that is kept for it and that its course allows."""
        kept = WaitingOffer.objects.filter(outcome=OfferOutcome.OPEN, expires_at__gt=self.now)
        offer = kept.filter(wish__visit=self.visit).select_related("practitioner").first()
        return offer if offer and course_holds(self.visit, start=offer.start) else None

    @property
    def may_wait(self) -> bool:
        """By themselves; for whoever is reached by telephone only, the desk does it."""
        return may_wait(self.visit, now=self.now) and bool(self.visit.patient.email)

    @cached_property
    def confirmation(self) -> OutboxMessage | None:
        messages = self.visit.messages.filter(kind=MessageKind.CONFIRMATION)
        return messages.first()

    @property
    def is_called(self) -> bool:
        """Somebody from the clinic telephones, because there is no mail address."""
        return self.confirmation is not None and self.confirmation.channel == Channel.CALL

    @property
    def cell(self) -> int:
        return cell_of(self.visit.start)

    @cached_property
    def _was_released(self) -> bool:
        return self.visit.events.filter(kind="released").exists()


def visits_with_everything() -> QuerySet[Appointment]:
    return Appointment.objects.select_related(
        "patient",
        "practitioner",
        "location__organization",
        "service",
        "qualification",
        "room",
        "device",
        "clearance",
        "care_plan",
    )
