"""What went wrong at or after a visit: who said so, and what was found out about it later."""

from django.db import models
from django.db.models import Q

from ashi.core.treatment import adverse
from ashi.records.models.appointments import Appointment
from ashi.records.models.needles import MissingNeedles, Needle


def _choices(found: type) -> list[tuple[str, str]]:
    return [(str(one), str(one)) for one in found]  # type: ignore[attr-defined]


def _one_of(field: str, found: type, *, name: str, or_nothing: bool = False) -> models.CheckConstraint:
    allowed = [value for value, _ in _choices(found)] + ([""] if or_nothing else [])
    return models.CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=name)


class AdverseEvent(models.Model):
    """As it was reported, and never changed: what is found out later stands beside it as an amendment.

    It belongs to a visit, signed or not, and says nothing into its chart. Needles declared missing always have one.
    """

    PERSONAL = frozenset({"category", "severity", "relation", "onset", "action", "outcome", "signs", "words"})

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="adverse_events")
    reporter = models.CharField(max_length=14, choices=_choices(adverse.Reporter))
    category = models.CharField(max_length=24, choices=_choices(adverse.Category))
    severity = models.CharField(max_length=8, choices=_choices(adverse.Severity))
    relation = models.CharField(max_length=8, choices=_choices(adverse.Relation), blank=True)
    onset = models.CharField(max_length=9, choices=_choices(adverse.Onset), blank=True)
    action = models.CharField(max_length=11, choices=_choices(adverse.Action), blank=True)
    outcome = models.CharField(max_length=10, choices=_choices(adverse.Outcome), blank=True)
    signs = models.JSONField(default=list, help_text="what a patient ticked: knowledge/treatment/adverse.toml")
    words = models.TextField(blank=True)
    missing = models.OneToOneField(
        MissingNeedles, null=True, on_delete=models.PROTECT, related_name="adverse_event", help_text="it is about these"
    )
    needles = models.ManyToManyField(Needle, through="AdverseNeedle", related_name="adverse_events")
    call = models.BooleanField(default=False, help_text="somebody has to telephone the patient")
    called_at = models.DateTimeField(null=True)
    called_by = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=8, blank=True)
    recorded_at = models.DateTimeField()
    by_name = models.CharField(max_length=120, blank=True, help_text="the acupuncturist who wrote it down")
    by = models.CharField(max_length=60)

    class Meta:
        ordering = ["appointment", "pk"]
        indexes = [
            models.Index(fields=["recorded_at"], condition=Q(call=True, called_at__isnull=True), name="adverse_to_call")
        ]
        constraints = [
            _one_of("category", adverse.Category, name="adverse_category_known"),
            _one_of("severity", adverse.Severity, name="adverse_severity_known"),
            _one_of("onset", adverse.Onset, name="adverse_onset_known", or_nothing=True),
            _one_of("outcome", adverse.Outcome, name="adverse_outcome_known", or_nothing=True),
            models.CheckConstraint(
                condition=(Q(reporter="acupuncturist") & ~Q(by_name="") & ~Q(relation="") & ~Q(action=""))
                | (Q(reporter="patient", relation="", action="", missing__isnull=True) & ~Q(signs=[])),
                name="adverse_reported_in_full",
            ),
            models.CheckConstraint(
                condition=Q(reporter="acupuncturist") | Q(severity="mild") | Q(call=True),
                name="adverse_more_than_mild_is_called",
            ),
            models.CheckConstraint(
                condition=Q(called_at__isnull=True, called_by="")
                | (Q(called_at__isnull=False, call=True) & ~Q(called_by="")),
                name="adverse_called_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(category="other") | ~Q(reporter="acupuncturist") | ~Q(words=""),
                name="adverse_other_says_what",
            ),
            models.CheckConstraint(condition=~Q(by=""), name="adverse_reported_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"adverse event {self.pk}"


class AdverseNeedle(models.Model):
    """A line of needles that an event has to do with; always of the same visit."""

    event = models.ForeignKey(AdverseEvent, on_delete=models.PROTECT, related_name="lines")
    needle = models.ForeignKey(Needle, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "needle"], name="adverse_needle_once")]

    def __str__(self) -> str:
        return f"needle {self.needle_id} of adverse event {self.event_id}"


class AdverseAmendment(models.Model):
    """What was found out about an event, or corrected: only what is filled in changes."""

    PERSONAL = frozenset({"category", "severity", "relation", "outcome", "reason"})

    event = models.ForeignKey(AdverseEvent, on_delete=models.PROTECT, related_name="amendments")
    category = models.CharField(max_length=24, choices=_choices(adverse.Category), blank=True)
    severity = models.CharField(max_length=8, choices=_choices(adverse.Severity), blank=True)
    relation = models.CharField(max_length=8, choices=_choices(adverse.Relation), blank=True)
    outcome = models.CharField(max_length=10, choices=_choices(adverse.Outcome), blank=True)
    withdrawn = models.BooleanField(null=True, help_text="it was written down by mistake")
    reason = models.TextField(help_text="what was found, and why this is so now")
    by_name = models.CharField(max_length=120)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ["event", "pk"]
        constraints = [
            _one_of("category", adverse.Category, name="adverse_amended_category_known", or_nothing=True),
            _one_of("severity", adverse.Severity, name="adverse_amended_severity_known", or_nothing=True),
            _one_of("relation", adverse.Relation, name="adverse_amended_relation_known", or_nothing=True),
            _one_of("outcome", adverse.Outcome, name="adverse_amended_outcome_known", or_nothing=True),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(by_name="") & ~Q(by=""), name="adverse_amendment_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"amendment {self.pk} of adverse event {self.event_id}"
