"""Who or what can be taken, and what takes it. The table that no two visits may share time in."""

from django.db import models
from django.db.models import F, Q


class ResourceKind(models.TextChoices):
    PRACTITIONER = "practitioner"
    ROOM = "room"
    DEVICE = "device"
    PATIENT = "patient"


class Resource(models.Model):
    """A row to lock: one for each practitioner, room, device and patient."""

    kind = models.CharField(max_length=12, choices=ResourceKind)
    # Raised whenever this resource's occupancy or absences change, so that a cache re-reads no more than that.
    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Absence(models.Model):
    """Leave of a practitioner, maintenance of a room or device: a fact of the calendar, laid over what is booked."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="absences")
    start = models.DateTimeField()
    end = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(start__lt=F("end")), name="absence_ends_after_it_starts")]
        indexes = [models.Index(fields=["resource", "end"])]

    def __str__(self) -> str:
        return f"absence {self.pk}"


class OccupancyKind(models.TextChoices):
    HOLD = "hold"
    BOOKED = "booked"


LANES = 16
LONGEST = 288  # cells: no single stretch of a visit is longer than a day, so the guard looks no further back


class Occupancy(models.Model):
    """A stretch of one resource's lane, half-open, in five-minute cells since 1970 UTC.

    The guard in guards.py refuses two overlapping rows of the same lane. Only time to come is kept here.
    """

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="occupancy", db_index=False)
    lane = models.PositiveSmallIntegerField(default=0)
    start = models.BigIntegerField()
    end = models.BigIntegerField()
    kind = models.CharField(max_length=6, choices=OccupancyKind)
    appointment = models.ForeignKey(
        "records.Appointment", null=True, on_delete=models.CASCADE, related_name="occupancy"
    )
    hold = models.ForeignKey("records.Hold", null=True, on_delete=models.CASCADE, related_name="occupancy")
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(lane__gte=0, lane__lt=LANES), name="occupancy_lane_in_range"),
            models.CheckConstraint(
                condition=Q(start__gte=0, start__lt=F("end"), end__lt=2**32, end__lte=F("start") + LONGEST),
                name="occupancy_cells_in_order",
            ),
            models.CheckConstraint(
                condition=Q(kind="hold", hold__isnull=False, appointment__isnull=True, expires_at__isnull=False)
                | Q(kind="booked", hold__isnull=True, appointment__isnull=False, expires_at__isnull=True),
                name="occupancy_is_a_hold_or_a_booking",
            ),
        ]
        indexes = [models.Index(fields=["resource", "lane", "start"], name="occupancy_by_time")]

    def __str__(self) -> str:
        return f"occupancy {self.pk}"
