"""The three distributions that pooling needs: normal, Student's t, chi-square.

Quantiles are two-sided: the number of standard errors that an interval of that level reaches to each side.
"""

from math import erfc, exp, fsum, isfinite, lgamma, log, log1p, sqrt
from statistics import NormalDist

from ashi.core.evidence.roots import falling_root

# The continued fraction of the incomplete beta needs a few dozen steps for any degrees of freedom seen here.
_STEPS = 10_000
_TINY = 1e-300
_AT_REST = 1e-15


def normal_reach(level: float) -> float:
    """Standard errors to each side of a normal interval: 1.96 for `level` 0.95. Raises ValueError outside 0 to 1."""
    return NormalDist().inv_cdf(1 - _tail(level))


def t_reach(level: float, degrees: int) -> float:
    """Standard errors to each side of an interval by Student's t with `degrees` (1 or more) of freedom.

    Raises ValueError for a level outside 0 to 1, and for no degree of freedom.
    """
    wanted = _tail(level)
    high = 1.0
    while t_tail(high, degrees) > wanted:
        high *= 2
    return falling_root(lambda t: t_tail(t, degrees) - wanted, 0.0, high)


def t_tail(t: float, degrees: int) -> float:
    """The share of Student's t distribution above `t` (0 or more).

    Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.1 with 26.5.27.
    """
    if degrees < 1:
        raise ValueError(f"Student's t needs a degree of freedom, not {degrees}")
    square = t * t
    if square < degrees:  # 1 - tiny would lose what t still tells
        return (1 - incomplete_beta(square / (degrees + square), 0.5, degrees / 2)) / 2
    return incomplete_beta(degrees / (degrees + square), degrees / 2, 0.5) / 2


def chi_square_tail(value: float, degrees: int) -> float:
    """The share of the chi-square distribution above `value` (0 or more), `degrees` 1 or more.

    The finite sums of Abramowitz and Stegun 26.4.4 and 26.4.5, each term by its logarithm, so that none is lost to
    underflow. Raises ValueError for a negative value and for no degree of freedom.
    """
    if degrees < 1 or not value >= 0:
        raise ValueError(f"no chi-square of {value} with {degrees} degrees of freedom")
    half = value / 2
    if half == 0:
        return 1.0
    odd = degrees % 2 / 2
    terms = (exp((n + odd) * log(half) - half - lgamma(n + odd + 1)) for n in range((degrees - int(2 * odd)) // 2))
    return fsum(terms) + (erfc(sqrt(half)) if odd else 0.0)


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for `x` from 0 to 1 and positive `a` and `b`.

    By its continued fraction (NIST Digital Library of Mathematical Functions, 8.17.22), on the side where that runs
    together quickly. Raises ValueError outside these ranges.
    """
    if not (0 <= x <= 1 and a > 0 and b > 0 and isfinite(a + b)):
        raise ValueError(f"no incomplete beta of {x}, {a}, {b}")
    if x in (0, 1):
        return float(x)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return front * _beta_fraction(x, a, b) / a


def _beta_fraction(x: float, a: float, b: float) -> float:
    """1/(1 + d1/(1 + d2/(1 + ...))), worked out from the front after Lentz (1976)."""
    value, above, below = 1.0, 1.0, 0.0
    for step in range(1, _STEPS):
        term = _beta_term(step, x, a, b)
        below = 1 / _not_nought(1 + term * below)
        above = _not_nought(1 + term / above)
        value *= above * below
        if abs(above * below - 1) < _AT_REST:
            return 1 / value
    raise ArithmeticError(f"the incomplete beta of {x}, {a}, {b} did not come to rest")


def _beta_term(step: int, x: float, a: float, b: float) -> float:
    m = step // 2
    if step % 2:
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))


def _not_nought(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not at {level}")
    return (1 - level) / 2
