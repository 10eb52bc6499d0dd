"""Our figures beside those of metafor, the R package most reviews are made with.

metafor stops looking for tau² when its last step was short enough, so its Paule-Mandel and REML tau² are only so near
to where they are going. What follows from tau² is therefore judged twice: as we reckon it, and at metafor's own.
"""

from math import exp

import pytest

from ashi.core.evidence.between import restricted_maximum_likelihood
from ashi.core.evidence.pooling import Model, Pooled, pool, pool_at
from tests.unit.core.evidence.published import METAFOR, MODELS, PRECISIONS, TRIALS
from tests.unit.core.evidence.slow import restricted_log_likelihood

FIGURES = ("k", "est", "se", "lo", "hi", "tau2", "I2", "Q", "Qp", "pi_lo", "pi_hi")
WITHIN = {"EE": 1e-12, "DL": 1e-12, "PM": 1e-5, "REML": 1e-5}


def figures(pooled: Pooled) -> dict[str, float]:
    found = {
        "k": pooled.trials,
        "est": pooled.estimate,
        "se": pooled.standard_error,
        "lo": pooled.interval.low,
        "hi": pooled.interval.high,
        "tau2": pooled.tau2,
        "I2": pooled.i2,
        "Q": pooled.q,
        "Qp": pooled.q_p,
    }
    if pooled.prediction:
        found |= {"pi_lo": pooled.prediction.low, "pi_hi": pooled.prediction.high}
    return found


def printed(row: dict[str, str]) -> dict[str, float]:
    return {
        name: float(text) for name, text in row.items() if name not in ("dataset", "method", "test") and text != "NA"
    }


@pytest.mark.parametrize("row", METAFOR, ids=lambda row: f"{row['dataset']}-{row['method']}-{row['test']}")
def test_the_estimate_its_interval_and_tau2_are_metafor_s(row: dict[str, str]) -> None:
    pooled = pool(TRIALS[row["dataset"]](), model=MODELS[row["method"]], precision=PRECISIONS[row["test"]])
    ours, theirs = figures(pooled), printed(row)
    assert ours.keys() == theirs.keys()
    for name in ("k", "est", "se", "lo", "hi", "tau2", "Q", "Qp"):
        assert ours[name] == pytest.approx(theirs[name], abs=WITHIN[row["method"]], rel=0), name


@pytest.mark.parametrize("row", METAFOR, ids=lambda row: f"{row['dataset']}-{row['method']}-{row['test']}")
def test_at_metafor_s_tau2_every_figure_is_metafor_s(row: dict[str, str]) -> None:
    theirs = printed(row)
    pooled = pool_at(
        theirs["tau2"],
        TRIALS[row["dataset"]](),
        model=MODELS[row["method"]],
        precision=PRECISIONS[row["test"]],
        level=0.95,
    )
    assert figures(pooled) == pytest.approx(theirs, abs=1e-12, rel=1e-12)


@pytest.mark.parametrize("row", [row for row in METAFOR if row["method"] == "REML"], ids=lambda row: row["dataset"])
def test_our_tau2_is_at_least_as_likely_as_metafor_s(row: dict[str, str]) -> None:
    effects = TRIALS[row["dataset"]]()
    ours = restricted_log_likelihood(effects, restricted_maximum_likelihood(effects))
    assert ours >= restricted_log_likelihood(effects, float(row["tau2"]))


def test_the_prediction_of_riley_2011_comes_out() -> None:
    pooled = pool(TRIALS["haeuser2009"](), model=Model.DERSIMONIAN_LAIRD, precision=PRECISIONS["z"])
    assert pooled.cautious_prediction is not None
    # The paper prints -0.83 to -0.02, from rounded figures.
    assert pooled.cautious_prediction.low == pytest.approx(-0.836748, abs=1e-6)
    assert pooled.cautious_prediction.high == pytest.approx(-0.017894, abs=1e-6)


def test_the_ratios_that_metafor_s_manual_prints_come_out() -> None:
    pooled = pool(TRIALS["lee2004"](), model=Model.REML, precision=PRECISIONS["z"])
    assert pooled.prediction is not None
    logarithms = [pooled.estimate, pooled.interval.low, pooled.interval.high]
    logarithms += [pooled.prediction.low, pooled.prediction.high]
    assert [round(exp(logarithm), 2) for logarithm in logarithms] == [0.73, 0.60, 0.88, 0.44, 1.20]
