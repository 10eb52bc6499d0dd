"""Acupuncturists and the licences that let them work."""

from django.db import models
from django.db.models import Q

from ashi.records.models.places import WEEKDAYS, Location
from ashi.records.models.resources import Resource


def full_name(given: str, family: str, title: str) -> str:
    return f"{given} {family}, {title}" if title else f"{given} {family}"


class Practitioner(models.Model):
    resource = models.OneToOneField(Resource, on_delete=models.PROTECT, related_name="practitioner")
    slug = models.SlugField(unique=True)
    given_name = models.CharField(max_length=60)
    family_name = models.CharField(max_length=60)
    title = models.CharField(max_length=20, blank=True, help_text="as the licence allows, such as A.P.")
    about_en = models.TextField(blank=True)
    about_es = models.TextField(blank=True)
    active = models.BooleanField(default=True)
    invented = models.BooleanField(default=False)

    class Meta:
        ordering = ["family_name", "given_name"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return full_name(self.given_name, self.family_name, self.title)

    @property
    def initials(self) -> str:
        return f"{self.given_name[:1]}{self.family_name[:1]}"


class Qualification(models.Model):
    """A licence. Bookings lock this row, so that a suspension and a booking cannot pass each other."""

    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="qualifications")
    jurisdiction = models.CharField(max_length=16)
    board = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=40)
    status = models.CharField(max_length=80, help_text="word for word as published")
    permits_practice = models.BooleanField(default=False, help_text="what the status means; unknown means no")
    expires_at = models.DateTimeField(help_text="the end of the last day, in the board's zone")
    verified_at = models.DateTimeField(null=True)
    verified_source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "number"], name="qualification_number_once"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_source="")
                | (Q(verified_at__isnull=False) & ~Q(verified_source="")),
                name="qualification_verified_when_and_where",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.number}"


class PractitionerRole(models.Model):
    """What a practitioner does at one location."""

    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="roles")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="roles")
    services = models.ManyToManyField("records.HealthcareService", related_name="roles")
    languages = models.JSONField(default=list, help_text='codes, such as ["en", "es"]')
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practitioner", "location"], name="one_role_per_location")]

    def __str__(self) -> str:
        return f"role {self.pk}"


class WeeklyHours(models.Model):
    """Local wall time of the role's location."""

    role = models.ForeignKey(PractitionerRole, on_delete=models.CASCADE, related_name="weekly_hours")
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAYS)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [models.CheckConstraint(condition=Q(weekday__lte=6), name="weekly_hours_weekday")]

    def __str__(self) -> str:
        return f"weekly hours {self.pk}"
