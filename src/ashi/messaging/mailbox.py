"""A mail of the demo taken apart, so that a page can show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cached_property
from typing import Any

from ashi.messaging.models import DemoMail

NEWEST = 200


@dataclass(frozen=True)
class Opened:
    mail: DemoMail

    @cached_property
    def _message(self) -> EmailMessage:
        return message_from_bytes(self.mail.raw.encode(), _class=EmailMessage, policy=default)

    @property
    def sender(self) -> str:
        return str(self._message["From"])

    @property
    def text(self) -> str:
        return str(self._content("text/plain") or "")

    @property
    def html(self) -> str:
        return str(self._content("text/html") or "")

    @property
    def calendar(self) -> bytes | None:
        """None where the mail has no calendar file."""
        return self._content("application/ics")

    def _content(self, kind: str) -> Any:
        """Of the first part of this kind: str of a text, bytes of a file, None when there is no such part."""
        parts = [part for part in self._message.walk() if part.get_content_type() == kind]
        return parts[0].get_content() if parts else None


def newest() -> Iterator[DemoMail]:
    yield from DemoMail.objects.order_by("-received_at", "-pk").defer("raw")[:NEWEST]
