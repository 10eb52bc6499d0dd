"""Effects of single trials, against what the trials' own papers print."""

from math import exp, gamma, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.evidence.arms import CountArm, MeanArm
from ashi.core.evidence.effects import (
    Effect,
    agresti_caffo,
    hedges_g,
    log_risk_ratio,
    mean_difference,
    risk_difference,
)

# Haake 2007: people improved after six months of acupuncture, sham, and conventional care.
ACUPUNCTURE, SHAM, CONVENTIONAL = CountArm(387, 184), CountArm(387, 171), CountArm(387, 106)

counted = st.integers(1, 400).flatmap(lambda people: st.builds(CountArm, st.just(people), st.integers(0, people)))
measured = st.builds(MeanArm, st.integers(2, 400), st.floats(-100, 100), st.floats(0.1, 50))


@pytest.mark.parametrize(
    ("treatment", "control", "printed"),
    [
        (ACUPUNCTURE, SHAM, (3.4, -3.7, 10.3)),
        (ACUPUNCTURE, CONVENTIONAL, (20.2, 13.4, 26.7)),
        (SHAM, CONVENTIONAL, (16.8, 10.1, 23.4)),
    ],
)
def test_the_risk_differences_of_haake_2007_come_out(
    treatment: CountArm, control: CountArm, printed: tuple[float, float, float]
) -> None:
    ends = agresti_caffo(treatment, control)
    ours = [100 * number for number in (risk_difference(treatment, control).estimate, ends.low, ends.high)]
    # The counts are themselves reckoned from rounded percentages.
    assert ours == pytest.approx(printed, abs=0.1)


def test_agresti_and_caffo_s_interval_is_not_the_plain_one() -> None:
    ends = agresti_caffo(SHAM, CONVENTIONAL)
    assert [100 * ends.low, 100 * ends.high] == pytest.approx([10.07, 23.35], abs=0.005)
    assert agresti_caffo(CountArm(5, 0), CountArm(5, 0)).high > 0.2


def test_the_mean_difference_of_brinkhaus_2006_comes_out() -> None:
    effect = mean_difference(MeanArm(140, 28.7, 30.3), MeanArm(70, 23.6, 31.0))
    assert effect.estimate == pytest.approx(5.1, abs=1e-12)
    assert [effect.interval().low, effect.interval().high] == pytest.approx([-3.73, 13.93], abs=0.005)


def test_a_risk_ratio_is_pooled_by_its_logarithm() -> None:
    effect = log_risk_ratio(CountArm(100, 18), CountArm(100, 20))
    assert exp(effect.estimate) == pytest.approx(0.9)
    assert effect.variance == pytest.approx(1 / 18 - 1 / 100 + 1 / 20 - 1 / 100)


def test_an_empty_cell_counts_half_a_person_in_each() -> None:
    effect = log_risk_ratio(CountArm(10, 0), CountArm(12, 3))
    assert effect.estimate == pytest.approx(log((0.5 / 11) / (3.5 / 13)))
    assert effect.variance == pytest.approx(1 / 0.5 - 1 / 11 + 1 / 3.5 - 1 / 13)
    everybody = risk_difference(CountArm(10, 10), CountArm(12, 3))
    assert everybody.estimate == pytest.approx(10.5 / 11 - 3.5 / 13)


def test_without_any_event_there_is_no_ratio_but_a_difference() -> None:
    with pytest.raises(ValueError, match="without any event"):
        log_risk_ratio(CountArm(10, 0), CountArm(12, 0))
    assert risk_difference(CountArm(10, 0), CountArm(10, 0)).estimate == 0


def test_hedges_g_takes_the_bias_of_small_trials_away_exactly() -> None:
    effect = hedges_g(MeanArm(6, 3.2, 3.1), MeanArm(8, 3.7, 2.8))
    factor = gamma(6) / (sqrt(6) * gamma(5.5))
    d = -0.5 / sqrt((5 * 3.1**2 + 7 * 2.8**2) / 12)
    assert effect.estimate == pytest.approx(factor * d, rel=1e-13)
    assert effect.variance == pytest.approx(1 / 6 + 1 / 8 + (factor * d) ** 2 / 28, rel=1e-13)
    # The usual approximation of the factor is another number.
    assert abs(factor - (1 - 3 / (4 * 12 - 1))) > 1e-4


def test_the_smallest_trial_there_can_be_has_an_effect() -> None:
    assert hedges_g(MeanArm(2, 1, 1), MeanArm(2, 0, 1)).estimate == pytest.approx(gamma(1) / gamma(0.5))


@given(treatment=counted, control=counted)
def test_counted_groups_that_change_places_change_the_sign(treatment: CountArm, control: CountArm) -> None:
    there, back = risk_difference(treatment, control), risk_difference(control, treatment)
    assert there.estimate == pytest.approx(-back.estimate, abs=1e-15)
    assert there.variance == pytest.approx(back.variance)
    assert -1 <= there.estimate <= 1


@given(treatment=measured, control=measured, unit=st.floats(0.01, 100), start=st.floats(-100, 100))
def test_hedges_g_does_not_know_the_unit_of_the_scale(
    treatment: MeanArm, control: MeanArm, unit: float, start: float
) -> None:
    other = [MeanArm(arm.people, start + unit * arm.mean, unit * arm.deviation) for arm in (treatment, control)]
    assert hedges_g(*other).estimate == pytest.approx(hedges_g(treatment, control).estimate, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(
    ("estimate", "variance"), [(0, 0), (0, -1), (0, float("inf")), (float("nan"), 1), (0, float("nan"))]
)
def test_an_effect_without_a_number_or_a_precision_cannot_be_built(estimate: float, variance: float) -> None:
    with pytest.raises(ValueError, match="effect"):
        Effect(estimate, variance)


@pytest.mark.parametrize(("people", "events"), [(0, 0), (10, -1), (10, 11)])
def test_more_people_than_there_are_cannot_be_counted(people: int, events: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        CountArm(people, events)


@pytest.mark.parametrize(("people", "mean", "deviation"), [(1, 0, 1), (5, float("inf"), 1), (5, 0, 0), (5, 0, -1)])
def test_a_mean_without_its_spread_says_nothing(people: int, mean: float, deviation: float) -> None:
    with pytest.raises(ValueError, match="standard deviation"):
        MeanArm(people, mean, deviation)
