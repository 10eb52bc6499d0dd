"""What pooling keeps to, whatever the trials; and how often its intervals keep their promise."""

from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.evidence.bounds import Bounds
from ashi.core.evidence.effects import Effect
from ashi.core.evidence.pooling import Model, Precision, pool
from tests.unit.core.evidence.effect_lists import effect_lists, unhurried

RANDOM = [model for model in Model if model is not Model.FIXED]
FAR_APART = [Effect(0.0, 0.01), Effect(1.0, 0.01), Effect(2.0, 0.01)]
ALIKE = [Effect(0.4, 0.04), Effect(0.4, 0.04), Effect(0.4, 0.04), Effect(0.4, 0.04)]


def width(bounds: Bounds | None) -> float:
    assert bounds is not None
    return bounds.high - bounds.low


@pytest.mark.parametrize("model", Model)
def test_trials_that_agree_are_an_exact_average(model: Model) -> None:
    pooled = pool(ALIKE, model=model, precision=Precision.NORMAL)
    assert (pooled.tau2, pooled.q, pooled.i2, pooled.q_p) == (0, pytest.approx(0), 0, pytest.approx(1))
    assert pooled.estimate == pytest.approx(0.4)
    assert pooled.standard_error == pytest.approx(0.1)
    assert pooled.weights == pytest.approx((0.25,) * 4)


@pytest.mark.parametrize("model", RANDOM)
def test_trials_of_one_precision_differ_by_their_variance_less_chance(model: Model) -> None:
    pooled = pool(FAR_APART, model=model)
    assert pooled.tau2 == pytest.approx(1 - 0.01)
    assert pooled.i2 == pytest.approx(99)


def test_more_precise_trials_weigh_more_and_less_so_where_trials_differ() -> None:
    effects = [Effect(0.0, 0.01), Effect(1.0, 0.09), Effect(2.0, 0.09)]
    fixed, varying = (pool(effects, model=model).weights for model in (Model.FIXED, Model.REML))
    assert fixed[0] > varying[0] > varying[1]


def test_one_trial_is_not_pooled() -> None:
    with pytest.raises(ValueError, match="1 trials cannot be pooled"):
        pool([Effect(0.0, 1.0)])


def test_where_there_is_one_true_effect_nothing_else_is_predicted() -> None:
    pooled = pool(FAR_APART, model=Model.FIXED)
    assert pooled.prediction is None
    assert pooled.cautious_prediction is None


def test_two_trials_allow_no_cautious_prediction() -> None:
    pooled = pool(FAR_APART[:2])
    assert pooled.cautious_prediction is None
    assert pooled.prediction is not None


@unhurried
@given(effects=effect_lists.filter(lambda effects: len(effects) > 2))
def test_another_trial_is_less_certain_than_the_average(effects: list[Effect]) -> None:
    pooled = pool(effects, model=Model.DERSIMONIAN_LAIRD)
    assert width(pooled.cautious_prediction) >= width(pooled.prediction) >= width(pooled.interval)


@unhurried
@given(effects=effect_lists, shift=st.floats(-5, 5), stretch=st.floats(0.2, 5))
def test_another_unit_changes_the_numbers_and_not_the_answer(
    effects: list[Effect], shift: float, stretch: float
) -> None:
    other = [Effect(shift + stretch * e.estimate, stretch**2 * e.variance) for e in effects]
    for model in (Model.DERSIMONIAN_LAIRD, Model.PAULE_MANDEL):
        before, after = pool(effects, model=model), pool(other, model=model)
        assert after.estimate == pytest.approx(shift + stretch * before.estimate, rel=1e-6, abs=1e-6)
        assert after.tau2 == pytest.approx(stretch**2 * before.tau2, rel=1e-6, abs=1e-6)
        assert after.i2 == pytest.approx(before.i2, abs=1e-3)


@unhurried
@given(effects=effect_lists, seed=st.integers(0, 99))
def test_the_order_of_the_trials_does_not_matter(effects: list[Effect], seed: int) -> None:
    shuffled = effects.copy()
    Random(seed).shuffle(shuffled)
    assert pool(shuffled, model=Model.PAULE_MANDEL).interval.high == pytest.approx(
        pool(effects, model=Model.PAULE_MANDEL).interval.high, rel=1e-6, abs=1e-6
    )


def invented_review(chance: Random, truth: float, tau: float) -> list[Effect]:
    """Six trials whose true effects differ, each measured with its own error."""
    variances = [chance.uniform(0.01, 0.2) for _ in range(6)]
    return [Effect(chance.gauss(truth, sqrt(tau**2 + v)), v) for v in variances]


def kept(precision: Precision) -> float:
    """How many of a thousand intervals held the truth: the same thousand each time."""
    chance = Random(20261124)
    reviews = [invented_review(chance, truth=0.3, tau=0.3) for _ in range(1000)]
    pooled = [pool(review, model=Model.PAULE_MANDEL, precision=precision) for review in reviews]
    return sum(each.interval.low <= 0.3 <= each.interval.high for each in pooled) / len(pooled)


def test_knapp_and_hartung_s_interval_holds_the_truth_about_as_often_as_it_says_and_the_normal_one_does_not() -> None:
    adjusted = kept(Precision.KNAPP_HARTUNG)
    assert adjusted == pytest.approx(0.95, abs=0.02)
    assert kept(Precision.NORMAL) < adjusted - 0.02
