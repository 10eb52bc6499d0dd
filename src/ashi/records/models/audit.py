"""Who did what, and who looked."""

from django.db import models


class AuditEvent(models.Model):
    """One row for each change and each look at a patient's record. Ids only, never names."""

    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    action = models.CharField(max_length=40)
    entity = models.CharField(max_length=60, help_text="FHIR reference, such as Appointment/12")
    patient = models.ForeignKey("records.Patient", null=True, on_delete=models.PROTECT, related_name="+")
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["entity"]), models.Index(fields=["patient", "at"])]

    def __str__(self) -> str:
        return f"{self.action} {self.entity}"


class IdempotencyKey(models.Model):
    """A repeat of a request that succeeded gets the same answer; the same key with another body is refused."""

    holder = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    appointment = models.ForeignKey("records.Appointment", null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["holder", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return f"key {self.pk}"


class RateCount(models.Model):
    """How often something was tried from one place in one stretch of time; shared by all processes."""

    bucket = models.CharField(max_length=120)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bucket", "window"], name="rate_count_once")]

    def __str__(self) -> str:
        return f"rate {self.pk}"
