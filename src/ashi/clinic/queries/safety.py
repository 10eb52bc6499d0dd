"""What a visit's safety check says, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from ashi.core.safety import CHANGED
from ashi.knowledge.rows import KnowledgeError
from ashi.records import rules
from ashi.records.models import Appointment, Clearance, ScreenResult


@dataclass(frozen=True)
class Said:
    """`level` is the result; `reasons` why, strictest first; `tell` what the acupuncturist should do."""

    level: str
    reasons: tuple[str, ...]
    tell: tuple[str, ...]
    only_emergencies: bool
    changed: bool


def said_of(visit: Appointment) -> Said | None:
    """None when nothing was asked, or nothing is known of it but that it was."""
    check = visit.clearance
    if check is None or not check.result:
        return None
    words = [_words(row, check) for row in check.reasons]
    return Said(
        level=check.result,
        reasons=tuple(dict.fromkeys(reason for reason, _ in words if reason)),
        tell=tuple(dict.fromkeys(tell for _, tell in words if tell)),
        only_emergencies=visit.source == "desk",
        changed=bool(check.earlier_answers),
    )


def level_word(level: str) -> str:
    words = {
        ScreenResult.CLEAR: gettext("Clear"),
        ScreenResult.CAUTION: gettext("Caution"),
        ScreenResult.URGENT: gettext("Urgent"),
        ScreenResult.EMERGENCY: gettext("Emergency"),
    }
    return words.get(ScreenResult(level), level)


def _words(row: dict[str, Any], check: Clearance) -> tuple[str, str]:
    if row["text"] == CHANGED:
        return gettext("An answer that called for emergency help was changed afterwards."), ""
    try:
        advice = rules.screen_of(check.rules_version).advice.get(row["text"])
    except KnowledgeError:
        advice = None
    if advice is None:
        return gettext("Rule %(rule)s") % {"rule": row["rule"]}, ""
    here = get_language() or "en"
    return advice.reason.in_language(here), advice.tell.in_language(here) if advice.tell else ""
