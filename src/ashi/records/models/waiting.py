"""Who would like to come earlier, and who was asked when. Nothing here says why, and nothing whose time it was."""

from django.db import models
from django.db.models import F, Q

from ashi.records.models.appointments import Appointment
from ashi.records.models.people import Practitioner


class WishStatus(models.TextChoices):
    WAITING = "waiting"
    GRANTED = "granted"
    LEFT = "left"
    OVER = "over", "Its visit began or was cancelled"


class OfferOutcome(models.TextChoices):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"


class WaitingWish(models.Model):
    """An earlier time for a visit: patient, kind of visit and place are the visit's. First come, first asked."""

    visit = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="wishes")
    practitioner = models.ForeignKey(Practitioner, null=True, on_delete=models.PROTECT, related_name="+")
    weekdays = models.JSONField(help_text="numbers from Monday, 0 to 6")
    from_time = models.TimeField(help_text="wall time at the location")
    to_time = models.TimeField()
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    status = models.CharField(max_length=10, choices=WishStatus, default=WishStatus.WAITING)
    created_at = models.DateTimeField(help_text="whoever wished first is asked first")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit"], condition=Q(status="waiting"), name="one_wish_a_visit"),
            models.CheckConstraint(condition=Q(from_time__lt=F("to_time")), name="wish_from_before_to"),
            models.CheckConstraint(
                condition=Q(status="waiting", ended_at__isnull=True)
                | (~Q(status="waiting") & Q(ended_at__isnull=False)),
                name="wish_ended_when",
            ),
        ]
        indexes = [models.Index(fields=["created_at"], condition=Q(status="waiting"), name="wishes_waiting")]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class WaitingOffer(models.Model):
    """A time kept for one wish until `expires_at`. It names its hold by key, so that booking never has to look here."""

    wish = models.ForeignKey(WaitingWish, on_delete=models.PROTECT, related_name="offers")
    hold_key = models.UUIDField(unique=True)
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    start = models.DateTimeField()
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=OfferOutcome, default=OfferOutcome.OPEN)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wish"], condition=Q(outcome="open"), name="one_open_offer_a_wish"),
            models.CheckConstraint(
                condition=Q(outcome="open", answered_at__isnull=True)
                | (~Q(outcome="open") & Q(answered_at__isnull=False)),
                name="offer_answered_when",
            ),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"
