"""Trials that asked the same question, answered from their own numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from ashi.core.evidence import contrasts
from ashi.core.evidence.arms import Arm
from ashi.core.evidence.bounds import Bounds
from ashi.core.evidence.contrasts import Contrast
from ashi.core.evidence.effects import Effect
from ashi.core.evidence.pooling import Model, Pooled, Precision, pool
from ashi.core.evidence.sources import Source
from ashi.core.evidence.wording import Wording


class Better(StrEnum):
    """Whether a patient wants more of the outcome, or less."""

    MORE = "more"
    LESS = "less"


@dataclass(frozen=True)
class Trial:
    """Two groups of one trial. `name` is how the trial is known, in every language."""

    name: str
    year: int
    source: str
    treatment: Arm
    control: Arm

    @property
    def label(self) -> str:
        return f"{self.name} {self.year}"

    @property
    def people(self) -> int:
        return self.treatment.people + self.control.people

    def effect(self, contrast: Contrast) -> Effect:
        """Raises ValueError when the arms do not go with the contrast."""
        return contrasts.effect(contrast, self.treatment, self.control)

    def interval(self, contrast: Contrast) -> Bounds:
        """The 95% confidence interval, on the scale of the effect. Raises ValueError as `effect` does."""
        return contrasts.interval(contrast, self.treatment, self.control)


@dataclass(frozen=True)
class Question:
    """What was compared, what was counted or measured, and the trials that did; `note` is what a reader has to know
    about the numbers, `claim` the id of the sentence that the answer belongs to.

    Raises ValueError for no trial, a trial that is there twice, or one whose arms do not go with the contrast.
    """

    id: str
    comparison: Wording
    outcome: Wording
    contrast: Contrast
    better: Better
    trials: tuple[Trial, ...]
    note: Wording | None = None
    claim: str = ""

    def __post_init__(self) -> None:
        if not self.trials:
            raise ValueError(f"question {self.id} has no trial")
        if len({trial.label for trial in self.trials}) < len(self.trials):
            raise ValueError(f"question {self.id} has a trial twice")
        self.effects()

    @property
    def people(self) -> int:
        return sum(trial.people for trial in self.trials)

    def effects(self) -> tuple[Effect, ...]:
        """In the order of the trials."""
        return tuple(trial.effect(self.contrast) for trial in self.trials)

    def pooled(self, model: Model = Model.REML, precision: Precision = Precision.KNAPP_HARTUNG) -> Pooled | None:
        """All trials together, with 95% intervals; None for a single trial, which is shown as what it is."""
        return pool(self.effects(), model=model, precision=precision) if len(self.trials) > 1 else None


@dataclass(frozen=True)
class Questions:
    """All questions with the sources of their trials. Raises ValueError when an id is there twice, or a trial names a
    source that is not there."""

    questions: tuple[Question, ...]
    sources: tuple[Source, ...]
    _questions: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {question.id: question for question in self.questions}
        if len(by_id) < len(self.questions):
            raise ValueError("a question is there twice")
        missing = self._named() - {source.id for source in self.sources}
        if missing:
            raise ValueError(f"sources named but not there: {', '.join(sorted(missing))}")
        object.__setattr__(self, "_questions", MappingProxyType(by_id))

    def question(self, question_id: str) -> Question:
        """Raises KeyError with the id when there is no such question."""
        return self._questions[question_id]

    def sources_of(self, question: Question) -> tuple[Source, ...]:
        """Each once, in the order in which they are kept."""
        named = {trial.source for trial in question.trials}
        return tuple(source for source in self.sources if source.id in named)

    def _named(self) -> set[str]:
        return {trial.source for question in self.questions for trial in question.trials}
