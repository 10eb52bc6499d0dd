"""Kinds of visit and the phases they are made of."""

from django.db import models
from django.db.models import F, Q


class Audience(models.TextChoices):
    NEW = "new"
    RETURNING = "returning"


class HealthcareService(models.Model):
    """A kind of visit; new and returning patients have kinds of their own."""

    slug = models.SlugField(unique=True)
    name_en = models.CharField(max_length=120)
    name_es = models.CharField(max_length=120)
    summary_en = models.CharField(max_length=200, blank=True)
    summary_es = models.CharField(max_length=200, blank=True)
    audience = models.CharField(max_length=10, choices=Audience)
    price_cents = models.PositiveIntegerField()
    grid_minutes = models.PositiveSmallIntegerField(default=10, help_text="starts are offered on this grid of the hour")
    device_kind = models.SlugField(max_length=40, blank=True)
    room_kind = models.SlugField(max_length=40, blank=True, help_text="empty: in a room of one's own")
    bookable_online = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grid_minutes__gte=5) & Q(grid_minutes__in=(5, 10, 15, 20, 30, 60)),
                name="service_grid_divides_the_hour",
            )
        ]

    def __str__(self) -> str:
        return self.name_en


class ServicePhase(models.Model):
    """A line of a visit kind: how long, and who is taken. `least` and `most` make it elastic (retention)."""

    service = models.ForeignKey(HealthcareService, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=20, help_text="talk, needles_in, retention, needles_out, turnover")
    minutes = models.PositiveSmallIntegerField()
    least = models.PositiveSmallIntegerField(null=True)
    most = models.PositiveSmallIntegerField(null=True)
    patient = models.BooleanField()
    practitioner = models.BooleanField()
    room = models.BooleanField()
    device = models.BooleanField(default=False)

    class Meta:
        ordering = ["service", "position"]
        constraints = [
            models.UniqueConstraint(fields=["service", "position"], name="phase_position_once"),
            models.CheckConstraint(
                condition=Q(least__isnull=True, most__isnull=True)
                | Q(least__lte=F("minutes"), most__gte=F("minutes"), least__gte=5),
                name="phase_range_holds_its_preferred_length",
            ),
        ]

    def __str__(self) -> str:
        return self.code
