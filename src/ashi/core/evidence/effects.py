"""What one trial found: the difference between its two groups, and how precisely it was measured.

Always treatment less control, or treatment over control. The conventions are those of metafor's `escalc` (Viechtbauer
2010, doi:10.18637/jss.v036.i03), so that anybody can hold our figures to its.
"""

from dataclasses import dataclass
from math import exp, isfinite, lgamma, log, sqrt

from ashi.core.evidence.arms import CountArm, MeanArm
from ashi.core.evidence.bounds import Bounds, around
from ashi.core.evidence.distributions import normal_reach


@dataclass(frozen=True)
class Effect:
    """An estimate and its sampling variance, on the scale on which effects are pooled.

    Raises ValueError when one of them is no number, or the variance is not positive.
    """

    estimate: float
    variance: float

    def __post_init__(self) -> None:
        if not isfinite(self.estimate):
            raise ValueError(f"an effect of {self.estimate} is none")
        if not (isfinite(self.variance) and self.variance > 0):
            raise ValueError(f"an effect needs a positive variance, not {self.variance}")

    def interval(self, level: float = 0.95) -> Bounds:
        """The normal confidence interval, on the scale of the estimate."""
        return around(self.estimate, normal_reach(level) * sqrt(self.variance))


def risk_difference(treatment: CountArm, control: CountArm) -> Effect:
    """Share with the outcome under treatment less share under control, -1 to 1. A trial with an empty cell counts half
    a person more in each of its four."""
    (a, n1), (c, n2) = _cells(treatment, control)
    return Effect(a / n1 - c / n2, a / n1 * (1 - a / n1) / n1 + c / n2 * (1 - c / n2) / n2)


def log_risk_ratio(treatment: CountArm, control: CountArm) -> Effect:
    """The natural logarithm of the share under treatment over the share under control; its `exp` is the risk ratio.

    A trial with an empty cell counts half a person more in each of its four. Raises ValueError when nobody in either
    arm had the outcome: such a trial says nothing about a ratio (Cochrane Handbook 10.4.4.1).
    """
    if treatment.events == control.events == 0:
        raise ValueError("without any event there is no risk ratio")
    (a, n1), (c, n2) = _cells(treatment, control)
    return Effect(log(a / n1) - log(c / n2), 1 / a - 1 / n1 + 1 / c - 1 / n2)


def mean_difference(treatment: MeanArm, control: MeanArm) -> Effect:
    """Mean under treatment less mean under control, in the units of the scale; the deviations are not assumed equal."""
    return Effect(treatment.mean - control.mean, treatment.mean_variance + control.mean_variance)


def hedges_g(treatment: MeanArm, control: MeanArm) -> Effect:
    """The mean difference in pooled standard deviations, freed of its bias in small trials by the exact factor J.

    Hedges (1981), doi:10.3102/10769986006002107; variance 1/n1 + 1/n2 + g²/(2(n1 + n2)).
    """
    n1, n2 = treatment.people, control.people
    degrees = n1 + n2 - 2
    squares = (n1 - 1) * treatment.deviation**2 + (n2 - 1) * control.deviation**2
    g = _small_trial_factor(degrees) * (treatment.mean - control.mean) / sqrt(squares / degrees)
    return Effect(g, 1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2)))


def agresti_caffo(treatment: CountArm, control: CountArm, level: float = 0.95) -> Bounds:
    """The confidence interval of one trial's risk difference, -1 to 1, that keeps its promise in small trials too: one
    person with and one without the outcome are added to each arm (Agresti and Caffo 2000,
    doi:10.1080/00031305.2000.10474560). It is not centred on the difference itself."""
    more = [CountArm(arm.people + 2, arm.events + 1) for arm in (treatment, control)]
    return risk_difference(*more).interval(level)


def _small_trial_factor(degrees: int) -> float:
    return exp(lgamma(degrees / 2) - lgamma((degrees - 1) / 2)) / sqrt(degrees / 2)


def _cells(treatment: CountArm, control: CountArm) -> tuple[tuple[float, float], tuple[float, float]]:
    """Events and people of both arms."""
    arms = (treatment, control)
    more = 0.5 if any(arm.events in (0, arm.people) for arm in arms) else 0.0
    first, second = ((arm.events + more, arm.people + 2 * more) for arm in arms)
    return first, second
