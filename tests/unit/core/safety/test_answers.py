from datetime import date

import pytest

from ashi.core.safety import Answer, Profile, age_on


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(1984, 5, 2), date(2026, 5, 1), 41),
        (date(1984, 5, 2), date(2026, 5, 2), 42),
        (date(2026, 11, 24), date(2026, 11, 24), 0),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_somebody_is_a_year_older_on_their_birthday(born: date, day: date, years: int) -> None:
    assert age_on(day, born=born) == years


def test_nobody_is_born_tomorrow() -> None:
    with pytest.raises(ValueError, match="later than today"):
        age_on(date(2026, 11, 24), born=date(2026, 11, 25))


@pytest.mark.parametrize("age", [-1, 131])
def test_an_age_nobody_has_is_refused(age: int) -> None:
    with pytest.raises(ValueError, match="not possible"):
        Profile(age)


def test_somebody_is_of_age_at_eighteen() -> None:
    assert Profile(17).is_minor
    assert not Profile(18).is_minor


def test_only_yes_and_unsure_may_be_so() -> None:
    assert {answer for answer in Answer if answer.may_be_so} == {Answer.YES, Answer.UNSURE}
