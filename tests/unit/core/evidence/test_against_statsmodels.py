"""A second judge: statsmodels pools, and scipy, on which it stands, knows the distributions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special, stats
from statsmodels.stats.meta_analysis import combine_effects, effectsize_2proportions, effectsize_smd

from ashi.core.evidence.arms import CountArm, MeanArm
from ashi.core.evidence.between import restricted_maximum_likelihood
from ashi.core.evidence.distributions import chi_square_tail, incomplete_beta, normal_reach, t_reach
from ashi.core.evidence.effects import Effect, hedges_g, log_risk_ratio, mean_difference, risk_difference
from ashi.core.evidence.pooling import Model, Pooled, Precision, pool
from tests.unit.core.evidence.effect_lists import effect_lists, unhurried
from tests.unit.core.evidence.published import TRIALS

METHODS = {"dl": Model.DERSIMONIAN_LAIRD, "pm": Model.PAULE_MANDEL}


def judged(effects: list[Effect], method: str):  # type: ignore[no-untyped-def]
    options = {"atol": 1e-14, "maxiter": 10_000} if method == "pm" else {}
    estimates, variances = zip(*((e.estimate, e.variance) for e in effects), strict=True)
    return combine_effects(np.array(estimates), np.array(variances), method_re=method, **options)


def ends(pooled: Pooled) -> list[float]:
    return [pooled.interval.low, pooled.interval.high]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", TRIALS)
def test_the_published_trials_are_pooled_as_statsmodels_pools_them(name: str, method: str) -> None:
    effects = list(TRIALS[name]())
    judge = judged(effects, method)
    normal = pool(effects, model=METHODS[method], precision=Precision.NORMAL)
    assert normal.tau2 == pytest.approx(judge.tau2, abs=1e-9)
    assert normal.estimate == pytest.approx(judge.mean_effect_re, abs=1e-9)
    assert normal.q == pytest.approx(judge.q, abs=1e-9)
    assert list(normal.weights) == pytest.approx(list(judge.weights_rel_re), abs=1e-9)
    assert ends(normal) == pytest.approx(judge.conf_int(use_t=False)[1], abs=1e-9)
    assert ends(pool(effects, model=METHODS[method])) == pytest.approx(judge.conf_int(use_t=True)[3], abs=1e-9)


@pytest.mark.parametrize("name", TRIALS)
def test_one_true_effect_is_pooled_as_statsmodels_pools_it(name: str) -> None:
    effects = list(TRIALS[name]())
    judge = judged(effects, "dl")
    fixed = pool(effects, model=Model.FIXED, precision=Precision.NORMAL)
    assert fixed.i2 == pytest.approx(100 * judge.i2, abs=1e-9)
    assert ends(fixed) == pytest.approx(judge.conf_int(use_t=False)[0], abs=1e-9)
    assert ends(pool(effects, model=Model.FIXED)) == pytest.approx(judge.conf_int(use_t=True)[2], abs=1e-9)


@unhurried
@given(effects=effect_lists)
def test_invented_trials_are_pooled_as_statsmodels_pools_them(effects: list[Effect]) -> None:
    ours = pool(effects, model=Model.DERSIMONIAN_LAIRD, precision=Precision.NORMAL)
    # statsmodels lets tau² fall below nought, where weights can have no size.
    if ours.tau2 > 0:
        judge = judged(effects, "dl")
        assert ours.tau2 == pytest.approx(judge.tau2, rel=1e-7, abs=1e-9)
        assert ends(ours) == pytest.approx(judge.conf_int(use_t=False)[1], rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("name", TRIALS)
def test_reml_is_where_an_optimiser_finds_the_top_of_the_matrix_likelihood(name: str) -> None:
    effects = TRIALS[name]()
    y, v = np.array([e.estimate for e in effects]), np.array([e.variance for e in effects])
    ones = np.ones((len(y), 1))

    def minus_likelihood(tau2: float) -> float:
        inverse = np.diag(1 / (v + tau2))
        information = ones.T @ inverse @ ones
        residual = inverse - inverse @ ones @ np.linalg.inv(information) @ ones.T @ inverse
        return float(np.sum(np.log(v + tau2)) + np.linalg.slogdet(information)[1] + y @ residual @ y)

    top = optimize.minimize_scalar(minus_likelihood, bounds=(0, 1), method="bounded", options={"xatol": 1e-12})
    assert restricted_maximum_likelihood(effects) == pytest.approx(top.x, abs=1e-7)


@unhurried
@given(level=st.floats(0.01, 0.9999), degrees=st.integers(1, 1000))
def test_an_interval_reaches_as_far_as_scipy_says(level: float, degrees: int) -> None:
    assert t_reach(level, degrees) == pytest.approx(stats.t.ppf((1 + level) / 2, degrees), rel=1e-9)
    assert normal_reach(level) == pytest.approx(stats.norm.ppf((1 + level) / 2), rel=1e-9)


@unhurried
@given(value=st.floats(0, 300), degrees=st.integers(1, 300))
def test_chi_square_has_the_tail_scipy_gives_it(value: float, degrees: int) -> None:
    assert chi_square_tail(value, degrees) == pytest.approx(stats.chi2.sf(value, degrees), rel=1e-9, abs=1e-300)


@unhurried
@given(x=st.floats(0, 1), a=st.floats(0.1, 500), b=st.floats(0.1, 500))
def test_the_incomplete_beta_is_scipy_s(x: float, a: float, b: float) -> None:
    assert incomplete_beta(x, a, b) == pytest.approx(special.betainc(a, b, x), abs=1e-11)


@unhurried
@given(
    means=st.tuples(st.floats(-50, 50), st.floats(-50, 50)), people=st.tuples(st.integers(2, 300), st.integers(2, 300))
)
def test_hedges_g_is_statsmodels_s_but_for_the_exact_factor(
    means: tuple[float, float], people: tuple[int, int]
) -> None:
    arms = [MeanArm(n, mean, 20.0) for n, mean in zip(people, means, strict=True)]
    theirs, _ = effectsize_smd(means[0], 20.0, people[0], means[1], 20.0, people[1])
    # statsmodels takes 1 - 3/(4m - 1) for J, a thousandth off for eight people and less for more.
    assert hedges_g(*arms).estimate == pytest.approx(theirs, rel=0.08 / (sum(people) - 2) ** 2, abs=1e-12)


@unhurried
@given(events=st.tuples(st.integers(1, 49), st.integers(1, 79)))
def test_risk_differences_and_ratios_are_statsmodels_s(events: tuple[int, int]) -> None:
    arms = CountArm(50, events[0]), CountArm(80, events[1])
    for ours, statistic in ((risk_difference(*arms), "diff"), (log_risk_ratio(*arms), "risk-ratio")):
        estimate, variance = effectsize_2proportions(events[0], 50, events[1], 80, statistic=statistic)
        assert (ours.estimate, ours.variance) == pytest.approx((float(estimate), float(variance)), abs=1e-12)


def test_a_mean_difference_is_that_of_welch_s_test() -> None:
    treatment, control = MeanArm(140, 28.7, 30.3), MeanArm(70, 23.6, 31.0)
    effect = mean_difference(treatment, control)
    t = stats.ttest_ind_from_stats(28.7, 30.3, 140, 23.6, 31.0, 70, equal_var=False).statistic
    assert effect.estimate / effect.variance**0.5 == pytest.approx(t, rel=1e-12)
