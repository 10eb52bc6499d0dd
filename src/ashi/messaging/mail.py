"""A row of the outbox as a mail: plain text, HTML and the visit for the calendar, in the patient's language."""

import re
from collections.abc import Iterator
from datetime import datetime
from email.headerregistry import Address
from email.policy import Compat32
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from ashi.messaging.calendar_file import Method, calendar_of, course_calendar
from ashi.messaging.facts import CourseFacts, Facts, facts_of
from ashi.messaging.links import course_link, first_page, private_link, questions_link
from ashi.messaging.models import MessageKind, OutboxMessage
from ashi.records.before_visit import questions_are_due
from ashi.records.models import Appointment
from ashi.records.unanswered import waits_for_answers

# A mail about a visit is a machine's: nobody's holiday notice answers it (RFC 3834).
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
NO_BREAK = "\u00a0"


class ShortHeaders(Compat32):
    """Headers as Django writes them, but those that need neither folding nor encoding are not searched for where."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if isinstance(value, str) and value.isascii() and "\n" not in value and len(name) + len(value) < 70:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


class Mail(EmailMultiAlternatives):
    """A mail whose parts are held together by lines made of its id; Python would search for some that do not occur."""

    def message(self, **how: Any) -> Any:
        message: Any = super().message(**how)
        name = re.sub(r"\W", "", self.extra_headers["Message-ID"])[:40]
        for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
            part.set_boundary(f"=_{name}_{number}")
        message.policy = SHORT_HEADERS
        return message


SHORT_HEADERS = ShortHeaders()


def compose(message: OutboxMessage, *, now: datetime) -> EmailMultiAlternatives:
    """The mail as it is sent; composed again, it replaces the first: Message-ID, UID and SEQUENCE are the row's."""
    facts = facts_of(message.appointment, message.facts, message.sequence)
    form = "mail/course" if facts.course else "mail"
    with translation.override(message.language):
        said = _said(message, facts, now)
        mail = Mail(
            subject=_plain(f"messaging/{form}/subject.txt", said).replace("\n", " "),
            body=_plain(f"messaging/{form}/text.txt", said) + "\n",
            from_email=_sender(facts.location.organization.name, settings.DEFAULT_FROM_EMAIL),
            to=[message.address],
            reply_to=[facts.location.organization.email] if facts.location.organization.email else None,
            headers={**AUTOMATIC, "Message-ID": message.message_id, "Content-Language": message.language},
        )
        mail.attach_alternative(_rendered(f"messaging/{form}/mail.html", said), "text/html")
        if facts.course:
            _attach_course(mail, message, facts.course)
        elif message.kind != MessageKind.LINK:
            _attach_visit(mail, message, facts)
    return mail


def _attach_visit(mail: EmailMultiAlternatives, message: OutboxMessage, facts: Facts) -> None:
    """As RFC 6047 has it, for programs that show an invitation; and as a file, for those that do not."""
    method: Method = "CANCEL" if facts.is_cancelled else "REQUEST"
    visit = calendar_of(facts, method=method, stamp=message.created_at, attendee=message.address)
    mail.attach_alternative(visit.decode(), f"text/calendar; method={method}")
    mail.attach("visit.ics", visit, "application/ics")


def _attach_course(mail: EmailMultiAlternatives, message: OutboxMessage, course: CourseFacts) -> None:
    """One file for all visits. It invites nobody, so it is no part that a mail program would show as an invitation."""
    visits = course_calendar(course.visits, stamp=message.created_at)
    mail.attach_alternative(visits.decode(), "text/calendar; method=PUBLISH")
    mail.attach("visits.ics", visits, "application/ics")


def _said(message: OutboxMessage, facts: Facts, now: datetime) -> dict[str, Any]:
    over = facts.is_cancelled and message.kind != MessageKind.LINK
    said = {
        "topic": _topic(message, facts),
        "facts": facts,
        "over": over,
        "clinic": facts.location.organization,
        "link": (course_link if facts.course else private_link)(message.appointment, now=now),
        # As it is now, not as it was at the event: who has answered meanwhile is not asked again.
        "ask": "" if over else _ask(message.appointment, now),
        "questions": questions_link(message.appointment, now=now),
        "first_page": first_page(),
        "language": message.language,
        "demo": settings.DEMO,
    }
    parts = {name: _rendered(f"messaging/mail/{name}.txt", said, escaped=False) for name in _parts(said)}
    return {**said, "parts": parts}


def _parts(said: dict[str, Any]) -> Iterator[str]:
    """What is said in the plain text and in the HTML alike: each a template of its own, rendered once."""
    if said["facts"].course:
        yield "call"
        return
    yield from ("lead", "when", "with", "call")
    if said["ask"]:
        yield "ask"
    if said["topic"] not in ("link", "offer"):
        yield "file"
    if not said["over"] and said["link"]:
        yield "net"
    if said["topic"] == "reminder":
        yield "stop"


def _ask(visit: Appointment, now: datetime) -> str:
    """never: nobody has asked the safety questions yet; again: they are asked anew before each visit."""
    if waits_for_answers(visit, now=now):
        return "never"
    return "again" if questions_are_due(visit, now=now) else ""


def _topic(message: OutboxMessage, facts: Facts) -> str:
    """What the mail is about, as its templates tell it apart."""
    if facts.offered:
        return "offer"
    if message.kind in (MessageKind.REMINDER, MessageKind.LINK):
        return str(message.kind)
    if message.kind == MessageKind.CANCELLATION:
        return "released" if facts.released else "cancelled"
    if facts.is_provisional:
        return "kept"
    if message.kind == MessageKind.CHANGE:
        return "cleared" if facts.cleared else "restored" if facts.restored else "changed"
    return "booked"


def _plain(template: str, said: dict[str, Any]) -> str:
    # A no-break space is fine on a page; in a subject or a plain text it only gets in the way of searching.
    return _rendered(template, said).strip().replace(NO_BREAK, " ")


def _rendered(template: str, said: dict[str, Any], *, escaped: bool = True) -> str:
    """What is to stand in the HTML too is escaped there and not before."""
    found: Any = get_template(template)
    text = found.template.render(Context(said, autoescape=escaped))
    return str(text) if escaped else "".join(text)  # Django takes every rendered text for escaped; joined, it is not


@lru_cache(maxsize=64)
def _sender(clinic: str, address: str) -> str:
    """The clinic's name, before the address that the mail server lets us send from."""
    return str(Address(display_name=clinic, addr_spec=address))
