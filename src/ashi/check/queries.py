"""What the pages of the check show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from ashi.check import kept
from ashi.core.safety import CHANGED, Action, Reason, Result, Soon, assess
from ashi.knowledge.safety import Advice, Page, Screen
from ashi.records.models import Clearance
from ashi.records.tokens import digest
from ashi.web import clinic


@dataclass(frozen=True)
class ReasonLine:
    """One reason in the words of the page's language; `say` in English too, for a hospital that speaks it."""

    rule: str
    action: Action
    text: str
    say: str = ""
    say_in_english: str = ""
    ambulance: bool = False


def open_check(key: str, *, now: datetime) -> Clearance | None:
    """The check of this browser, if it can still be answered: a booked one goes with its visit."""
    if not key:
        return None
    return Clearance.objects.filter(key_hash=digest(key), expires_at__gt=now, appointments__isnull=True).first()


def today(now: datetime) -> date:
    """The day it is at the clinic."""
    place = clinic.current().place
    return timezone.localdate(now, ZoneInfo(place.zone if place else "UTC"))


def pages(check: Clearance) -> tuple[Page, ...]:
    return kept.screen_of(check).pages


def next_step(check: Clearance, *, today: date, after: Page | None = None) -> str:
    """The address of the first page with something unanswered, looking ahead of `after` first."""
    if kept.is_stopped(check):
        return reverse("check:stop")
    if kept.needs_guardian(check, today=today):
        return reverse("check:guardian")
    open_pages = _unanswered(check, today=today)
    ahead = pages(check)[pages(check).index(after) + 1 :] if after else pages(check)
    coming = [page for page in open_pages if page in ahead] or open_pages
    return reverse("check:questions", args=[coming[0].name]) if coming else reverse("check:result")


def _unanswered(check: Clearance, *, today: date) -> list[Page]:
    profile, screen = kept.profile_of(check, today=today), kept.screen_of(check)
    missing = set(assess(kept.answers_of(check), rules=screen.rules, profile=profile).missing)
    return [page for page in screen.pages if missing & set(page.questions)]


def previous_step(check: Clearance, *, page: Page | None, today: date) -> str:
    """One page back; `page` is None on the result."""
    number = pages(check).index(page) if page else len(pages(check))
    if number:
        return reverse("check:questions", args=[pages(check)[number - 1].name])
    is_minor = kept.profile_of(check, today=today).is_minor
    return reverse("check:guardian" if is_minor else "check:start")


def reasons(check: Clearance, *, of: Sequence[Result]) -> list[ReasonLine]:
    """Those whose own weight is among `of`, strictest first. Notes are for the chart only."""
    return lines([kept.reason_of(row) for row in check.reasons], screen=kept.screen_of(check), of=of)


def lines(reasons: Iterable[Reason], *, screen: Screen, of: Sequence[Result]) -> list[ReasonLine]:
    found = [reason for reason in reasons if reason.result in of and reason.action is not Action.NOTE]
    return [_line(reason, screen.advice) for reason in found]


def _line(reason: Reason, words: Mapping[str, Advice]) -> ReasonLine:
    if reason.text == CHANGED:
        changed = gettext(
            "Earlier you gave an answer that called for emergency help, and then changed it."
            " If the first answer was right, call 911."
        )
        return ReasonLine(reason.rule, reason.action, changed)
    advice = words[reason.text]
    here = get_language()
    return ReasonLine(
        rule=reason.rule,
        action=reason.action,
        text=" ".join([advice.reason.in_language(here), *_because_raised(reason)]),
        say=advice.say.in_language(here) if advice.say else "",
        say_in_english=advice.say.in_language("en") if advice.say else "",
        ambulance=advice.ambulance,
    )


def _because_raised(reason: Reason) -> list[str]:
    """The rule's own words are for what it asks for alone; the age profile asks for more."""
    if reason.raised_by is None:
        return []
    if reason.action is Action.ROUTINE:
        return [gettext("Because this is your first back pain, and because of your age, see your doctor about it too.")]
    return [gettext("Because this is your first back pain, and because of your age, a doctor should look first.")]


def how_soon(check: Clearance) -> Soon | None:
    return soonest(kept.reason_of(row) for row in check.reasons)


def soonest(reasons: Iterable[Reason]) -> Soon | None:
    """The soonest that any urgent reason asks for."""
    found = {reason.soon for reason in reasons if reason.result is Result.URGENT}
    return next((soon for soon in Soon if soon in found), None)
