"""What was done at a visit: the encounter, and the clinic's own saved prescriptions."""

from django.db import models
from django.db.models import F, Q

from ashi.records.models.appointments import Appointment
from ashi.records.models.people import Practitioner
from ashi.records.models.staff import User

WORST_PAIN = 10


class EncounterStatus(models.TextChoices):
    """`ended`: the patient was freed of the needles in a hurry, and the count has still to be put in order."""

    PLANNED = "planned"
    OPEN = "open"
    ENDED = "ended"
    CLOSED = "closed"


class Encounter(models.Model):
    """One visit's treatment. It closes only when every needle is accounted for: guards/chart.py."""

    PERSONAL = frozenset({"reason", "findings", "advice", "pain", "prescription", "precautions", "emergency_note"})

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="encounter")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="encounters")
    status = models.CharField(max_length=8, choices=EncounterStatus, default=EncounterStatus.PLANNED)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True, help_text="the patient could go: the last needle was out, or seemed so")
    ended_by = models.CharField(max_length=60, blank=True)
    emergency = models.BooleanField(default=False, help_text="needles were taken out in a hurry, uncounted")
    emergency_note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True, help_text="why they came, in their words")
    findings = models.TextField(blank=True)
    advice = models.TextField(blank=True, help_text="what the patient was told")
    pain = models.PositiveSmallIntegerField(null=True, help_text="on average these days, 0 to 10, as said at the visit")
    prescription = models.JSONField(default=list, help_text="sets of points as meant: core/treatment/prescription.py")
    precautions = models.JSONField(
        default=dict, help_text='conditions known at the visit and where each lies, as told: {"CI11": ["arm:left"]}'
    )
    copied_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["practitioner", "opened_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, opened_by="") | (Q(opened_at__isnull=False) & ~Q(opened_by="")),
                name="encounter_opened_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="encounter_ended_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="") | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
                name="encounter_closed_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(status="planned", opened_at__isnull=True, ended_at__isnull=True, closed_at__isnull=True)
                | Q(status="open", opened_at__isnull=False, ended_at__isnull=True, closed_at__isnull=True)
                | Q(status="ended", opened_at__isnull=False, ended_at__isnull=False, closed_at__isnull=True)
                | Q(status="closed", opened_at__isnull=False, ended_at__isnull=False, closed_at__isnull=False),
                name="encounter_status_fits_its_instants",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("opened_at")),
                name="encounter_ends_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("ended_at")),
                name="encounter_closes_after_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(pain__isnull=True) | Q(pain__lte=WORST_PAIN), name="encounter_pain_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"encounter {self.pk}"


class CautionAnswer(models.Model):
    """A caution spoke at a point and somebody went on: why, and who. Once for each rule and point of an encounter."""

    PERSONAL = frozenset({"reason"})

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="cautions")
    rule = models.CharField(max_length=20)
    rules_version = models.CharField(max_length=40)
    point = models.CharField(max_length=20, help_text="a point's code, or the region of an ashi point")
    reason = models.CharField(max_length=300)
    by_name = models.CharField(max_length=120)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["encounter", "rule", "point"], name="caution_answered_once"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(by_name="") & ~Q(by=""), name="caution_answered_why_and_by_whom"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} at {self.point}"


class Protocol(models.Model):
    """A prescription that the clinic keeps under a name."""

    name = models.CharField(max_length=80)
    prescription = models.JSONField(default=list)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(retired_at__isnull=True), name="one_live_protocol_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name
