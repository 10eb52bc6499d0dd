"""A mail of the demo taken apart, so that a page can show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from functools import cached_property

from ashi.messaging.models import DemoMail

NEWEST = 200


@dataclass(frozen=True)
class Opened:
    mail: DemoMail

    @cached_property
    def _message(self) -> EmailMessage:
        return message_from_string(self.mail.raw, _class=EmailMessage, policy=default)

    @property
    def sender(self) -> str:
        return str(self._message["From"])

    @property
    def text(self) -> str:
        return str(self._part("text/plain").get_content())

    @property
    def html(self) -> str:
        return str(self._part("text/html").get_content())

    @property
    def calendar(self) -> bytes:
        content = self._part("application/ics").get_content()
        return content if isinstance(content, bytes) else b""

    def _part(self, kind: str) -> EmailMessage:
        return next(part for part in self._message.walk() if part.get_content_type() == kind)


def newest() -> Iterator[DemoMail]:
    yield from DemoMail.objects.order_by("-received_at", "-pk").defer("raw")[:NEWEST]
