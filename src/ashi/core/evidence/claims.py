"""What may be said on a public page about health, and why.

Florida 64B1-9.007 forbids partial disclosure and unjustified expectations in advertising, and the FTC's health products
guidance (2022) asks for the limits of a claim in the same place as the claim: so certainty and sources belong to the
sentence itself.
"""

import json
import re
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256

from ashi.core.evidence.certainty import Certainty
from ashi.core.evidence.wording import Wording

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Kind(StrEnum):
    """A finding rests on studies and has a certainty. A position is what a guideline or an authority says, a practice
    how something is done; neither has one."""

    FINDING = "finding"
    POSITION = "position"
    PRACTICE = "practice"


class Verdict(StrEnum):
    """What became of a sentence of the clinic's old page."""

    KEPT = "kept"
    QUALIFIED = "qualified"
    REPHRASED = "rephrased"
    REMOVED = "removed"


@dataclass(frozen=True)
class OldSentence:
    """A sentence as the old page had it, the verdict on it, and the reason."""

    quotation: str
    verdict: Verdict
    why: Wording


@dataclass(frozen=True)
class Signature:
    """A named licensed person's review. Raises ValueError when a part is missing or the next review is not later."""

    name: str
    licence: str
    signed_on: date
    review_due: date

    def __post_init__(self) -> None:
        if not (self.name.strip() and self.licence.strip()):
            raise ValueError("a signature needs a name and a licence")
        if self.review_due <= self.signed_on:
            raise ValueError("the next review lies after the signature")


@dataclass(frozen=True)
class Claim:
    """A sentence that may stand on a public page.

    Raises ValueError for an id that is not lower-case words joined by hyphens, for no source, for a finding without a
    certainty, and for anything else with one.
    """

    id: str
    sentence: Wording
    kind: Kind
    sources: tuple[str, ...]
    certainties: tuple[Certainty, ...] = ()
    results: tuple[str, ...] = ()
    contrary: Wording | None = None
    old: OldSentence | None = None
    signature: Signature | None = None

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(f"claim id {self.id!r} is not lower-case words joined by hyphens")
        if not self.sources:
            raise ValueError(f"claim {self.id} has no source")
        if len(set(self.sources)) < len(self.sources):
            raise ValueError(f"claim {self.id} names a source twice")
        if bool(self.certainties) != (self.kind is Kind.FINDING):
            raise ValueError(f"claim {self.id}: a finding says how certain it is, nothing else does")

    @property
    def certainty(self) -> Certainty | None:
        """The least certain of its comparisons, shown beside the sentence; None unless it is a finding."""
        return min(self.certainties, key=lambda certainty: certainty.points, default=None)

    @property
    def fingerprint(self) -> str:
        """64 hexadecimal digits over everything that the claim says and names, its signature left out: what a signature
        is for."""
        return sha256(json.dumps(_plain(replace(self, signature=None)), sort_keys=True).encode()).hexdigest()

    def is_reviewed(self, today: date) -> bool:
        """Signed, and the date of the next review not passed."""
        return self.signature is not None and today < self.signature.review_due

    def is_overdue(self, today: date) -> bool:
        """Signed once, and the day of the next review has come."""
        return self.signature is not None and not self.is_reviewed(today)


def _plain(part: object) -> object:
    """A claim, or a part of one, as lists, texts and numbers."""
    if isinstance(part, Wording):
        return dict(part.texts)
    if is_dataclass(part) and not isinstance(part, type):
        return {each.name: _plain(getattr(part, each.name)) for each in fields(part)}
    if isinstance(part, tuple):
        return [_plain(each) for each in part]
    return part
