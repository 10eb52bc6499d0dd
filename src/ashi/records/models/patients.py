"""Patients: who they say they are, what they agreed to."""

from django.db import models
from django.db.models import Q

from ashi.records.models.resources import Resource


class Keeps(models.TextChoices):
    """What somebody would rather keep when their visit cannot be as it was booked."""

    UNSAID = ""
    TIME = "time"
    PERSON = "person"


class Patient(models.Model):
    """Public booking always makes a new, unverified record; the desk matches and merges."""

    PERSONAL = frozenset({"name", "birth_date", "phone", "email", "guardian_name", "guardian_phone"})

    resource = models.OneToOneField(Resource, on_delete=models.PROTECT, related_name="patient")
    name = models.CharField(max_length=120)
    birth_date = models.DateField(null=True)
    phone = models.CharField(max_length=32, blank=True, help_text="E.164")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="en")
    guardian_name = models.CharField(max_length=120, blank=True)
    guardian_phone = models.CharField(max_length=32, blank=True)
    keeps = models.CharField(
        max_length=8, choices=Keeps, blank=True, default="", help_text="rather the time or the person, if one must go"
    )
    verified_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged_from")
    invented = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["phone"]),
            models.Index(fields=["email"]),
            models.Index(fields=["birth_date"]),
            models.Index(fields=["name"]),
        ]

    def __str__(self) -> str:
        return f"patient {self.pk}"


class ConsentKind(models.TextChoices):
    REMINDERS = "reminders"
    NEWS = "news"


class Consent(models.Model):
    """What a patient ticked, when, and the version of the words beside the box."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=12, choices=ConsentKind)
    text_version = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "kind"], condition=Q(revoked_at__isnull=True), name="one_live_consent_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"
