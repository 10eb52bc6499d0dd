"""Rates with their denominators: against a slow reader of the binomial itself, published values and statsmodels."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from statsmodels.stats.proportion import proportion_confint

from ashi.core.evidence.rates import Rate, exact, rule_of_three


def tail_from(events: int, of: int, share: float) -> float:
    """The chance of so many or more, added up term by term in whole fractions."""
    p = Fraction(share)
    return float(sum(comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(events, of + 1)))


@settings(max_examples=60, deadline=None)
@given(of=some.integers(1, 60), data=some.data())
def test_at_each_end_what_was_seen_is_just_improbable_enough(of: int, data: some.DataObject) -> None:
    """The definition: at the low end so many or more has a chance of 0.025, at the high end so many or fewer."""
    events = data.draw(some.integers(0, of))
    found = exact(events, of)
    if events:
        assert tail_from(events, of, found.low) == pytest.approx(0.025, rel=1e-6)
    if events < of:
        assert 1 - tail_from(events + 1, of, found.high) == pytest.approx(0.025, rel=1e-6)
    assert found.low <= events / of <= found.high


@pytest.mark.parametrize(("events", "of"), [(0, 1), (1, 1), (43, 34_407), (3, 1000), (0, 400), (999, 1000), (12, 87)])
def test_a_second_judge_says_the_same(events: int, of: int) -> None:
    low, high = proportion_confint(events, of, alpha=0.05, method="beta")
    found = exact(events, of)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12))


def test_a_published_interval() -> None:
    """Newcombe (Stat Med 1998;17:857), table I, method 5: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    wanted = {(81, 263): (0.2527, 0.3676), (15, 148): (0.0578, 0.1617), (0, 20): (0, 0.1684), (1, 29): (0.0009, 0.1776)}
    for (events, of), (low, high) in wanted.items():
        found = exact(events, of)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_when_none_happened_three_divided_by_how_many_is_about_where_it_could_be() -> None:
    assert Rate(0, 1500).at_most_per_thousand == pytest.approx(2)
    assert rule_of_three(1) == 1
    for of in (30, 100, 10_000):
        one_sided = 1 - 0.05 ** (1 / of)
        assert one_sided < rule_of_three(of) < one_sided * 1.06


def test_a_rate_has_a_denominator_and_fits_into_it() -> None:
    assert Rate(3, 1200).per_thousand == 2.5
    assert (Rate(0, 30).enough, Rate(0, 29).enough) == (True, False)
    for events, of in ((4, 3), (-1, 3)):
        with pytest.raises(ValueError, match=" of "):
            Rate(events, of)
    for wrong in (lambda: Rate(0, 0).per_thousand, lambda: Rate(1, 3).at_most_per_thousand, lambda: rule_of_three(0)):
        with pytest.raises(ValueError, match=r"denominator|did not happen|nobody"):
            wrong()
    for events, of, level in ((0, 0, 0.95), (2, 1, 0.95), (1, 2, 1.0)):
        with pytest.raises(ValueError, match=r"share|level"):
            exact(events, of, level)
