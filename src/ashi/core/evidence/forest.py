"""A forest plot as rows of numbers and places; drawing it, and saying it in words, belongs to the page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp

from ashi.core.evidence.axis import Axis, difference_axis, ratio_axis
from ashi.core.evidence.bounds import Bounds
from ashi.core.evidence.contrasts import Contrast
from ashi.core.evidence.pooling import Pooled
from ashi.core.evidence.questions import Question, Trial
from ashi.core.evidence.results import Result
from ashi.core.evidence.wording import REQUIRED_LANGUAGES, Wording


class RowKind(StrEnum):
    """A result as published; one trial of our own question; all of them together; where the true effect in one more
    such trial would lie."""

    PUBLISHED = "published"
    TRIAL = "trial"
    POOLED = "pooled"
    PREDICTION = "prediction"


@dataclass(frozen=True)
class Row:
    """`estimate`, `low` and `high` are the numbers to print; `at`, `start` and `end` where they stand, in percent of
    the picture's width. A row without an interval has None for both its ends.

    `weight` is a trial's share of the pooled estimate, 0 to 1, None where nothing is pooled. `label` is None for the
    pooled estimate and the prediction, whose words are the page's. `id` is that of the result, or of the trial's
    source.
    """

    kind: RowKind
    id: str
    label: Wording | None
    estimate: float
    low: float | None
    high: float | None
    weight: float | None
    at: float
    start: float | None
    end: float | None


@dataclass(frozen=True)
class Mark:
    """A number on the axis, and where it stands in percent of the picture's width."""

    number: float
    at: float


@dataclass(frozen=True)
class Forest:
    """All rows on one axis."""

    rows: tuple[Row, ...]
    axis: Axis

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(Mark(number, self.axis.place(number)) for number in self.axis.marks)

    @property
    def neutral_at(self) -> float:
        """Where the line of no difference stands."""
        return self.axis.place(self.axis.neutral)


@dataclass(frozen=True)
class _Line:
    """A row that has no place yet."""

    kind: RowKind
    id: str
    label: Wording | None
    estimate: float
    bounds: Bounds | None
    weight: float | None = None

    def numbers(self) -> tuple[float, ...]:
        return (self.estimate, self.bounds.low, self.bounds.high) if self.bounds else (self.estimate,)


def published_forest(results: Sequence[Result]) -> Forest:
    """Published estimates side by side, in their order; positive is better with acupuncture.

    Raises ValueError for none, and for results that do not share a measure: they have no common axis.
    """
    if len({result.measure for result in results}) != 1:
        raise ValueError("a forest plot needs results of one measure")
    lines = [_of_result(result) for result in results]
    return _planted(lines, difference_axis(_numbers(lines)))


def trials_forest(question: Question, pooled: Pooled | None = None) -> Forest:
    """The trials of a question, in their order, then what they give together and what another trial would find.

    `pooled` is the question's own estimate, None where there is one trial only. Ratios are printed as ratios, risk
    differences as people in a hundred; which side is better stands in the question. Raises ValueError when `pooled` is
    of another number of trials.
    """
    if pooled is not None and pooled.trials != len(question.trials):
        raise ValueError(f"question {question.id} has {len(question.trials)} trials, not {pooled.trials}")
    weights = pooled.weights if pooled else (None,) * len(question.trials)
    lines = [_of_trial(question, trial, weight) for trial, weight in zip(question.trials, weights, strict=True)]
    lines += _of_pooled(question, pooled) if pooled else []
    axis = ratio_axis if question.contrast is Contrast.RISK_RATIO else difference_axis
    return _planted(lines, axis(_numbers(lines)))


def _of_result(result: Result) -> _Line:
    ends = None if result.low is None or result.high is None else Bounds(result.low, result.high)
    return _Line(RowKind.PUBLISHED, result.id, result.comparison, result.estimate, ends)


def _of_trial(question: Question, trial: Trial, weight: float | None) -> _Line:
    printed = _printer(question.contrast)
    label = Wording(dict.fromkeys(REQUIRED_LANGUAGES, trial.label))
    estimate = printed(trial.effect(question.contrast).estimate)
    ends = _each(printed, trial.interval(question.contrast))
    return _Line(RowKind.TRIAL, trial.source, label, estimate, ends, weight)


def _of_pooled(question: Question, pooled: Pooled) -> list[_Line]:
    printed = _printer(question.contrast)
    estimate = printed(pooled.estimate)
    ends = {RowKind.POOLED: pooled.interval, RowKind.PREDICTION: pooled.cautious_prediction}
    return [_Line(kind, question.id, None, estimate, _each(printed, at)) for kind, at in ends.items() if at]


def _printer(contrast: Contrast) -> Callable[[float], float]:
    """From the scale on which effects are pooled to the one on which people read them."""
    if contrast is Contrast.RISK_RATIO:
        return exp
    if contrast is Contrast.RISK_DIFFERENCE:
        return lambda share: 100 * share
    return float


def _each(printed: Callable[[float], float], bounds: Bounds) -> Bounds:
    return Bounds(printed(bounds.low), printed(bounds.high))


def _numbers(lines: Iterable[_Line]) -> list[float]:
    return [number for line in lines for number in line.numbers()]


def _planted(lines: Iterable[_Line], axis: Axis) -> Forest:
    return Forest(tuple(_row(line, axis) for line in lines), axis)


def _row(line: _Line, axis: Axis) -> Row:
    low, high = (line.bounds.low, line.bounds.high) if line.bounds else (None, None)
    return Row(
        kind=line.kind,
        id=line.id,
        label=line.label,
        estimate=line.estimate,
        low=low,
        high=high,
        weight=line.weight,
        at=axis.place(line.estimate),
        start=None if low is None else axis.place(low),
        end=None if high is None else axis.place(high),
    )
