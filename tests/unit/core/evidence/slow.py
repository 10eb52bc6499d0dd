"""The same answers the long way, from other formulas: exact fractions, error contrasts, sums over pairs."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import atan, comb, cos, log, pi, sin, sqrt

from ashi.core.evidence.effects import Effect


def exact_q(effects: Sequence[Effect], tau2: float | Fraction = 0) -> Fraction:
    """Cochran's Q by pairs of trials, no mean in it."""
    trials = [(Fraction(e.estimate), 1 / (Fraction(e.variance) + Fraction(tau2))) for e in effects]
    pairs = sum(v * w * (x - y) ** 2 for (x, v), (y, w) in combinations(trials, 2))
    return Fraction(pairs) / sum(w for _, w in trials)


def exact_dersimonian_laird(effects: Sequence[Effect]) -> Fraction:
    weights = [1 / Fraction(e.variance) for e in effects]
    twice_pairs = 2 * sum(v * w for v, w in combinations(weights, 2))
    return max(Fraction(0), (exact_q(effects) - len(effects) + 1) * sum(weights) / twice_pairs)


def exact_mean_and_variance(effects: Sequence[Effect], tau2: float) -> tuple[Fraction, Fraction]:
    weights = [1 / (Fraction(e.variance) + Fraction(tau2)) for e in effects]
    mean = sum(w * Fraction(e.estimate) for w, e in zip(weights, effects, strict=True)) / sum(weights)
    return mean, 1 / sum(weights)


def restricted_log_likelihood(effects: Sequence[Effect], tau2: float) -> float:
    """How likely each trial is after those before it, when nothing is known of the mean; without the constant."""
    first, *others = effects
    mean, mean_variance = first.estimate, first.variance + tau2
    found = 0.0
    for effect in others:
        variance = effect.variance + tau2
        surprise = variance + mean_variance
        found -= (log(surprise) + (effect.estimate - mean) ** 2 / surprise) / 2
        mean = (mean * variance + effect.estimate * mean_variance) / surprise
        mean_variance = mean_variance * variance / surprise
    return found


def highest_likelihood(effects: Sequence[Effect], until: float, points: int = 400) -> float:
    """The best of an even and a geometric grid from nought to `until`."""
    grid = [until * n / points for n in range(points + 1)] + [until * 1.1**-n for n in range(points)]
    return max(restricted_log_likelihood(effects, tau2) for tau2 in grid)


def t_tail(t: float, degrees: int) -> float:
    """The finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4, for whole degrees of freedom."""
    angle = atan(t / sqrt(degrees))
    if degrees % 2 == 0:
        inside = sin(angle) * sum(comb(2 * n, n) / 4**n * cos(angle) ** (2 * n) for n in range(degrees // 2))
    else:
        odd = sum(4**n / comb(2 * n, n) / (2 * n + 1) * cos(angle) ** (2 * n + 1) for n in range((degrees - 1) // 2))
        inside = 2 / pi * (angle + sin(angle) * odd)
    return (1 - inside) / 2
