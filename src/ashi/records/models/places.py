"""The organisation and where it works."""

from django.db import models
from django.db.models import F, Q

from ashi.core.places import Point
from ashi.records.models.resources import Resource

WEEKDAYS = [(day, name) for day, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))]


class Organization(models.Model):
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=32)
    email = models.EmailField(blank=True)
    currency = models.CharField(max_length=3, default="USD")
    # Florida 64B1-9.007: advertising names the licensee; every public page shows this person and their licence.
    licensee = models.ForeignKey("records.Practitioner", null=True, on_delete=models.PROTECT, related_name="+")
    invented = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="locations")
    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    zone = models.CharField(max_length=64, help_text="IANA name, such as America/New_York")
    jurisdiction = models.CharField(max_length=16, help_text="whose licence is needed here, such as US-FL")
    address = models.CharField(max_length=200)
    city = models.CharField(max_length=80)
    state = models.CharField(max_length=40, blank=True)
    postal_code = models.CharField(max_length=16)
    country = models.CharField(max_length=2, default="US")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    phone = models.CharField(max_length=32, blank=True)
    directions_en = models.TextField(blank=True)
    directions_es = models.TextField(blank=True)
    horizon_days = models.PositiveSmallIntegerField(default=60, help_text="how far ahead a visit can be booked")
    lead_minutes = models.PositiveSmallIntegerField(default=120, help_text="how soon before its start, by a patient")
    late_cancel_hours = models.PositiveSmallIntegerField(default=24)
    offer_minutes = models.PositiveSmallIntegerField(
        default=30, help_text="how long an earlier time is kept for an answer"
    )
    # Raised by every transaction that changes what can be booked here; caches of free time are checked against it.
    calendar_version = models.BigIntegerField(default=0)
    # Raised with it when hours, closures, roles, services, rooms or licences changed: then everything is read again.
    facts_version = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["latitude", "longitude"], name="location_by_point")]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="location_lies_on_the_earth",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> Point | None:
        """Where it lies; None when that is not known."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(self.latitude, self.longitude)


class Locality(models.Model):
    """A name that people give for where they are: a postal code, a city, a city with its state."""

    key = models.CharField(max_length=100, help_text="the name without case and accents: see ashi.records.localities")
    name = models.CharField(max_length=120, help_text="as it is written")
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["key"], name="locality_by_key")]
        constraints = [
            models.UniqueConstraint(fields=["key", "name"], name="locality_name_once"),
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="locality_lies_on_the_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> Point:
        return Point(self.latitude, self.longitude)


class OpeningHours(models.Model):
    """Local wall time; 00:00 as the closing time means the end of the day."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAYS)
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_weekday")]

    def __str__(self) -> str:
        return f"opening hours {self.pk}"


class Closure(models.Model):
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="closures")
    start = models.DateTimeField()
    end = models.DateTimeField()
    reason_en = models.CharField(max_length=200, blank=True)
    reason_es = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(start__lt=F("end")), name="closure_ends_after_it_starts")]
        indexes = [models.Index(fields=["location", "end"])]

    def __str__(self) -> str:
        return f"closure {self.pk}"


class Room(models.Model):
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="rooms")
    resource = models.OneToOneField(Resource, on_delete=models.PROTECT, related_name="room")
    name = models.CharField(max_length=60)
    kind = models.SlugField(
        max_length=40, blank=True, help_text="empty: a room of one's own; else only for visits that ask for this kind"
    )
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Device(models.Model):
    """A machine that some kinds of visit need, such as an electroacupuncture stimulator."""

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="devices")
    resource = models.OneToOneField(Resource, on_delete=models.PROTECT, related_name="device")
    kind = models.SlugField(max_length=40)
    name = models.CharField(max_length=60)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
