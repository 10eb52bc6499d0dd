"""Every estimate of tau² and every average against the long way round."""

from fractions import Fraction
from math import fsum

import pytest
from hypothesis import example, given

from ashi.core.evidence import between
from ashi.core.evidence.effects import Effect
from ashi.core.evidence.pooling import Model, Precision, pool
from tests.unit.core.evidence import slow
from tests.unit.core.evidence.effect_lists import effect_lists, unhurried

# The restricted likelihood of each has two peaks; the higher one lies far from nought, at nought, and close to it.
PEAK_FAR = [Effect(0.0, 0.001), Effect(0.0, 0.001), Effect(2.0, 0.4), Effect(-2.0, 0.4), Effect(2.0, 0.4)]
PEAK_AT_NOUGHT = [Effect(1.5, 0.005), Effect(-1.7, 1.159), Effect(1.4, 0.042), Effect(1.3, 0.964)]
PEAK_CLOSE = [Effect(2.1, 0.001), Effect(2.2, 0.001), Effect(-1.6, 2.241)]


@unhurried
@given(effects=effect_lists)
def test_q_is_the_sum_over_pairs(effects: list[Effect]) -> None:
    for tau2 in (0.0, 0.3, 5.0):
        exact = float(slow.exact_q(effects, tau2))
        assert between.cochran_q(effects, tau2) == pytest.approx(exact, rel=1e-9, abs=1e-12)


@unhurried
@given(effects=effect_lists)
def test_dersimonian_and_laird_s_tau2_is_the_exact_fraction(effects: list[Effect]) -> None:
    exact = float(slow.exact_dersimonian_laird(effects))
    assert between.dersimonian_laird(effects) == pytest.approx(exact, rel=1e-9, abs=1e-12)


@unhurried
@given(effects=effect_lists)
def test_at_paule_and_mandel_s_tau2_the_trials_scatter_as_chance_would(effects: list[Effect]) -> None:
    tau2, degrees = between.paule_mandel(effects), len(effects) - 1
    if tau2 == 0:
        assert slow.exact_q(effects) <= degrees + Fraction(1, 10**9)
    else:
        assert float(slow.exact_q(effects, tau2)) == pytest.approx(degrees, rel=1e-9)


@unhurried
@given(effects=effect_lists)
@example(PEAK_FAR)
@example(PEAK_CLOSE)
@example(PEAK_AT_NOUGHT)
def test_no_tau2_is_likelier_than_that_of_reml(effects: list[Effect]) -> None:
    ours = slow.restricted_log_likelihood(effects, between.restricted_maximum_likelihood(effects))
    assert ours >= slow.highest_likelihood(effects, until=300.0) - 1e-9


@unhurried
@given(effects=effect_lists)
def test_reml_stands_on_its_peak(effects: list[Effect]) -> None:
    tau2 = between.restricted_maximum_likelihood(effects)
    ours = slow.restricted_log_likelihood(effects, tau2)
    for beside in (tau2 * 1.01 + 1e-6, tau2 * 0.99):
        assert slow.restricted_log_likelihood(effects, beside) <= ours + 1e-12


def test_of_two_peaks_reml_takes_the_higher() -> None:
    assert between.restricted_maximum_likelihood(PEAK_AT_NOUGHT) == 0
    assert between.restricted_maximum_likelihood(PEAK_FAR) > 1
    assert 0.003 < between.restricted_maximum_likelihood(PEAK_CLOSE) < 0.005


@pytest.mark.parametrize("model", Model)
@unhurried
@given(effects=effect_lists)
def test_the_average_and_its_error_are_the_exact_fractions(model: Model, effects: list[Effect]) -> None:
    pooled = pool(effects, model=model, precision=Precision.NORMAL)
    mean, variance = slow.exact_mean_and_variance(effects, pooled.tau2)
    assert pooled.estimate == pytest.approx(float(mean), rel=1e-9, abs=1e-12)
    assert pooled.standard_error**2 == pytest.approx(float(variance), rel=1e-9)
    assert fsum(pooled.weights) == pytest.approx(1)


@unhurried
@given(effects=effect_lists)
def test_knapp_and_hartung_s_error_is_the_weighted_scatter(effects: list[Effect]) -> None:
    pooled = pool(effects, model=Model.DERSIMONIAN_LAIRD)
    _, variance = slow.exact_mean_and_variance(effects, pooled.tau2)
    exact = slow.exact_q(effects, pooled.tau2) / (len(effects) - 1) * variance
    assert pooled.standard_error**2 == pytest.approx(float(exact), rel=1e-9, abs=1e-15)
