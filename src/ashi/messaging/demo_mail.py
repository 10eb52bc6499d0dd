"""The demo's post office: keeps what would have been sent, in the same database, for `/demo/mailbox/`."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from ashi.messaging.models import DemoMail


class Backend(BaseEmailBackend):
    """A mail that comes again under the same Message-ID takes the place of the first, as in a good mail program.

    What is sent over a connection that was opened is written down when it is closed.
    """

    def __init__(self, fail_silently: bool = False, **_: object) -> None:
        super().__init__(fail_silently)
        self._open = False
        self._taken: dict[str, DemoMail] = {}

    def open(self) -> bool:
        newly, self._open = not self._open, True
        return newly

    def close(self) -> None:
        taken, self._taken, self._open = list(self._taken.values()), {}, False
        if taken:
            fields = ["to", "subject", "raw"]
            DemoMail.objects.bulk_create(
                taken, update_conflicts=True, unique_fields=["message_id"], update_fields=fields
            )

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        newly = self.open()
        for mail in email_messages:
            message, to = mail.message(), ", ".join(mail.to)
            self._taken[message["Message-ID"]] = DemoMail(
                message_id=message["Message-ID"],
                to=to,
                subject=str(mail.subject),
                raw=message.as_bytes().decode(),
                received_at=timezone.now(),
            )
        if newly:
            self.close()
        return len(email_messages)
