"""What the tests of messages do again and again: book, move, cancel, let time pass, send, read."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends import locmem
from icalendar import Calendar, Event

from ashi.book.actions import Terms, book_visit, cancel_visit, move_visit
from ashi.messaging import sending
from ashi.messaging.models import OutboxMessage
from ashi.records.by import SYSTEM
from ashi.records.models import Appointment, Consent, Patient, ScreenResult
from tests import cast


@dataclass
class Office:
    clinic: cast.Clinic
    clock: time_machine.Traveller
    monkeypatch: pytest.MonkeyPatch
    failures: list[Exception] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    def at(self, weekday: int, hour: int, minute: int = 0) -> datetime:
        return cast.next_weekday(weekday, time(hour, minute), after=self.now)

    def book(
        self, start: datetime | None = None, *, result: ScreenResult = ScreenResult.CLEAR, **patient: object
    ) -> Appointment:
        """A visit of Ana's; on Thursday at ten unless it is said when."""
        plan = self.clinic.plan(start or self.at(3, 10), now=self.now)
        terms = Terms(source="web", clearance=cast.cleared(result), screened=True)
        return book_visit(plan=plan, patient=cast.ana(**patient), terms=terms, by=SYSTEM)

    def move(self, visit: Appointment, start: datetime, *, send_after: timedelta = timedelta(0)) -> Appointment:
        plan = self.clinic.plan(start, now=self.now)
        return move_visit(appointment=visit, plan=plan, by=SYSTEM, send_after=send_after)

    def cancel(self, visit: Appointment, *, send_after: timedelta = timedelta(0)) -> Appointment:
        return cancel_visit(appointment=visit, by=SYSTEM, send_after=send_after)

    def later(self, **how_long: float) -> None:
        self.clock.shift(timedelta(**how_long))

    def send(self) -> list[str]:
        """The subjects of what goes out now."""
        before = len(mail.outbox)
        sending.send_due(now=self.now)
        return [sent.subject for sent in mail.outbox[before:]]

    def close(self, error: Exception | None = None) -> None:
        """From now on the mail server refuses."""

        def refuse(*_: object) -> int:
            raise error or SMTPServerDisconnected("Connection to ana@example.invalid unexpectedly closed")

        self.monkeypatch.setattr(locmem.EmailBackend, "send_messages", refuse)

    def open(self) -> None:
        self.monkeypatch.undo()

    def last(self) -> EmailMultiAlternatives:
        sent = mail.outbox[-1]
        assert isinstance(sent, EmailMultiAlternatives)
        return sent


def remind(patient: Patient, *, at: datetime) -> Consent:
    return Consent.objects.create(patient=patient, kind="reminders", text_version="1", source="web", given_at=at)


def rows(*fields: str) -> list[tuple[object, ...]]:
    return list(OutboxMessage.objects.order_by("pk").values_list(*fields))


def parsed(sent: EmailMultiAlternatives) -> EmailMessage:
    """As a mail program reads what goes over the wire."""
    message = BytesParser(EmailMessage, policy=default).parsebytes(sent.message().as_bytes(linesep="\r\n"))
    assert isinstance(message, EmailMessage)
    return message


def part(sent: EmailMultiAlternatives, kind: str) -> EmailMessage:
    (found,) = [each for each in parsed(sent).walk() if each.get_content_type() == kind]
    assert isinstance(found, EmailMessage)
    return found


def event_in(content: bytes | str) -> Event:
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def html_of(sent: EmailMultiAlternatives) -> str:
    return str(part(sent, "text/html").get_content())
