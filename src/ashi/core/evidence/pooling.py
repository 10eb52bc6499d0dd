"""One answer out of several trials that asked the same question.

Names, formulas and defaults are those of metafor's `rma` and `predict` (Viechtbauer 2010, doi:10.18637/jss.v036.i03).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, sqrt

from ashi.core.evidence import between
from ashi.core.evidence.bounds import Bounds, around
from ashi.core.evidence.distributions import chi_square_tail, normal_reach, t_reach
from ashi.core.evidence.effects import Effect


class Model(StrEnum):
    """FIXED takes every trial to measure the same true effect; the others let it vary, and differ in how they reckon by
    how much."""

    FIXED = "fixed"
    DERSIMONIAN_LAIRD = "dersimonian-laird"
    PAULE_MANDEL = "paule-mandel"
    REML = "reml"


class Precision(StrEnum):
    """How sure the pooled estimate is taken to be: from the weights alone with a normal distribution, or from how the
    trials scatter with Student's t (Knapp and Hartung 2003, doi:10.1002/sim.1482)."""

    NORMAL = "normal"
    KNAPP_HARTUNG = "knapp-hartung"


_TAU2 = {
    Model.FIXED: lambda effects: 0.0,
    Model.DERSIMONIAN_LAIRD: between.dersimonian_laird,
    Model.PAULE_MANDEL: between.paule_mandel,
    Model.REML: between.restricted_maximum_likelihood,
}


@dataclass(frozen=True)
class Pooled:
    """`estimate`, `standard_error` and `interval` are on the scale on which the effects were pooled (a logarithm for a
    risk ratio), `tau2` in its square.

    `q` is Cochran's Q and `q_p` (0 to 1) how often chance alone gives as much; `i2` (0 to 100) the percentage of the
    scatter that chance does not explain. `weights` (0 to 1, in the order of the effects) sum to one.
    """

    model: Model
    precision: Precision
    level: float
    trials: int
    estimate: float
    standard_error: float
    tau2: float
    q: float
    q_p: float
    i2: float
    weights: tuple[float, ...]

    @property
    def interval(self) -> Bounds:
        """Where the average of the true effects lies."""
        return around(self.estimate, self._reach * self.standard_error)

    @property
    def prediction(self) -> Bounds | None:
        """Where the true effect of another such trial lies, by the same distribution as the interval; None where the
        model knows one effect only."""
        return self._predicted(self._reach)

    @property
    def cautious_prediction(self) -> Bounds | None:
        """The same by Student's t with two degrees of freedom less than trials (Higgins, Thompson and Spiegelhalter
        2009, doi:10.1111/j.1467-985X.2008.00552.x; Riley 2011, doi:10.1136/bmj.d549); None for fewer than three.

        Of few trials it still promises too much: with six it holds about 88 true effects in a hundred, not 95.
        """
        return self._predicted(t_reach(self.level, self.trials - 2)) if self.trials > 2 else None

    @property
    def _reach(self) -> float:
        if self.precision is Precision.NORMAL:
            return normal_reach(self.level)
        return t_reach(self.level, self.trials - 1)

    def _predicted(self, reach: float) -> Bounds | None:
        if self.model is Model.FIXED:
            return None
        return around(self.estimate, reach * sqrt(self.standard_error**2 + self.tau2))


def pool(
    effects: Sequence[Effect],
    *,
    model: Model = Model.REML,
    precision: Precision = Precision.KNAPP_HARTUNG,
    level: float = 0.95,
) -> Pooled:
    """The effects of two or more trials, all on one scale, taken together; `level` is that of every interval, 0 to 1.

    Raises ValueError for fewer than two effects: one trial is shown as what it is.
    """
    if len(effects) < 2:
        raise ValueError(f"{len(effects)} trials cannot be pooled")
    return pool_at(_TAU2[model](effects), effects, model=model, precision=precision, level=level)


def pool_at(tau2: float, effects: Sequence[Effect], *, model: Model, precision: Precision, level: float) -> Pooled:
    """The same two or more effects with a tau² that somebody else has reckoned; nought goes with Model.FIXED."""
    weights = between.weights(effects, tau2)
    q = between.cochran_q(effects)
    return Pooled(
        model=model,
        precision=precision,
        level=level,
        trials=len(effects),
        estimate=between.weighted_mean(effects, weights),
        standard_error=_standard_error(effects, tau2, precision),
        tau2=tau2,
        q=q,
        q_p=chi_square_tail(q, len(effects) - 1),
        i2=_i2(effects, q) if model is Model.FIXED else _i2_of(effects, tau2),
        weights=tuple(weight / fsum(weights) for weight in weights),
    )


def _standard_error(effects: Sequence[Effect], tau2: float, precision: Precision) -> float:
    by_weights = 1 / fsum(between.weights(effects, tau2))
    if precision is Precision.NORMAL:
        return sqrt(by_weights)
    return sqrt(between.cochran_q(effects, tau2) / (len(effects) - 1) * by_weights)


def _i2(effects: Sequence[Effect], q: float) -> float:
    """Higgins and Thompson 2002, doi:10.1002/sim.1186, from Q."""
    surplus = q - (len(effects) - 1)
    return 100 * surplus / q if surplus > 0 else 0.0


def _i2_of(effects: Sequence[Effect], tau2: float) -> float:
    """The same from tau² and what Higgins and Thompson call the typical sampling variance."""
    each = between.weights(effects)
    total = fsum(each)
    typical = (len(effects) - 1) * total / (total**2 - fsum(w * w for w in each))
    return 100 * tau2 / (tau2 + typical)
