"""What a patient has answered to the safety questions for a visit, in words: for whoever treats, on any page.

The check that the visit was booked from, what it said before it was changed, and every later answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ashi.core.safety import CHANGED
from ashi.knowledge.rows import KnowledgeError
from ashi.knowledge.safety import Screen
from ashi.records import rules
from ashi.records.models import Appointment, Clearance, Recheck

FULL, SHORT, FULL_AGAIN, BEFORE_THE_CHANGE = "full", "short", "full-again", "before-the-change"
SAYS_SOMETHING = ("yes", "unsure")


@dataclass(frozen=True)
class Why:
    """A rule that applied: `text` is empty where an answer was changed after a Stop; `tell` is for who treats."""

    rule: str
    action: str
    text: str
    tell: str
    changed: bool


@dataclass(frozen=True)
class Asked:
    """A question and what was said; `before` where it was said otherwise earlier."""

    id: str
    question: str
    said: str
    before: str = ""


@dataclass(frozen=True)
class Told:
    """One pass through the questions. `kind`: full, short (the emergency questions), full-again, before-the-change."""

    kind: str
    at: datetime
    result: str
    version: str
    reasons: tuple[Why, ...]
    yes: tuple[Asked, ...]
    changes: tuple[Asked, ...]
    asked: int


def told_of(visit: Appointment, *, language: str) -> list[Told]:
    """Newest first."""
    again = list(visit.rechecks.all())
    found = [_again(row, language) for row in again]
    check = visit.clearance
    # A visit that was booked without answers has the first ones for its check: the same pass, told once.
    if check and check.result and check.decided_at not in {row.at for row in again}:
        found += _check(check, language, by_desk=visit.source == "desk")
    return sorted(found, key=lambda one: one.at, reverse=True)


def last_result(visit: Appointment) -> str:
    """Of the newest answers to this visit's questions; empty when nothing was asked."""
    again = Recheck.objects.filter(appointment=visit).order_by("-at", "-pk").values_list("result", flat=True).first()
    return again or (visit.clearance.result if visit.clearance else "")


def _again(row: Recheck, language: str) -> Told:
    kind = FULL_AGAIN if row.whole else SHORT
    return _told(kind, row.at, row.result, row.rules_version, row.reasons, row.answers, language)


def _check(check: Clearance, language: str, *, by_desk: bool) -> list[Told]:
    """The check as it stands, and each that was changed after it had been a Stop."""
    stops = check.earlier_answers
    first = stops[-1]["answers"] if stops else {}
    kind = SHORT if by_desk else FULL
    at = check.decided_at or check.created_at
    now = _told(kind, at, check.result, check.rules_version, check.reasons, check.answers, language, before=first)
    return [
        now,
        *(
            _told(
                BEFORE_THE_CHANGE,
                datetime.fromisoformat(one["at"]),
                one["result"],
                check.rules_version,
                one["reasons"],
                one["answers"],
                language,
            )
            for one in reversed(stops)
        ),
    ]


def _told(
    kind: str,
    at: datetime,
    result: str,
    version: str,
    reasons: list[dict[str, Any]],
    answers: Mapping[str, str],
    language: str,
    before: Mapping[str, str] | None = None,
) -> Told:
    screen = _screen(version)
    return Told(
        kind=kind,
        at=at,
        result=result,
        version=version,
        reasons=tuple(_why(row, screen, language) for row in reasons),
        yes=tuple(
            Asked(name, _question(name, screen, language), said)
            for name, said in answers.items()
            if said in SAYS_SOMETHING
        ),
        changes=_changes(before or {}, answers, screen, language),
        asked=len(answers),
    )


def _changes(
    before: Mapping[str, str], now: Mapping[str, str], screen: Screen | None, language: str
) -> tuple[Asked, ...]:
    """Questions answered both times, and otherwise the second time."""
    other = [name for name in before if name in now and before[name] != now[name]]
    return tuple(Asked(name, _question(name, screen, language), now[name], before[name]) for name in other)


def _why(row: dict[str, Any], screen: Screen | None, language: str) -> Why:
    advice = screen.advice.get(row["text"]) if screen else None
    return Why(
        rule=row["rule"],
        action=row["action"],
        text=advice.reason.in_language(language) if advice else "",
        tell=advice.tell.in_language(language) if advice and advice.tell else "",
        changed=row["text"] == CHANGED,
    )


def _question(name: str, screen: Screen | None, language: str) -> str:
    asked = screen.asked.get(name) if screen else None
    return asked.text.in_language(language) if asked else name


def _screen(version: str) -> Screen | None:
    try:
        return rules.screen_of(version)
    except KnowledgeError:
        return None
