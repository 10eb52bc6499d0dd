"""The demo's post office: keeps what would have been sent, in the same database, for `/demo/mailbox/`."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from ashi.messaging.models import DemoMail


class Backend(BaseEmailBackend):
    """A mail that comes again under the same Message-ID takes the place of the first, as in a good mail program."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            message = mail.message()
            kept = {"to": ", ".join(mail.to), "subject": mail.subject, "raw": message.as_bytes().decode()}
            DemoMail.objects.update_or_create(
                message_id=message["Message-ID"],
                defaults=kept,
                create_defaults={**kept, "received_at": timezone.now()},
            )
        return len(email_messages)
