"""Where the desk has put the visits of a proposal: its lists, as a form sends them."""

from collections.abc import Mapping

from ashi.clinic.queries.replan_places import Choice
from ashi.clinic.queries.replanning import Replanning

CALL = "call"


def wanted_of(posted: Mapping[str, str], asked: Replanning) -> dict[int, Choice | None]:
    """Where the desk has put each visit, as far as it can be read; None: to be called."""
    sent = {visit.pk: posted.get(f"visit-{visit.pk}") for visit in asked.visits}
    read = {pk: _choice(one) for pk, one in sent.items() if one and one != CALL}
    calls: dict[int, Choice | None] = dict.fromkeys(pk for pk, one in sent.items() if one == CALL)
    return calls | {pk: one for pk, one in read.items() if one}


def _choice(sent: str) -> Choice | None:
    parts = sent.split(":")
    if len(parts) != 4 or not all(_is_number(part) for part in parts[:3]):
        return None
    return int(parts[0]), int(parts[1]), int(parts[2]), int(parts[3]) if _is_number(parts[3]) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 12
