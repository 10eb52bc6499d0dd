"""How much the true effects of trials differ from each other: tau², in squared units of the effect.

Three estimators, compared in Veroniki et al. 2016, doi:10.1002/jrsm.1164. None of them is ever below nought.
"""

from collections.abc import Sequence
from math import fsum, log

from ashi.core.evidence.effects import Effect
from ashi.core.evidence.roots import falling_root

# The first step away from nought, as a share of the smallest variance, and how much longer each further one is.
_FIRST = 1e-9
_LONGER = 1.2


def weighted_mean(effects: Sequence[Effect], weights: Sequence[float]) -> float:
    """In the units of the effect; the weights need not sum to one."""
    return fsum(w * e.estimate for w, e in zip(weights, effects, strict=True)) / fsum(weights)


def weights(effects: Sequence[Effect], tau2: float = 0.0) -> tuple[float, ...]:
    """The inverse of each effect's whole variance, sampling and between trials."""
    return tuple(1 / (effect.variance + tau2) for effect in effects)


def cochran_q(effects: Sequence[Effect], tau2: float = 0.0) -> float:
    """The weighted squares around the weighted mean: Cochran's Q, generalised to any tau²; falls as tau² grows."""
    each = weights(effects, tau2)
    mean = weighted_mean(effects, each)
    return fsum(w * (e.estimate - mean) ** 2 for w, e in zip(each, effects, strict=True))


def dersimonian_laird(effects: Sequence[Effect]) -> float:
    """DerSimonian and Laird 1986, doi:10.1016/0197-2456(86)90046-2."""
    each = weights(effects)
    total = fsum(each)
    surplus = cochran_q(effects) - (len(effects) - 1)
    return max(0.0, surplus / (total - fsum(w * w for w in each) / total))


def paule_mandel(effects: Sequence[Effect]) -> float:
    """The tau² at which the generalised Q is what chance alone would give (Paule and Mandel 1982,
    doi:10.6028/jres.087.022)."""
    degrees = len(effects) - 1
    # No weighted mean fits worse than the plain one, and no weight is above 1/tau²: beyond this Q is too small.
    highest = cochran_q([Effect(e.estimate, 1.0) for e in effects]) / degrees
    return falling_root(lambda tau2: cochran_q(effects, tau2) - degrees, 0.0, highest)


def restricted_maximum_likelihood(effects: Sequence[Effect]) -> float:
    """The tau² with the highest restricted likelihood (Viechtbauer 2005, doi:10.3102/10769986030003261).

    The likelihood can have several peaks, so each place is looked at where it turns from rising to falling.
    """
    peaks = [0.0]
    grid = _grid(effects)
    slopes = [_slope(effects, tau2) for tau2 in grid]
    for low, high, before, after in zip(grid, grid[1:], slopes, slopes[1:], strict=False):
        if before > 0 >= after:
            peaks.append(falling_root(lambda tau2: _slope(effects, tau2), low, high))
    return max(peaks, key=lambda tau2: _likelihood(effects, tau2))


def _grid(effects: Sequence[Effect]) -> list[float]:
    """From nought, in small steps, to where the likelihood can only fall.

    With R the widest difference between two estimates and v the largest variance: for tau² >= v no two weights differ
    by more than a factor of two, and for tau² > 8R² the weights' part of the slope outweighs the squares' part.
    """
    estimates = [effect.estimate for effect in effects]
    variances = [effect.variance for effect in effects]
    highest = max(8 * (max(estimates) - min(estimates)) ** 2, *variances)
    grid = [0.0, min(variances) * _FIRST]
    while grid[-1] <= highest:
        grid.append(grid[-1] * _LONGER)
    return grid


def _slope(effects: Sequence[Effect], tau2: float) -> float:
    """Twice the derivative of the restricted log-likelihood."""
    each = weights(effects, tau2)
    mean, total = weighted_mean(effects, each), fsum(each)
    squares = fsum((w * (e.estimate - mean)) ** 2 for w, e in zip(each, effects, strict=True))
    return squares - total + fsum(w * w for w in each) / total


def _likelihood(effects: Sequence[Effect], tau2: float) -> float:
    """Twice the restricted log-likelihood, without its constant."""
    each = weights(effects, tau2)
    return fsum(log(w) for w in each) - log(fsum(each)) - cochran_q(effects, tau2)
