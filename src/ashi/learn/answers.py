"""What we worked out ourselves from trials' own numbers, ready to be drawn."""

from dataclasses import dataclass
from math import exp

from ashi.core.evidence.contrasts import Contrast
from ashi.core.evidence.forest import Forest, trials_forest
from ashi.core.evidence.pooling import Pooled
from ashi.core.evidence.questions import Better, Question, Questions
from ashi.core.evidence.sources import Source


@dataclass(frozen=True)
class Answer:
    """`pooled` is None where one trial stands alone; `more_is_better` tells the side a patient wants."""

    question: Question
    forest: Forest
    pooled: Pooled | None
    sources: tuple[Source, ...]

    @property
    def more_is_better(self) -> bool:
        return self.question.better is Better.MORE

    @property
    def is_ratio(self) -> bool:
        return self.question.contrast is Contrast.RISK_RATIO

    @property
    def estimate(self) -> float | None:
        """What all trials give together, as it is printed."""
        if self.pooled is None:
            return None
        return exp(self.pooled.estimate) if self.is_ratio else self.pooled.estimate


def answer(question: Question, questions: Questions) -> Answer:
    """With REML between the trials and Knapp-Hartung's interval, where there are several."""
    pooled = question.pooled()
    return Answer(question, trials_forest(question, pooled), pooled, questions.sources_of(question))
