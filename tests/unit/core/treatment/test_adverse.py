"""How severe it is until somebody has judged it, when the clinic calls, and how an event stands after corrections."""

import pytest

from ashi.core.treatment.adverse import (
    Category,
    Correction,
    Needed,
    Outcome,
    Relation,
    Severity,
    Standing,
    needs_call,
    severity_of,
    stands,
)

MILD, MODERATE, SERIOUS = Severity
REPORTED = Standing(Category.PAIN, SERIOUS)


@pytest.mark.parametrize(
    ("needed", "alarm", "found"),
    [
        (Needed.NOTHING, False, MILD),
        (Needed.OWN, False, MODERATE),
        (Needed.DOCTOR, False, MODERATE),
        (Needed.HOSPITAL, False, SERIOUS),
        (None, False, MODERATE),
        (Needed.NOTHING, True, SERIOUS),
        (None, True, SERIOUS),
    ],
)
def test_severity_is_by_what_it_needed_and_an_alarm_is_serious(needed: Needed | None, alarm: bool, found: str) -> None:
    assert severity_of(needed, alarm=alarm) is found


def test_the_clinic_calls_about_everything_that_was_more_than_mild() -> None:
    assert [needs_call(one, asked=False) for one in Severity] == [False, True, True]
    assert needs_call(MILD, asked=True)


def test_of_each_thing_the_last_word_counts() -> None:
    first = Correction(severity=MILD, relation=Relation.POSSIBLE)
    second = Correction(category=Category.BLEEDING, relation=Relation.CERTAIN)
    assert stands(REPORTED, []) == REPORTED
    assert stands(REPORTED, [first, second]) == Standing(Category.BLEEDING, MILD, Relation.CERTAIN)
    assert stands(REPORTED, [Correction(outcome=Outcome.RESOLVED)]).outcome is Outcome.RESOLVED


def test_what_was_withdrawn_by_mistake_comes_back() -> None:
    gone = stands(REPORTED, [Correction(withdrawn=True), Correction(severity=MILD)])
    assert gone.withdrawn
    assert not stands(gone, [Correction(withdrawn=False)]).withdrawn
