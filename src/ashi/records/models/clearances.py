"""The safety screen's answer, kept only as long as it is needed."""

from django.db import models
from django.db.models import Q


class ScreenResult(models.TextChoices):
    CLEAR = "clear"
    CAUTION = "caution"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class Clearance(models.Model):
    """One person's pass through the safety screen, found by a random key that only their browser holds.

    Without a booking it is deleted after 24 hours. `result` stays empty until the last answer is in.
    """

    PERSONAL = frozenset({"answers", "earlier_answers", "reasons", "birth_date", "guardian_name", "guardian_phone"})

    key_hash = models.CharField(max_length=64, unique=True)
    rules_version = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    answers = models.JSONField(default=dict)
    earlier_answers = models.JSONField(default=list, help_text="what was answered before a Stop was changed")
    birth_date = models.DateField(null=True)
    guardian_name = models.CharField(max_length=120, blank=True)
    guardian_phone = models.CharField(max_length=32, blank=True)
    guardian_present = models.BooleanField(default=False)
    result = models.CharField(max_length=10, choices=ScreenResult, blank=True)
    reasons = models.JSONField(default=list)
    follows = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="this browser's check that was booked from",
    )
    onward = models.CharField(max_length=500, blank=True, help_text="the page of this site they were on their way to")
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", decided_at__isnull=True) | (~Q(result="") & Q(decided_at__isnull=False)),
                name="clearance_decided_when_it_has_a_result",
            )
        ]

    def __str__(self) -> str:
        return f"clearance {self.pk}"


class StopRecord(models.Model):
    """All that is kept of an anonymous Stop: which rule, which version, when."""

    rule = models.CharField(max_length=20)
    rules_version = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.rule
