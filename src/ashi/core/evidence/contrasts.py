"""How two groups of a trial are set against each other."""

from enum import StrEnum

from ashi.core.evidence.arms import Arm, CountArm, MeanArm
from ashi.core.evidence.bounds import Bounds
from ashi.core.evidence.effects import (
    Effect,
    agresti_caffo,
    hedges_g,
    log_risk_ratio,
    mean_difference,
    risk_difference,
)


class Contrast(StrEnum):
    """The first two are for groups that were counted, the others for groups that were measured."""

    RISK_DIFFERENCE = "risk-difference"
    RISK_RATIO = "risk-ratio"
    MEAN_DIFFERENCE = "mean-difference"
    HEDGES_G = "hedges-g"


def effect(contrast: Contrast, treatment: Arm, control: Arm) -> Effect:
    """Treatment against control, on the scale on which effects are pooled.

    Raises ValueError when an arm was counted where it had to be measured, or the other way round.
    """
    if isinstance(treatment, CountArm) and isinstance(control, CountArm):
        if contrast is Contrast.RISK_DIFFERENCE:
            return risk_difference(treatment, control)
        if contrast is Contrast.RISK_RATIO:
            return log_risk_ratio(treatment, control)
    if isinstance(treatment, MeanArm) and isinstance(control, MeanArm):
        if contrast is Contrast.MEAN_DIFFERENCE:
            return mean_difference(treatment, control)
        if contrast is Contrast.HEDGES_G:
            return hedges_g(treatment, control)
    raise ValueError(f"these two arms have no {contrast}")


def interval(contrast: Contrast, treatment: Arm, control: Arm, level: float = 0.95) -> Bounds:
    """The confidence interval of one trial, on the same scale: Agresti and Caffo's for a risk difference, else the
    normal one. Raises ValueError as `effect` does."""
    if contrast is Contrast.RISK_DIFFERENCE and isinstance(treatment, CountArm) and isinstance(control, CountArm):
        return agresti_caffo(treatment, control, level)
    return effect(contrast, treatment, control).interval(level)
