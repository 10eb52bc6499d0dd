"""What a patient says of themselves around a visit: how it was before, the emergency questions once more, and the
versions of the rules these are asked by."""

from django.db import models
from django.db.models import Q

from ashi.records.models.appointments import Appointment
from ashi.records.models.clearances import ScreenResult

MOST = 10  # of a scale from 0
ACTIVITIES = 3


class Place(models.TextChoices):
    """Where it hurts, seen from behind. The words for these and the next three: web/pain.py."""

    NECK = "neck"
    LEFT_SHOULDER = "left_shoulder"
    RIGHT_SHOULDER = "right_shoulder"
    MID_BACK = "mid_back"
    LOW_LEFT = "low_left"
    LOW_MIDDLE = "low_middle"
    LOW_RIGHT = "low_right"
    LEFT_BUTTOCK = "left_buttock"
    RIGHT_BUTTOCK = "right_buttock"
    LEFT_THIGH = "left_thigh"
    RIGHT_THIGH = "right_thigh"
    LEFT_CALF = "left_calf"
    RIGHT_CALF = "right_calf"
    LEFT_FOOT = "left_foot"
    RIGHT_FOOT = "right_foot"
    ELSEWHERE = "elsewhere"


class Since(models.TextChoices):
    """Twelve weeks is where pain begins to be called chronic."""

    WEEKS = "under-6-weeks"
    MONTHS = "6-to-12-weeks"
    YEAR = "3-to-12-months"
    YEARS = "1-to-5-years"
    LONG = "over-5-years"


class Began(models.TextChoices):
    STRAIN = "strain"
    INJURY = "injury"
    POSTURE = "posture"
    UNKNOWN = "unknown"


class Tried(models.TextChoices):
    NOT_TRIED = "not-tried"
    HELPED = "helped"
    A_LITTLE = "a-little"
    DID_NOT = "did-not-help"


def _one_of(field: str, choices: type[models.TextChoices], *, or_nothing: bool = False) -> models.CheckConstraint:
    allowed = [*choices.values, ""] if or_nothing else choices.values
    return models.CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=f"baseline_{field}_known")


class Baseline(models.Model):
    """How it is before the visit, in the patient's own words and numbers; may be corrected until the visit begins."""

    PERSONAL = frozenset(
        {"places", "since", "began", "pain", "medicine", "physical_therapy", "surgery", "other", "other_words"}
    )

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="baseline")
    places = models.JSONField(default=list, help_text="of Place")
    since = models.CharField(max_length=16, choices=Since)
    began = models.CharField(max_length=10, choices=Began)
    pain = models.PositiveSmallIntegerField(help_text="on average over the last seven days, 0 none to 10 the worst")
    medicine = models.CharField(max_length=12, choices=Tried, blank=True)
    physical_therapy = models.CharField(max_length=12, choices=Tried, blank=True)
    surgery = models.CharField(max_length=12, choices=Tried, blank=True)
    other = models.CharField(max_length=12, choices=Tried, blank=True)
    other_words = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8)
    said_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pain__gte=0, pain__lte=MOST), name="baseline_pain_on_its_scale"),
            _one_of("since", Since),
            _one_of("began", Began),
            *(_one_of(name, Tried, or_nothing=True) for name in ("medicine", "physical_therapy", "surgery", "other")),
        ]

    def __str__(self) -> str:
        return f"baseline {self.pk}"


class Activity(models.Model):
    """Something the pain makes hard, in the patient's words: 0 cannot do it, 10 can do it as before."""

    PERSONAL = frozenset({"words", "score"})

    baseline = models.ForeignKey(Baseline, on_delete=models.CASCADE, related_name="activities")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=80)
    score = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "activities"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["baseline", "position"], name="activity_position_once"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=ACTIVITIES), name="activity_one_of_three"
            ),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=MOST), name="activity_score_on_its_scale"),
            models.CheckConstraint(condition=~Q(words=""), name="activity_says_something"),
        ]

    def __str__(self) -> str:
        return f"activity {self.pk}"


class Recheck(models.Model):
    """The safety questions answered again for a visit that is booked. Never changed; a further answer is a further row.

    `whole`: it was the full check, done later in the browser that had booked; otherwise the emergency questions.
    """

    PERSONAL = frozenset({"answers", "reasons", "result"})

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="rechecks")
    whole = models.BooleanField(default=False)
    rules_version = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    answers = models.JSONField(default=dict)
    result = models.CharField(max_length=10, choices=ScreenResult)
    reasons = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["appointment", "at"])]
        constraints = [
            models.CheckConstraint(condition=Q(result__in=ScreenResult.values), name="recheck_has_a_result"),
        ]

    def __str__(self) -> str:
        return f"recheck {self.pk}"


class RulesVersion(models.Model):
    """A file of the safety rules as it was imported. Never changed or deleted: answers refer to it."""

    version = models.CharField(max_length=40, unique=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    effective = models.DateField()
    lowered = models.JSONField(default=list, help_text="what became milder, and was named by whoever imported it")
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(imported_by=""), name="rules_imported_by_somebody")]

    def __str__(self) -> str:
        return f"rules {self.version}"


class RulesSignature(models.Model):
    """A licensed clinician stands behind one language of exactly the file with this hash."""

    version = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    profession = models.CharField(max_length=80)
    jurisdiction = models.CharField(max_length=16)
    licence = models.CharField(max_length=40)
    signed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "language", "jurisdiction", "licence"], name="rules_signed_once_by_one_person"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(profession="") & ~Q(jurisdiction="") & ~Q(licence="") & ~Q(recorded_by=""),
                name="rules_signature_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"signature of rules {self.version}, {self.language}"
