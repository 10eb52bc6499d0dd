from dataclasses import replace

import pytest

from ashi.core.evidence.arms import CountArm, MeanArm
from ashi.core.evidence.contrasts import Contrast
from ashi.core.evidence.questions import Better, Question, Questions, Trial
from tests.unit.core.evidence.builders import source, words

COUNTED = Trial("Dundee", 1986, "vickers-2018", CountArm(25, 3), CountArm(25, 12))
MEASURED = Trial("Brinkhaus", 2006, "mu-2020", MeanArm(140, 28.7, 30.3), MeanArm(70, 23.6, 31.0))
QUESTION = Question("nausea", words(), words(), Contrast.RISK_RATIO, Better.LESS, (COUNTED,))


def test_one_trial_is_shown_and_not_pooled() -> None:
    assert QUESTION.pooled() is None
    assert len(QUESTION.effects()) == 1
    assert QUESTION.people == 50


def test_two_trials_are_pooled() -> None:
    pooled = replace(QUESTION, trials=(COUNTED, replace(COUNTED, name="Allen"))).pooled()
    assert pooled is not None
    assert pooled.estimate == pytest.approx(QUESTION.effects()[0].estimate)


@pytest.mark.parametrize(
    ("trial", "contrast"),
    [
        (COUNTED, Contrast.MEAN_DIFFERENCE),
        (COUNTED, Contrast.HEDGES_G),
        (MEASURED, Contrast.RISK_RATIO),
        (MEASURED, Contrast.RISK_DIFFERENCE),
        (replace(COUNTED, control=MEASURED.control), Contrast.RISK_RATIO),
    ],
)
def test_what_was_counted_is_not_averaged_and_what_was_measured_is_not_counted(
    trial: Trial, contrast: Contrast
) -> None:
    with pytest.raises(ValueError, match=f"no {contrast}"):
        replace(QUESTION, trials=(trial,), contrast=contrast)


def test_a_question_without_trials_or_with_one_twice_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="no trial"):
        replace(QUESTION, trials=())
    with pytest.raises(ValueError, match="a trial twice"):
        replace(QUESTION, trials=(COUNTED, COUNTED))


def test_a_question_is_found_with_the_sources_of_its_trials() -> None:
    questions = Questions((QUESTION,), (source(id="mu-2020"), source()))
    assert questions.question("nausea") is QUESTION
    assert questions.sources_of(QUESTION) == (source(),)
    with pytest.raises(KeyError, match="vomiting"):
        questions.question("vomiting")


def test_a_source_that_is_not_there_and_an_id_used_twice_are_named() -> None:
    with pytest.raises(ValueError, match="not there: vickers-2018"):
        Questions((QUESTION,), ())
    with pytest.raises(ValueError, match="there twice"):
        Questions((QUESTION, QUESTION), (source(),))
