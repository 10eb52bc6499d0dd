"""One way to the mail server for several mails, and the note that they went."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage, get_connection

from ashi.messaging.models import WAITING, OutboxMessage

NOTED_WITHIN = 0.5  # seconds; a worker that is killed repeats what it has sent in that time

Clock = Callable[[], datetime]


class Post:
    """Delivers mails over one connection. What it delivered is noted when `note` is called, and every half second."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.connection: Any = get_connection()
        self.count = 0
        self._sent: list[int] = []
        self._since = 0.0

    def deliver(self, pk: int, mail: EmailMessage) -> None:
        """Raises what the mail server says."""
        was_open = self.connection.open() is False
        try:
            self.connection.send_messages([mail])
        except SMTPException:
            self.connection.close()
            if not was_open:
                raise
            self.connection.open()  # servers hang up after some mails, or when they have waited for the next one
            self.connection.send_messages([mail])
        if not self._sent:
            self._since = time.monotonic()
        self._sent.append(pk)
        if time.monotonic() - self._since > NOTED_WITHIN:
            self.note()

    def note(self) -> None:
        with suppress(SMTPException):  # what was accepted is sent, however the server says goodbye
            self.connection.close()
        if self._sent:
            settle(self._sent, sent_at=self.clock(), last_error="")
            self.count += len(self._sent)
            self._sent = []


def settle(pks: list[int], **changes: object) -> None:
    """Write down how it went, unless it was settled otherwise while the mail server took its time."""
    OutboxMessage.objects.filter(WAITING, pk__in=pks).update(claimed_until=None, **changes)
