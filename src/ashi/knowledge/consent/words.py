"""What a patient reads before they agree: how it is done, what may happen and how often, what else there is."""

from dataclasses import dataclass
from datetime import date

from ashi.core.evidence.sources import Source
from ashi.core.evidence.wording import Wording
from ashi.core.treatment import Technique


@dataclass(frozen=True)
class Rate:
    """How often, as a study counted it: `people` of `of`; `low` and `high` of the same number, where it gave bounds."""

    people: float
    of: int
    source: Source
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.people <= self.of:  # fewer than one person is said of more people
            raise ValueError(f"{self.people} of {self.of} people is no rate")
        if (self.low is None) != (self.high is None):
            raise ValueError("a rate has both bounds or none")
        if self.low is not None and self.high is not None and not self.low <= self.people <= self.high:
            raise ValueError(f"{self.people} does not lie between its bounds")


@dataclass(frozen=True)
class Risk:
    """`rates` is empty where no figure was found; nothing is put in its place. `mark`: C read, O our own reading."""

    id: str
    what: Wording
    sources: tuple[Source, ...]
    mark: str
    rates: tuple[Rate, ...] = ()

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"{self.id} names no source")
        if self.rates and self.mark != "C":
            raise ValueError(f"{self.id}: a figure is read in its source, not our own reading")


@dataclass(frozen=True)
class Sheet:
    """What stands around every technique; `claims` are ids of the register."""

    version: str
    effective: date
    review_due: date
    sign_off: str
    sources: tuple[str, ...]
    mark: str
    claims: tuple[str, ...]
    intro: Wording
    instead: tuple[Wording, ...]
    rights: tuple[Wording, ...]
    afterwards: tuple[Wording, ...]


@dataclass(frozen=True)
class Words:
    """One version of the words for one technique. `sha256` is of every word on the page, the sheet's included."""

    technique: Technique
    version: str
    sheet: Sheet
    effective: date
    review_due: date
    sign_off: str
    title: Wording
    what: Wording
    agree: Wording
    risks: tuple[Risk, ...]
    tell: tuple[Wording, ...]
    sha256: str
