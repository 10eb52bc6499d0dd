"""What is to be said to a patient: written in the transaction of the event, sent afterwards."""

from django.db import models
from django.db.models import Q


class MessageKind(models.TextChoices):
    CONFIRMATION = "confirmation"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    REMINDER = "reminder"


class Channel(models.TextChoices):
    MAIL = "mail"
    CALL = "call"


class OutboxMessage(models.Model):
    """One row an event. `message_id` and `sequence` never change, so that a repeat replaces what came before."""

    PERSONAL = frozenset({"address"})

    appointment = models.ForeignKey("records.Appointment", on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=16, choices=MessageKind)
    sequence = models.PositiveIntegerField(help_text="the visit's iCalendar SEQUENCE when the event happened")
    channel = models.CharField(max_length=8, choices=Channel)
    address = models.CharField(max_length=254, help_text="a mail address, or a telephone number for the call list")
    language = models.CharField(max_length=8)
    facts = models.JSONField(help_text="when, where and with whom, as they were at the event; nothing about health")
    message_id = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    send_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=60, blank=True, help_text="who made the call")
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "kind", "sequence"], name="one_message_per_event"),
        ]
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=Q(sent_at__isnull=True, gave_up_at__isnull=True, withdrawn_at__isnull=True),
                name="outbox_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.appointment_id}"


class DemoMail(models.Model):
    """The demo's mailbox: what would have been sent. A repeat of a Message-ID replaces."""

    PERSONAL = frozenset({"to", "subject", "raw"})

    message_id = models.CharField(max_length=120, unique=True)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    raw = models.TextField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"mail {self.pk}"
