"""A course of visits as it was agreed. Its visits are appointments with a number in it."""

from django.db import models
from django.db.models import Q

from ashi.records.models.patients import Patient
from ashi.records.models.places import Location
from ashi.records.models.services import HealthcareService


class CarePlanStatus(models.TextChoices):
    """FHIR R4 RequestStatus, the values in use here."""

    DRAFT = "draft"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    REVOKED = "revoked"


LIVE = (CarePlanStatus.ACTIVE, CarePlanStatus.ON_HOLD)


class CarePlan(models.Model):
    """What was wished for and within which limits; planned again from here when the course goes on or is moved."""

    reference = models.CharField(max_length=12, unique=True)
    status = models.CharField(max_length=10, choices=CarePlanStatus)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="care_plans")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(HealthcareService, on_delete=models.PROTECT, related_name="+")
    template = models.SlugField(max_length=40)
    gaps = models.JSONField(help_text="days between visits: [[wished, least, most], …]")
    reassess = models.JSONField(default=list, help_text="numbers of the visits at which progress is measured")
    wishes = models.JSONField(default=dict, help_text="weekdays, spans of the day, practitioners")
    limit = models.JSONField(null=True, help_text="what a payer allows: visits, days, since, used")
    usual = models.JSONField(null=True, help_text="the course's usual time of day and practitioner")
    source = models.CharField(max_length=20, help_text="web, desk, demo")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="when the status was set")

    class Meta:
        indexes = [models.Index(fields=["patient", "status"])]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=Q(status__in=["active", "on-hold"]), name="one_live_course_a_patient"
            )
        ]

    def __str__(self) -> str:
        return f"care plan {self.reference}"

    @property
    def planned_visits(self) -> int:
        return len(self.gaps) + 1
