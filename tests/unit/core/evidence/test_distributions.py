import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.evidence.distributions import chi_square_tail, incomplete_beta, normal_reach, t_reach, t_tail
from tests.unit.core.evidence import slow


@pytest.mark.parametrize(
    ("level", "degrees", "printed"),
    [(0.95, 1, 12.706205), (0.95, 2, 4.302653), (0.95, 15, 2.131450), (0.99, 5, 4.032143), (0.9, 30, 1.697261)],
)
def test_an_interval_reaches_as_far_as_student_s_tables_say(level: float, degrees: int, printed: float) -> None:
    assert t_reach(level, degrees) == pytest.approx(printed, abs=5e-7)


def test_with_many_trials_student_s_t_is_the_normal() -> None:
    assert normal_reach(0.95) == pytest.approx(1.959963984540054, abs=1e-15)
    assert t_reach(0.95, 1_000_000) == pytest.approx(normal_reach(0.95), abs=1e-5)


@given(t=st.floats(0, 50), degrees=st.integers(1, 120))
def test_the_tail_of_student_s_t_is_its_finite_sum(t: float, degrees: int) -> None:
    assert t_tail(t, degrees) == pytest.approx(slow.t_tail(t, degrees), abs=1e-13)


@given(level=st.floats(0.001, 0.9999), degrees=st.integers(1, 300))
def test_outside_an_interval_lies_what_its_level_leaves(level: float, degrees: int) -> None:
    assert 1 - 2 * t_tail(t_reach(level, degrees), degrees) == pytest.approx(level, abs=1e-13)


@pytest.mark.parametrize(
    ("value", "degrees", "printed"), [(3.841459, 1, 0.05), (5.991465, 2, 0.05), (30.577914, 15, 0.01)]
)
def test_the_tail_of_chi_square_is_that_of_the_tables(value: float, degrees: int, printed: float) -> None:
    assert chi_square_tail(value, degrees) == pytest.approx(printed, abs=1e-7)


def test_chi_square_stays_right_where_its_terms_vanish() -> None:
    assert chi_square_tail(0, 4) == 1
    assert chi_square_tail(2000, 2000) == pytest.approx(0.4957952, abs=1e-6)


# In 1024ths, so that 1 - x loses nothing.
@given(x=st.integers(0, 1024).map(lambda n: n / 1024), a=st.floats(0.5, 40), b=st.floats(0.5, 40))
def test_the_incomplete_beta_and_its_mirror_make_one(x: float, a: float, b: float) -> None:
    assert incomplete_beta(x, a, b) + incomplete_beta(1 - x, b, a) == pytest.approx(1, abs=1e-12)


@given(x=st.floats(0, 1), a=st.floats(0.5, 40))
def test_with_one_as_its_second_parameter_the_incomplete_beta_is_a_power(x: float, a: float) -> None:
    assert incomplete_beta(x, a, 1) == pytest.approx(x**a, abs=1e-12)


@pytest.mark.parametrize("level", [0, 1, -0.5, 95, float("nan")])
def test_a_level_lies_between_nought_and_one(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        normal_reach(level)
    with pytest.raises(ValueError, match="between 0 and 1"):
        t_reach(level, 3)


def test_nothing_is_reckoned_without_a_degree_of_freedom() -> None:
    with pytest.raises(ValueError, match="degree of freedom"):
        t_reach(0.95, 0)
    with pytest.raises(ValueError, match="degrees of freedom"):
        chi_square_tail(1, 0)
    with pytest.raises(ValueError, match="no chi-square"):
        chi_square_tail(float("nan"), 3)
    with pytest.raises(ValueError, match="no incomplete beta"):
        incomplete_beta(1.5, 1, 1)
