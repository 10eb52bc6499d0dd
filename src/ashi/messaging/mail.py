"""A row of the outbox as a mail: plain text, HTML and the visit for the calendar, in the patient's language."""

from datetime import datetime
from email.headerregistry import Address
from functools import lru_cache

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from ashi.messaging.calendar_file import Method, calendar_of, course_calendar
from ashi.messaging.facts import CourseFacts, Facts, facts_of
from ashi.messaging.letter import Letter, letter, plain, rendered
from ashi.messaging.links import course_link
from ashi.messaging.mime import Mail
from ashi.messaging.models import MessageKind, OutboxMessage

# A mail about a visit is a machine's: nobody's holiday notice answers it (RFC 3834).
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def compose(message: OutboxMessage, *, now: datetime) -> EmailMultiAlternatives:
    """The mail as it is sent; composed again, it replaces the first: Message-ID, UID and SEQUENCE are the row's."""
    facts = facts_of(message.appointment, message.facts, message.sequence)
    with translation.override(message.language):
        said = _course_letter(message, facts, now) if facts.course else letter(message, facts, now=now)
        mail = Mail(
            subject=said.subject,
            body=said.text,
            from_email=_sender(facts.location.organization.name, settings.DEFAULT_FROM_EMAIL),
            to=[message.address],
            reply_to=[facts.location.organization.email] if facts.location.organization.email else None,
            headers={**AUTOMATIC, "Message-ID": message.message_id, "Content-Language": message.language},
        )
        mail.attach_alternative(said.html, "text/html")
        if facts.course:
            _attach_course(mail, message, facts.course)
        elif message.kind != MessageKind.LINK:
            _attach_visit(mail, message, facts)
    return mail


def _course_letter(message: OutboxMessage, facts: Facts, now: datetime) -> Letter:
    said = {
        "facts": facts,
        "clinic": facts.location.organization,
        "link": course_link(message.appointment, now=now),
        "language": message.language,
        "demo": settings.DEMO,
    }
    said["parts"] = {"call": rendered("messaging/mail/call.txt", {"phone": facts.phone}, escaped=False)}
    return Letter(
        plain(rendered("messaging/mail/course/subject.txt", said)).replace("\n", " "),
        plain(rendered("messaging/mail/course/text.txt", said)) + "\n",
        rendered("messaging/mail/course/mail.html", said),
    )


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


@lru_cache(maxsize=64)
def _sender(clinic: str, address: str) -> str:
    """The clinic's name, before the address that the mail server lets us send from."""
    return str(Address(display_name=clinic, addr_spec=address))
