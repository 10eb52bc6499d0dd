"""Where is an acupuncturist now, and until when? For the sentence about who could take needles out."""

from collections.abc import Sequence
from dataclasses import dataclass

from ashi.clinic.sheet.threads import Stay


@dataclass(frozen=True)
class Whereabouts:
    """In the room of a column, or in none, until a minute of the sheet; None: for the rest of the day."""

    column: int | None
    until: float | None
    free_until: float | None = None


def whereabouts(stays: Sequence[Stay], minute: float) -> Whereabouts:
    here = [stay for stay in stays if stay.start <= minute < stay.end]
    if not here:
        return Whereabouts(None, _next(stays, minute))
    leaves = max(stay.end for stay in here)
    return Whereabouts(here[0].column, leaves, _next(stays, leaves))


def _next(stays: Sequence[Stay], minute: float) -> float | None:
    return min((stay.start for stay in stays if stay.start >= minute), default=None)
