"""What a visit's safety check says, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from ashi.core.safety import CHANGED
from ashi.knowledge.rows import KnowledgeError
from ashi.records import rules
from ashi.records.models import Appointment, ScreenResult


@dataclass(frozen=True)
class Said:
    """`level` is the result; `reasons` why, strictest first; `tell` what the acupuncturist should do."""

    level: str
    reasons: tuple[str, ...]
    tell: tuple[str, ...]
    only_emergencies: bool
    changed: bool


def said_of(visit: Appointment) -> Said | None:
    """None when nothing was asked, or nothing is known of it but that it was.

    What was answered last comes first; the precautions of the check stand whatever was answered since.
    """
    check = visit.clearance if visit.clearance and visit.clearance.result else None
    last = visit.rechecks.order_by("-at", "-pk").first()
    passes = [one for one in (last, check) if one]
    if not passes:
        return None
    words = [_words(row, one.rules_version) for one in passes for row in one.reasons]
    return Said(
        level=max((ScreenResult(one.result) for one in passes), key=list(ScreenResult).index),
        reasons=tuple(dict.fromkeys(reason for reason, _ in words if reason)),
        tell=tuple(dict.fromkeys(tell for _, tell in words if tell)),
        only_emergencies=check is None or visit.source == "desk",
        changed=bool(check and check.earlier_answers),
    )


def level_word(level: str) -> str:
    words = {
        ScreenResult.CLEAR: gettext("Clear"),
        ScreenResult.CAUTION: gettext("Caution"),
        ScreenResult.URGENT: gettext("Urgent"),
        ScreenResult.EMERGENCY: gettext("Emergency"),
    }
    return words.get(ScreenResult(level), level)


def _words(row: dict[str, Any], version: str) -> tuple[str, str]:
    if row["text"] == CHANGED:
        return gettext("An answer that called for emergency help was changed afterwards."), ""
    try:
        advice = rules.screen_of(version).advice.get(row["text"])
    except KnowledgeError:
        advice = None
    if advice is None:
        return gettext("Rule %(rule)s") % {"rule": row["rule"]}, ""
    here = get_language() or "en"
    return advice.reason.in_language(here), advice.tell.in_language(here) if advice.tell else ""
