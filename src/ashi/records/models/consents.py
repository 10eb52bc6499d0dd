"""What a patient agreed to before they were treated: FHIR's Consent, of scope treatment, one row a technique."""

from django.db import models
from django.db.models import F, Q

from ashi.records.models.care_plans import CarePlan
from ashi.records.models.patients import Patient
from ashi.records.models.people import Practitioner


class ConsentText(models.Model):
    """A version of the words for one technique; the words themselves are in knowledge/consent. One is in force."""

    technique = models.CharField(max_length=12)
    version = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64, help_text="of every word that stands on the page, in both languages")
    in_force = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["technique", "version"], name="consent_text_once"),
            models.UniqueConstraint(
                fields=["technique"], condition=Q(in_force=True), name="one_consent_text_in_force_a_technique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.technique} {self.version}"


class SignedBy(models.TextChoices):
    PATIENT = "patient"
    GUARDIAN = "guardian"


class ConsentWay(models.TextChoices):
    """READ: on the clinic's screen, the name typed by who signs. The others are written down with a witness."""

    READ = "read"
    SPOKEN = "spoken"
    PAPER = "paper"


class TreatmentConsent(models.Model):
    """Signed before the first needle; it stays as it was signed and may be withdrawn: consent_guards.py."""

    PERSONAL = frozenset({"name", "relation", "witness", "withdrawn_why"})

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="treatment_consents")
    care_plan = models.ForeignKey(CarePlan, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8, help_text="in which the words were read")
    way = models.CharField(max_length=6, choices=ConsentWay, default=ConsentWay.READ)
    signer = models.CharField(max_length=8, choices=SignedBy, default=SignedBy.PATIENT)
    name = models.CharField(max_length=120, help_text="of who signed, as they wrote it")
    relation = models.CharField(max_length=60, blank=True, help_text="of a guardian to the patient")
    witness = models.CharField(max_length=120, blank=True, help_text="who heard it, or saw the paper signed")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    good_until = models.DateTimeField(help_text="a year, or until a child is of age")
    by = models.CharField(max_length=60, help_text="whose sign-in it was taken with")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=60, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["patient", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(by=""), name="consent_signed_by_somebody"),
            models.CheckConstraint(
                condition=Q(signer="patient", relation="") | (Q(signer="guardian") & ~Q(relation="")),
                name="consent_of_a_guardian_says_which",
            ),
            models.CheckConstraint(
                condition=Q(way="read", witness="") | (Q(way__in=["spoken", "paper"]) & ~Q(witness="")),
                name="consent_not_read_here_has_a_witness",
            ),
            models.CheckConstraint(condition=Q(good_until__gt=F("signed_at")), name="consent_is_good_for_a_while"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_at__gte=F("signed_at")) & ~Q(withdrawn_by="")),
                name="consent_withdrawn_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"treatment consent {self.pk}"
