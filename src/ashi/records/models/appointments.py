"""Visits, their history, and the time kept for somebody who is still typing their name."""

from django.db import models
from django.db.models import F, Q

from ashi.records.models.care_plans import CarePlan
from ashi.records.models.clearances import Clearance
from ashi.records.models.machines import MachineKey
from ashi.records.models.patients import Patient
from ashi.records.models.people import Practitioner, Qualification
from ashi.records.models.places import Device, Location, Room
from ashi.records.models.services import HealthcareService


class AppointmentStatus(models.TextChoices):
    """FHIR R4 AppointmentStatus, the values in use here."""

    PENDING = "pending"
    BOOKED = "booked"
    ARRIVED = "arrived"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    NOSHOW = "noshow"


# Time that is given back: the licence guard and the occupancy table have no say over these.
GIVEN_BACK = (AppointmentStatus.CANCELLED,)
EXPECTED = (AppointmentStatus.PENDING, AppointmentStatus.BOOKED)


class Planned(models.Model):
    """Where, who with and when: what a hold and a visit have in common."""

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(HealthcareService, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="+")
    start = models.DateTimeField()
    end = models.DateTimeField()
    phases = models.JSONField(help_text="as booked: [[code, minutes, [actors]], …]")

    class Meta:
        abstract = True


class Appointment(Planned):
    """The visit. `end` is when the room is free again; `sequence` is iCalendar's."""

    PERSONAL = frozenset({"cancel_note", "clearing_note", "squeeze_reason"})

    reference = models.CharField(max_length=12, unique=True)
    status = models.CharField(max_length=10, choices=AppointmentStatus)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="appointments")
    qualification = models.ForeignKey(Qualification, on_delete=models.PROTECT, related_name="appointments")
    clearance = models.ForeignKey(Clearance, null=True, on_delete=models.PROTECT, related_name="appointments")
    screened = models.BooleanField(default=False, help_text="the emergency questions were asked")
    lane = models.PositiveSmallIntegerField(default=0)
    squeeze_reason = models.CharField(max_length=200, blank=True)
    price_cents = models.PositiveIntegerField()
    source = models.CharField(max_length=20, help_text="web, desk, fhir, demo")
    machine_key = models.ForeignKey(
        MachineKey, null=True, on_delete=models.PROTECT, related_name="+", help_text="the program that booked it"
    )
    care_plan = models.ForeignKey(CarePlan, null=True, on_delete=models.PROTECT, related_name="visits")
    course_number = models.PositiveSmallIntegerField(null=True, help_text="which visit of its course it is, from 1")
    sequence = models.PositiveIntegerField(default=0)
    clear_by = models.DateTimeField(null=True, help_text="provisional: released if nobody has cleared it by then")
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.CharField(max_length=60, blank=True)
    clearing_note = models.TextField(blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_late = models.BooleanField(default=False)
    cancel_note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["location", "start"]),
            models.Index(fields=["practitioner", "start"]),
            models.Index(fields=["patient", "start"]),
            models.Index(fields=["clear_by"], condition=Q(status="pending"), name="appointment_waiting"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="appointment_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_at__isnull=True)),
                name="appointment_cancelled_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="pending") | Q(clear_by__isnull=False), name="appointment_pending_has_a_clock"
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True, cleared_by="") | (Q(cleared_at__isnull=False) & ~Q(cleared_by="")),
                name="appointment_cleared_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(lane=0) | ~Q(squeeze_reason=""), name="appointment_squeezed_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(care_plan__isnull=True, course_number__isnull=True)
                | Q(care_plan__isnull=False, course_number__isnull=False, course_number__gte=1),
                name="appointment_numbered_in_its_course",
            ),
            models.UniqueConstraint(
                fields=["care_plan", "course_number"],
                condition=~Q(status="cancelled"),
                name="appointment_number_once_in_a_course",
            ),
        ]

    def __str__(self) -> str:
        return f"appointment {self.reference}"


class AppointmentEvent(models.Model):
    """What happened to a visit, one row an event, never changed."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, help_text="booked, moved, cancelled, arrived, noshow, cleared, released, …")
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.appointment_id}"


class Hold(Planned):
    """Time kept for five minutes, renewable once; one live hold a visitor."""

    key = models.UUIDField(unique=True)
    visitor = models.CharField(max_length=64, unique=True, help_text="hash of the browser's or client's key")
    clearance = models.ForeignKey(Clearance, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    renewed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["expires_at"])]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class VisitLink(models.Model):
    """The private link of a visit. Its token is made again from the secret key and `salt`; only its hash is kept."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="links")
    salt = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link {self.pk}"
