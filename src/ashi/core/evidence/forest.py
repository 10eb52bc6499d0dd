"""A forest plot as rows of numbers and places; drawing it, and saying it in words, belongs to the page."""

from dataclasses import dataclass
from enum import StrEnum

from ashi.core.evidence.bounds import Bounds
from ashi.core.evidence.wording import Wording


class RowKind(StrEnum):
    """A result as published, one trial of our own question, all of them together, and where another trial's true effect
    would lie."""

    PUBLISHED = "published"
    TRIAL = "trial"
    POOLED = "pooled"
    PREDICTION = "prediction"


@dataclass(frozen=True)
class Line:
    """What a row says, in the units that are printed; `weight` is its share of the pooled estimate, 0 to 1.

    `name` is None for our own pooled estimate and prediction: their words are the page's.
    """

    kind: RowKind
    id: str
    name: Wording | str | None
    estimate: float
    bounds: Bounds | None
    weight: float | None = None
