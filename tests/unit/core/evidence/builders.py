"""A claim, a source and a result that are right, for tests that make one thing wrong."""

from dataclasses import replace
from typing import Any

from ashi.core.evidence.certainty import Certainty, GradedBy, Level
from ashi.core.evidence.claims import Claim, Kind
from ashi.core.evidence.results import Measure, Result
from ashi.core.evidence.sources import Read, Source
from ashi.core.evidence.wording import Wording


def words(text: str = "words") -> Wording:
    return Wording({"en": text, "es": text})


def certainty(lowest: Level = Level.LOW, highest: Level | None = None) -> Certainty:
    return Certainty(words(), lowest, highest if highest is not None else lowest, GradedBy.PUBLISHED)


def claim(**changes: Any) -> Claim:
    right = Claim("less-pain", words(), Kind.FINDING, sources=("vickers-2018",), certainties=(certainty(),))
    return replace(right, **changes)


def source(**changes: Any) -> Source:
    right = Source("vickers-2018", "Vickers 2018", Read.ABSTRACT, 2018, doi="10.1016/j.jpain.2017.11.005")
    return replace(right, **changes)


def result(**changes: Any) -> Result:
    right = Result("sham", words(), words(), Measure.STANDARD_DEVIATIONS, 0.23, "vickers-2018", low=0.13, high=0.33)
    return replace(right, **changes)
