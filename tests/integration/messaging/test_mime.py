"""The octets of a mail are those that Django and Python make of it."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import BadHeaderError

from ashi.messaging.mime import Mail

TEXTS = ["Short.\n", "Año: niño\n\nFrom here on\r\nother ends\rof lines", "long " * 300 + "é\n", ""]


def written(kind: type[EmailMultiAlternatives], text: str, *, subject: str = "ACUMD: visit", file: bool = True) -> Any:
    mail = kind(
        subject=subject,
        body=text,
        from_email='"Clínica Núñez" <visits@example.invalid>',
        to=["ana@example.invalid"],
        reply_to=["desk@example.invalid"],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": "<1234-abcd@example.invalid>"},
    )
    mail.attach_alternative(f"<p>{text}</p>", "text/html")
    if file:
        mail.attach_alternative(text, 'text/calendar; method="REQUEST"')
        mail.attach("visit.ics", text.encode() * 9, "application/ics")
    return mail.message()


def told(octets: bytes) -> list[Any]:
    """Every part's headers, in any order, and its content as it stands in the mail."""
    return [_part(part) for part in message_from_bytes(octets).walk()]


def _part(part: Message) -> tuple[Any, ...]:
    headers = [(name, value) for name, value in part.items() if not part.is_multipart() or name != "Content-Type"]
    return part.get_content_type(), sorted(headers), None if part.is_multipart() else part.get_payload()


@pytest.mark.parametrize("file", [True, False])
@pytest.mark.parametrize("linesep", ["\n", "\r\n"])
@pytest.mark.parametrize("subject", ["ACUMD: visit", "Año nuevo, " * 12, "a long one " * 12])
@pytest.mark.parametrize("text", TEXTS[:3])
def test_they_are_those_of_django(text: str, subject: str, linesep: str, file: bool) -> None:
    with time_machine.travel(datetime(2026, 2, 2, tzinfo=UTC), tick=False):
        ours = written(Mail, text, subject=subject, file=file).as_bytes(linesep=linesep)
        theirs = written(EmailMultiAlternatives, text, subject=subject, file=file).as_bytes(linesep=linesep)
    assert told(ours) == told(theirs)
    assert max(map(len, ours.split(linesep.encode()))) <= 998
    assert linesep == "\n" or b"\n" not in ours.replace(b"\r\n", b"")


def test_other_programs_read_in_it_what_was_written() -> None:
    text = TEXTS[1]
    message = message_from_bytes(written(Mail, text).as_bytes(linesep="\r\n"), policy=default)
    kinds = {part.get_content_type(): part for part in message.walk()}
    assert kinds["text/plain"].get_content().splitlines() == text.splitlines()
    assert kinds["text/html"].get_content().strip().splitlines() == f"<p>{text}</p>".splitlines()
    assert kinds["text/calendar"].get_param("method") == "REQUEST"
    assert kinds["application/ics"].get_content() == text.encode() * 9
    assert kinds["application/ics"].get_filename() == "visit.ics"
    assert [part.defects for part in message.walk()] == [[]] * 6


def test_no_text_can_write_a_header() -> None:
    with pytest.raises(BadHeaderError):
        written(Mail, "x", subject="visit\nBcc: everybody@example.invalid")
