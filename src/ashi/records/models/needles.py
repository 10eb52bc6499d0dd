"""Needles, from the first tap to the last count; and what was done beside them."""

from django.db import models
from django.db.models import F, Q

from ashi.records.models.encounters import Encounter
from ashi.records.models.places import Device

MOST_NEEDLES = 100  # in one row: more is a slip of the finger
DEEPEST = 150  # millimetres
STRONGEST = 50  # milliampere


class Side(models.TextChoices):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    MIDDLE = "middle"


class Angle(models.TextChoices):
    UPRIGHT = "upright"
    OBLIQUE = "oblique"
    FLAT = "flat"


class DeQi(models.TextChoices):
    FELT = "felt"
    NOT_FELT = "not felt"
    NOT_SOUGHT = "not sought"


class NeedleSet(models.Model):
    """Needles that go in and come out together, in one position of the patient.

    Its instants are taps as it happens; contact minutes, retention and the watch over who rests are read off them.
    """

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="sets")
    number = models.PositiveSmallIntegerField()
    region = models.CharField(max_length=20, blank=True, help_text="where most of it lies, such as back")
    started_at = models.DateTimeField(null=True, help_text="the first needle goes in")
    inserted_at = models.DateTimeField(null=True, help_text="the last one is in; now it may rest")
    rest_until = models.DateTimeField(null=True)
    removal_at = models.DateTimeField(null=True, help_text="the first one comes out")
    removed_at = models.DateTimeField(null=True, help_text="the count of those taken out is written down")

    class Meta:
        ordering = ["encounter", "number"]
        indexes = [
            models.Index(
                fields=["rest_until"],
                condition=Q(started_at__isnull=False, removed_at__isnull=True),
                name="needles_in_somebody",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["encounter", "number"], name="set_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="set_number_from_one"),
            models.CheckConstraint(
                condition=Q(inserted_at__isnull=True) | Q(inserted_at__gte=F("started_at")),
                name="set_inserted_after_started",
            ),
            models.CheckConstraint(
                condition=Q(rest_until__isnull=True) | Q(rest_until__gte=F("inserted_at")),
                name="set_rests_after_inserted",
            ),
            models.CheckConstraint(
                condition=Q(removal_at__isnull=True) | Q(removal_at__gte=F("started_at")),
                name="set_removal_after_started",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(removed_at__gte=F("started_at")),
                name="set_removed_after_started",
            ),
            # A comparison with NULL is not false: what must be there before the next has to be asked for.
            models.CheckConstraint(
                condition=Q(started_at__isnull=False)
                | Q(
                    inserted_at__isnull=True, rest_until__isnull=True, removal_at__isnull=True, removed_at__isnull=True
                ),
                name="set_nothing_before_it_started",
            ),
            models.CheckConstraint(
                condition=Q(inserted_at__isnull=False) | Q(rest_until__isnull=True, removed_at__isnull=True),
                name="set_no_rest_before_inserted",
            ),
        ]

    def __str__(self) -> str:
        return f"set {self.number} of encounter {self.encounter_id}"


class Needle(models.Model):
    """One point of a set and how many needles went in there; never fewer than were put in, whatever came out.

    Every needle of the row is out, left in on purpose, or declared missing before the encounter can close.
    """

    PERSONAL = frozenset({"left_consent"})

    set = models.ForeignKey(NeedleSet, on_delete=models.PROTECT, related_name="needles")
    position = models.PositiveSmallIntegerField(default=0)
    point = models.CharField(max_length=12, help_text="a code such as BL23, or `ashi` with a place on the map")
    side = models.CharField(max_length=6, choices=Side)
    region = models.CharField(max_length=40, blank=True)
    map_view = models.CharField(max_length=20, blank=True)
    map_x = models.FloatField(null=True)
    map_y = models.FloatField(null=True)
    depth_mm = models.PositiveSmallIntegerField(null=True)
    angle = models.CharField(max_length=8, choices=Angle, blank=True)
    gauge = models.CharField(max_length=20, blank=True, help_text="diameter and length in mm, such as 0.25x40")
    lot = models.CharField(max_length=40, blank=True)
    technique = models.CharField(max_length=40, blank=True)
    de_qi = models.CharField(max_length=10, choices=DeQi, blank=True)
    electrical = models.BooleanField(default=False)
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="+")
    hertz = models.FloatField(null=True)
    milliampere = models.FloatField(null=True)
    stays = models.BooleanField(default=False, help_text="meant to stay in, such as a press needle")
    inserted = models.PositiveSmallIntegerField()
    removed = models.PositiveSmallIntegerField(default=0)
    left_in = models.PositiveSmallIntegerField(default=0, help_text="on purpose, such as press needles")
    left_consent = models.CharField(max_length=80, blank=True, help_text="which consent covers it")
    left_until = models.DateField(null=True, help_text="the day they are to come out")
    left_out_at = models.DateTimeField(null=True, help_text="somebody saw or was told that they are out")
    left_out_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["set", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(inserted__gte=1, inserted__lte=MOST_NEEDLES), name="needle_counted_in"),
            models.CheckConstraint(
                condition=Q(removed__gte=0, left_in__gte=0, inserted__gte=F("removed") + F("left_in")),
                name="needle_no_more_out_than_in",
            ),
            models.CheckConstraint(
                condition=Q(left_in=0, left_consent="", left_until__isnull=True)
                | (Q(left_in__gte=1, left_until__isnull=False) & ~Q(left_consent="")),
                name="needle_left_in_with_consent_and_a_day",
            ),
            models.CheckConstraint(
                condition=Q(left_out_at__isnull=True, left_out_by="")
                | (Q(left_out_at__isnull=False, left_in__gte=1) & ~Q(left_out_by="")),
                name="needle_left_in_came_out_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(point="") & (~Q(point="ashi") | ~Q(region="")), name="needle_is_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(map_view="", map_x__isnull=True, map_y__isnull=True)
                | (Q(map_x__isnull=False, map_y__isnull=False) & ~Q(map_view="")),
                name="needle_place_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(depth_mm__isnull=True) | Q(depth_mm__gte=1, depth_mm__lte=DEEPEST),
                name="needle_depth_in_range",
            ),
            models.CheckConstraint(
                # NULL > 0 is not false: that there is a frequency has to be asked for.
                condition=Q(electrical=True, hertz__isnull=False, hertz__gt=0)
                & (Q(milliampere__isnull=True) | Q(milliampere__gte=0, milliampere__lte=STRONGEST))
                | Q(electrical=False, hertz__isnull=True, milliampere__isnull=True, device__isnull=True),
                name="needle_current_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point} {self.side} of set {self.set_id}"


class MissingNeedles(models.Model):
    """Needles that could not be found, declared so by two people after a search, with the patient told."""

    PERSONAL = frozenset({"reason", "incident", "second_person", "found_where"})

    needle = models.ForeignKey(Needle, on_delete=models.PROTECT, related_name="missing")
    count = models.PositiveSmallIntegerField()
    searched = models.JSONField(help_text="where: body, clothes, hair, table, linen, floor, bin")
    reason = models.CharField(max_length=300)
    second_person = models.CharField(max_length=120, help_text="who searched and counted too")
    incident = models.TextField(help_text="what was reported, and to whom")
    patient_told_at = models.DateTimeField()
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=60)
    found_at = models.DateTimeField(null=True, help_text="it turned up afterwards; what was declared stays")
    found_where = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="missing_counted"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(second_person="") & ~Q(incident="") & ~Q(declared_by=""),
                name="missing_told_in_full",
            ),
            models.CheckConstraint(condition=~Q(searched=[]), name="missing_searched_for"),
            models.CheckConstraint(
                condition=Q(found_at__isnull=True, found_where="") | (Q(found_at__isnull=False) & ~Q(found_where="")),
                name="missing_found_when_and_where",
            ),
        ]

    def __str__(self) -> str:
        return f"missing {self.pk}"


class BesideKind(models.TextChoices):
    MOXA = "moxa"
    CUPPING = "cupping"
    LAMP = "lamp"
    PRESS_SEEDS = "seeds"
    MASSAGE = "massage"


class Beside(models.Model):
    """What was done beside the needles: moxa, cups and the like; STRICTA item 4a."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="beside")
    kind = models.CharField(max_length=8, choices=BesideKind)
    method = models.CharField(max_length=40, blank=True, help_text="stick, cone, on the needle; fixed, sliding")
    place = models.CharField(max_length=40, help_text="a point's code or a region")
    side = models.CharField(max_length=6, choices=Side, default=Side.BOTH)
    count = models.PositiveSmallIntegerField(default=1, help_text="cups, cones")
    minutes = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        ordering = ["encounter", "pk"]
        constraints = [models.CheckConstraint(condition=Q(count__gte=1) & ~Q(place=""), name="beside_is_somewhere")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
