"""Programs that may book: their keys, and what they call the patients they book for."""

from django.db import models
from django.db.models import Q

from ashi.records.models.patients import Patient


class MachineKey(models.Model):
    """A program's key, shown once when it is made and kept hashed."""

    name = models.CharField(max_length=80)
    key_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list, help_text="of: find, hold, book, search")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"key {self.pk}"


class PatientIdentifier(models.Model):
    """What one key holder calls a patient: the next visit they book under it is the same person's."""

    PERSONAL = frozenset({"value"})

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="identifiers")
    machine_key = models.ForeignKey(MachineKey, on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=200)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["machine_key", "system", "value"], name="one_patient_per_identifier"),
            models.CheckConstraint(condition=~Q(value=""), name="patient_identifier_says_something"),
        ]

    def __str__(self) -> str:
        return f"identifier {self.pk}"
