"""What a page is given to draw: published results side by side, or our own trials with what they give together."""

from math import exp

import pytest

from ashi.core.evidence.arms import CountArm, MeanArm
from ashi.core.evidence.contrasts import Contrast
from ashi.core.evidence.effects import agresti_caffo
from ashi.core.evidence.forest import Forest, Row, RowKind, published_forest, trials_forest
from ashi.core.evidence.pooling import Model, pool
from ashi.core.evidence.questions import Better, Question, Trial
from ashi.core.evidence.results import Measure
from tests.unit.core.evidence.builders import result, words


def counted(name: str, treated: tuple[int, int], control: tuple[int, int]) -> Trial:
    return Trial(name, 2001, f"{name.lower()}-2001", CountArm(*treated), CountArm(*control))


def question(contrast: Contrast, *trials: Trial) -> Question:
    return Question("nausea", words(), words(), contrast, Better.LESS, trials)


DUNDEE, WANG, HO = (
    counted("Dundee", (25, 3), (25, 12)),
    counted("Wang", (50, 16), (88, 53)),
    counted("Ho", (30, 1), (30, 13)),
)


def in_order(row: Row) -> bool:
    assert None not in (row.low, row.high, row.start, row.end)
    return row.low <= row.estimate <= row.high and row.start <= row.at <= row.end  # type: ignore[operator]


def row_of(forest: Forest, kind: RowKind) -> Row:
    (row,) = (row for row in forest.rows if row.kind is kind)
    return row


def test_published_results_stand_side_by_side_on_one_axis() -> None:
    forest = published_forest([result(), result(id="none", estimate=0.55, low=0.51, high=0.58)])
    assert [(row.id, row.estimate, row.low, row.high) for row in forest.rows] == [
        ("sham", 0.23, 0.13, 0.33),
        ("none", 0.55, 0.51, 0.58),
    ]
    places = [(row.at, row.start, row.end) for row in forest.rows]
    assert places == [tuple(map(forest.axis.place, row)) for row in ((0.23, 0.13, 0.33), (0.55, 0.51, 0.58))]
    assert forest.rows[0].at > forest.neutral_at == forest.marks[0].at == 8
    assert all(row.weight is None and row.kind is RowKind.PUBLISHED for row in forest.rows)


def test_a_result_without_an_interval_is_a_point() -> None:
    (row,) = published_forest([result(estimate=0.5, low=None, high=None)]).rows
    assert (row.low, row.high, row.start, row.end) == (None, None, None, None)
    assert row.at > 8


def test_results_counted_in_different_things_have_no_common_axis() -> None:
    with pytest.raises(ValueError, match="one measure"):
        published_forest([result(), result(id="points", measure=Measure.POINTS_OF_10)])
    with pytest.raises(ValueError, match="one measure"):
        published_forest([])


def test_trials_come_with_their_weights_then_what_they_give_together() -> None:
    asked = question(Contrast.RISK_RATIO, DUNDEE, WANG, HO)
    pooled = asked.pooled()
    assert pooled is not None
    forest = trials_forest(asked, pooled)
    assert [row.kind for row in forest.rows] == [RowKind.TRIAL] * 3 + [RowKind.POOLED, RowKind.PREDICTION]
    assert [row.weight for row in forest.rows] == [*pooled.weights, None, None]
    assert [row.label.texts["es"] for row in forest.rows if row.label] == ["Dundee 2001", "Wang 2001", "Ho 2001"]
    assert all(in_order(row) for row in forest.rows)


def test_ratios_are_printed_as_ratios_on_an_axis_of_multiples() -> None:
    asked = question(Contrast.RISK_RATIO, DUNDEE, WANG)
    pooled = asked.pooled()
    assert pooled is not None
    forest = trials_forest(asked, pooled)
    assert forest.rows[0].estimate == pytest.approx(0.25)
    row = row_of(forest, RowKind.POOLED)
    assert row.estimate == pytest.approx(exp(pooled.estimate))
    assert (row.low, row.high) == (pytest.approx(exp(pooled.interval.low)), pytest.approx(exp(pooled.interval.high)))
    assert forest.axis.is_ratio
    assert forest.axis.neutral == 1


def test_risk_differences_are_printed_as_people_in_a_hundred() -> None:
    forest = trials_forest(question(Contrast.RISK_DIFFERENCE, DUNDEE))
    (row,) = forest.rows
    ends = agresti_caffo(CountArm(25, 3), CountArm(25, 12))
    assert row.estimate == pytest.approx(-36)
    assert (row.low, row.high) == (pytest.approx(100 * ends.low), pytest.approx(100 * ends.high))
    assert row.at < forest.neutral_at


def test_means_are_printed_in_their_own_units() -> None:
    trial = Trial("Brinkhaus", 2006, "brinkhaus-2006", MeanArm(140, 28.7, 30.3), MeanArm(70, 23.6, 31.0))
    (row,) = trials_forest(question(Contrast.MEAN_DIFFERENCE, trial)).rows
    assert (row.estimate, row.low, row.high) == pytest.approx((5.1, -3.73, 13.93), abs=0.005)
    (row,) = trials_forest(question(Contrast.HEDGES_G, trial)).rows
    assert row.estimate == pytest.approx(0.1664, abs=1e-4)


def test_where_one_effect_is_assumed_no_other_is_predicted() -> None:
    asked = question(Contrast.RISK_RATIO, DUNDEE, WANG, HO)
    forest = trials_forest(asked, asked.pooled(model=Model.FIXED))
    assert [row.kind for row in forest.rows][3:] == [RowKind.POOLED]


def test_an_estimate_of_other_trials_is_refused() -> None:
    asked = question(Contrast.RISK_RATIO, DUNDEE, WANG)
    with pytest.raises(ValueError, match="has 2 trials, not 3"):
        trials_forest(asked, pool(question(Contrast.RISK_RATIO, DUNDEE, WANG, HO).effects()))
