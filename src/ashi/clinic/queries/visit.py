"""The page of one visit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ashi.book.actions import is_late
from ashi.book.waiting import may_wait
from ashi.clinic.queries.duplicates import likely_same
from ashi.clinic.queries.history import Line, Told, history, told
from ashi.clinic.queries.safety import Said, said_of
from ashi.clinic.queries.visits import ShownVisit, shown
from ashi.records.models import EXPECTED, Appointment, AppointmentStatus, Patient, ScreenResult, WishStatus


@dataclass(frozen=True)
class VisitPage:
    shown: ShownVisit
    said: Said | None
    history: list[Line]
    told: list[Told]
    others: list[Appointment]
    likely_same: list[Patient]
    now: datetime

    @property
    def visit(self) -> Appointment:
        return self.shown.visit

    @property
    def is_expected(self) -> bool:
        return self.visit.status in EXPECTED

    @property
    def may_move(self) -> bool:
        return self.is_expected and self.visit.start > self.now

    @property
    def may_wait(self) -> bool:
        return may_wait(self.visit, now=self.now)

    @property
    def waits(self) -> bool:
        return self.visit.wishes.filter(status=WishStatus.WAITING).exists()

    @property
    def may_arrive(self) -> bool:
        return self.visit.status == AppointmentStatus.BOOKED and not self.is_stopped and self.is_near

    @property
    def is_near(self) -> bool:
        """Is it the day of the visit?"""
        zone = ZoneInfo(self.visit.location.zone)
        return self.now.astimezone(zone).date() == self.visit.start.astimezone(zone).date()

    @property
    def may_be_late(self) -> bool:
        return self.visit.status == AppointmentStatus.BOOKED and self.is_near

    @property
    def may_be_absent(self) -> bool:
        return self.visit.status == AppointmentStatus.BOOKED and self.visit.start <= self.now

    @property
    def may_finish(self) -> bool:
        return self.visit.status == AppointmentStatus.ARRIVED

    @property
    def may_have_taken_place(self) -> bool:
        return self.visit.status == AppointmentStatus.BOOKED and self.visit.end <= self.now and not self.is_stopped

    @property
    def may_cancel(self) -> bool:
        return self.is_expected

    @property
    def cancels_late(self) -> bool:
        return is_late(self.visit, now=self.now)

    @property
    def free_until(self) -> datetime:
        return self.visit.start - timedelta(hours=self.visit.location.late_cancel_hours)

    @property
    def is_stopped(self) -> bool:
        return self.said is not None and self.said.level == ScreenResult.EMERGENCY


def visit_page(visit: Appointment, *, now: datetime) -> VisitPage:
    zone = ZoneInfo(visit.location.zone)
    others = Appointment.objects.filter(patient=visit.patient_id).exclude(pk=visit.pk)
    return VisitPage(
        shown=shown([visit], now=now, zone=zone)[0],
        said=said_of(visit),
        history=history(visit),
        told=told(visit),
        others=list(others.select_related("practitioner", "service").order_by("-start")[:6]),
        likely_same=likely_same(visit.patient),
        now=now,
    )
