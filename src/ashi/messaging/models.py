"""What is to be said to a patient: written in the transaction of the event, sent afterwards."""

from django.db import models
from django.db.models import Q


class MessageKind(models.TextChoices):
    CONFIRMATION = "confirmation"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    REMINDER = "reminder"
    LINK = "link"


class Channel(models.TextChoices):
    MAIL = "mail"
    CALL = "call"


# Not sent, not given up, not taken back.
WAITING = Q(sent_at__isnull=True, gave_up_at__isnull=True, withdrawn_at__isnull=True)


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
    claimed_until = models.DateTimeField(null=True, help_text="a worker is sending it; after this it has died")
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    called_by = models.CharField(max_length=60, blank=True, help_text="who told the patient by telephone")
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "kind", "sequence"],
                condition=~Q(kind="link"),  # which is asked for, as often as it was lost
                name="one_message_per_event",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(withdrawn_at__isnull=True), name="message_sent_or_taken_back"
            ),
            models.CheckConstraint(
                condition=Q(called_at__isnull=True, called_by="") | (Q(called_at__isnull=False) & ~Q(called_by="")),
                name="message_called_when_and_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["send_after"], condition=WAITING, name="outbox_waiting"),
            models.Index(fields=["gave_up_at"], condition=Q(gave_up_at__isnull=False), name="outbox_given_up"),
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
