"""A mail as the octets that Django and Python would make of it, in a fifth of the time.

They make each part as if nothing were known of it: look for its longest line again and again, write its headers three
times, search for a line that may stand between the parts. Of these mails all that is known; a test compares.
"""

import base64
import re
from collections.abc import Iterator, Sequence
from email.message import Message
from email.policy import Compat32
from email.utils import formatdate
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import RFC5322_EMAIL_LINE_LENGTH_LIMIT, SafeMIMEMultipart, SafeMIMEText

UTF_8 = "utf-8"


class ShortHeaders(Compat32):
    """Headers as Django writes them, but those that need neither folding nor encoding are not searched for where."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if isinstance(value, str) and value.isascii() and "\n" not in value and len(name) + len(value) < 70:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


class Part(Message):
    """One whose headers are right already, as is what stands below them."""

    def __init__(self, octets: bytes, headers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.octets = octets
        for name, value in headers:
            self.set_raw(name, value)
        self.set_payload(octets.decode("ascii", "surrogateescape"))  # as Python keeps what is not ASCII


class Parts(SafeMIMEMultipart):
    """Several parts, held together by a line made of the mail's id; Python would search for one that does not occur."""

    def __init__(self, kind: str, boundary: str, parts: Sequence[Message]) -> None:
        super().__init__(kind, boundary, encoding=UTF_8)
        self.line, self.parts = f"--{boundary}".encode(), parts
        self.set_payload(list(parts))

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\n") -> bytes:  # type: ignore[override]
        return b"".join(_octets(self, linesep))


class Mail(EmailMultiAlternatives):
    """A plain text, other forms of it as text, and files: nothing else. It has a Message-ID."""

    def message(self, **_: Any) -> Any:
        line = "=_" + re.sub(r"\W", "", self.extra_headers["Message-ID"])[:40]
        texts: list[tuple[Any, Any]] = [(self.body, "text/plain"), *self.alternatives]
        message = Parts("alternative", f"{line}_1", [_text(content, kind) for content, kind in texts])
        if self.attachments:
            files: list[Any] = self.attachments
            message = Parts("mixed", f"{line}_0", [message, *(_file(*each) for each in files)])
        headers = {"Subject": self.subject, "From": self.from_email, "To": ", ".join(self.to)}
        if self.reply_to:
            headers["Reply-To"] = ", ".join(self.reply_to)
        headers["Date"] = formatdate(localtime=settings.EMAIL_USE_LOCALTIME)
        for name, value in (headers | self.extra_headers).items():
            message[name] = value  # refused where it has a line break
        return message


def _text(content: str, kind: str) -> Message:
    octets = content.encode()
    if max(map(len, octets.splitlines()), default=0) > RFC5322_EMAIL_LINE_LENGTH_LIMIT:
        return SafeMIMEText(content, kind.removeprefix("text/"), UTF_8)  # which shortens the lines
    encoding = "7bit" if content.isascii() else "8bit"
    return Part(octets, (("Content-Type", f'{kind}; charset="{UTF_8}"'), *_how(encoding)))


def _file(name: str, content: bytes, kind: str) -> Message:
    disposition = ("Content-Disposition", f'attachment; filename="{name}"')
    return Part(base64.encodebytes(content), (("Content-Type", kind), *_how("base64"), disposition))


def _how(encoding: str) -> tuple[tuple[str, str], ...]:
    return ("MIME-Version", "1.0"), ("Content-Transfer-Encoding", encoding)


def _octets(part: Message, linesep: str) -> Iterator[bytes]:
    policy, eol = _policy(linesep), linesep.encode()
    for name, value in part.raw_items():
        yield policy.fold_binary(name, value)
    yield eol
    if isinstance(part, Parts):
        for each in part.parts:
            yield part.line + eol
            yield from _octets(each, linesep)
            yield eol
        yield part.line + b"--" + eol
    else:
        octets = part.octets if isinstance(part, Part) else str(part.get_payload()).encode("ascii")
        yield octets.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", eol)


@lru_cache(maxsize=2)
def _policy(linesep: str) -> ShortHeaders:
    return ShortHeaders(linesep=linesep)
