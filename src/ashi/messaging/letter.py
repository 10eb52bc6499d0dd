"""The words of a mail about one visit: subject, plain text and HTML, in the language in use.

Rendering them used to be the most of what a mail costs. What many mails have in common is rendered once, with gaps for
what is one visit's own, and is kept by every value that its templates are given: so it cannot be out of date.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.template import Context, Engine
from django.template.loader import get_template
from django.utils.html import escape

from ashi.messaging.facts import Facts
from ashi.messaging.links import first_page, private_link, questions_link
from ashi.messaging.models import MessageKind, OutboxMessage
from ashi.records.before_visit import questions_are_due
from ashi.records.models import Appointment
from ashi.records.unanswered import waits_for_answers

NO_BREAK = "\u00a0"
GAP = re.compile("\x02([a-z_]+)\x03")  # nothing that is rendered has these two characters, or changes them

Pieces = tuple[str, ...]  # text, name of a gap, text, name of a gap, …, text


class Letter(NamedTuple):
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Shared:
    """All that the templates are told, but for what stands in the gaps."""

    language: str
    demo: bool
    topic: str
    ask: str
    over: bool
    cancelled: bool
    provisional: bool
    clinic: str
    place: str
    street: str
    town: str
    city: str
    directions: str
    phone: str
    late_cancel_hours: int
    practitioner: str
    licence: str
    jurisdiction: str
    first_page: str


def letter(message: OutboxMessage, facts: Facts, *, now: datetime) -> Letter:
    """What the mail says, of the facts that the message kept and of what has been answered until now."""
    shared = _shared(message, facts, now)
    own = {name: said for name, said in _own(message, facts, shared, now) if said}
    subject, text, html = _form(shared, frozenset(own))
    return Letter(
        plain(_filled(subject, own)).replace("\n", " "),
        plain(_filled(text, own)) + "\n",
        _filled(html, {name: escape(said) for name, said in own.items()}),
    )


def plain(text: str) -> str:
    # A no-break space is fine on a page; in a subject or a plain text it only gets in the way of searching.
    return text.strip().replace(NO_BREAK, " ")


def rendered(template: str, said: Mapping[str, Any], *, escaped: bool = True) -> str:
    """What is to stand in the HTML too is escaped there and not before."""
    found: Any = get_template(template)
    text = found.template.render(Context(dict(said), autoescape=escaped))
    return str(text) if escaped else "".join(text)  # Django takes every rendered text for escaped; joined, it is not


def _shared(message: OutboxMessage, facts: Facts, now: datetime) -> Shared:
    over = facts.is_cancelled and message.kind != MessageKind.LINK
    street, town = facts.address
    return Shared(
        language=message.language,
        demo=settings.DEMO,
        topic=_topic(message, facts),
        # As it is now, not as it was at the event: who has answered meanwhile is not asked again.
        ask="" if over else _ask(message.appointment, now),
        over=over,
        cancelled=facts.is_cancelled,
        provisional=facts.is_provisional,
        clinic=facts.location.organization.name,
        place=facts.location.name,
        street=street,
        town=town,
        city=facts.location.city,
        directions=facts.directions,
        phone=facts.phone,
        late_cancel_hours=facts.location.late_cancel_hours,
        practitioner=facts.practitioner,
        licence=facts.licence,
        jurisdiction=facts.jurisdiction,
        first_page=first_page(),
    )


def _own(message: OutboxMessage, facts: Facts, shared: Shared, now: datetime) -> Iterator[tuple[str, str]]:
    """What stands in the gaps. Where it is empty there is no gap, and the templates can ask for that."""
    start, zone, words = facts.start, facts.location.zone, _words()
    yield "moment", words["moment"](start, zone)
    yield "moment_in_sentence", words["moment_in_sentence"](start, zone)
    yield "end", words["clock"](facts.until, zone)
    yield "zone_short", facts.zone_short
    yield "reference", facts.reference
    yield "link", private_link(message.appointment, now=now)
    if shared.ask:
        yield "questions", questions_link(message.appointment, now=now)
    for name in ("before", "clear_by", "offered", "offered_until"):
        if instant := getattr(facts, name):
            yield name, words["moment_in_sentence"](instant, zone)


def _words() -> Mapping[str, Callable[..., str]]:
    """How dates are said: the filters that the templates have for it."""
    libraries: Any = Engine.get_default().template_libraries
    found: Mapping[str, Callable[..., str]] = libraries["wording"].filters
    return found


@lru_cache(maxsize=128)
def _form(shared: Shared, gaps: frozenset[str]) -> tuple[Pieces, Pieces, Pieces]:
    """Subject, text and HTML."""
    said = asdict(shared) | {name: f"\x02{name}\x03" for name in gaps}
    said["parts"] = {name: rendered(f"messaging/mail/{name}.txt", said, escaped=False) for name in _parts(said)}
    subject, text, html = (
        rendered(f"messaging/mail/{name}", said) for name in ("subject.txt", "text.txt", "mail.html")
    )
    return tuple(GAP.split(subject)), tuple(GAP.split(text)), tuple(GAP.split(html))


def _filled(pieces: Pieces, own: Mapping[str, str]) -> str:
    whole = list(pieces)
    whole[1::2] = [own[name] for name in pieces[1::2]]
    return "".join(whole)


def _parts(said: Mapping[str, Any]) -> Iterator[str]:
    """What is said in the plain text and in the HTML alike: each a template of its own, rendered once."""
    yield from ("lead", "when", "with", "call")
    if said["ask"]:
        yield "ask"
    if said["topic"] not in ("link", "offer"):
        yield "file"
    if not said["over"] and said.get("link"):
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
