"""One visit moves, the others stay: judged by the slow reference, which looks at whole courses."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from ashi.core.scheduling.course import reference
from ashi.core.scheduling.course.asking import Limit
from ashi.core.scheduling.course.one import Days, days_for
from ashi.core.scheduling.course.templates import Gap
from tests.unit.core.scheduling.course.grounds import gaps_between

MONDAY = date(2026, 3, 2)
WEEKLY = Gap(7, 5, 10)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def course(*numbers: int) -> dict[int, date]:
    return {at: day(number) for at, number in enumerate(numbers, start=1)}


GAPS = st.lists(gaps_between(), min_size=1, max_size=4)
LIMITS = st.none() | st.builds(
    Limit, st.just(9), st.integers(1, 20), since=st.none() | st.integers(-3, 3).map(day), used=st.integers(0, 2)
)


@st.composite
def standing(draw: st.DrawFn) -> tuple[dict[int, date], list[Gap], Limit | None]:
    """Visits that stand at any distance; some between them are not booked."""
    gaps = draw(GAPS)
    days = sorted(draw(st.sets(st.integers(0, 25), min_size=len(gaps) + 1, max_size=len(gaps) + 1)))
    every = course(*days)
    keep = draw(st.sets(st.sampled_from(sorted(every)), min_size=1))
    return {number: every[number] for number in every if number in keep}, gaps, draw(LIMITS)


@given(standing(), st.data())
def test_in_a_course_that_holds_the_days_are_those_on_which_it_still_does(question, data: st.DataObject) -> None:  # type: ignore[no-untyped-def]
    days, gaps, limit = question
    assume(reference.holds(days, gaps, limit))
    number = data.draw(st.sampled_from(sorted(days)))
    found = days_for(number, days, gaps, limit)
    for other in (day(at) for at in range(-30, 60)):
        assert (other in found) == reference.holds({**days, number: other}, gaps, limit), other


@given(standing(), st.data())
def test_what_is_broken_is_never_broken_further_and_the_day_it_has_is_one_of_them(question, data) -> None:  # type: ignore[no-untyped-def]
    days, gaps, limit = question
    number = data.draw(st.sampled_from(sorted(days)))
    found = days_for(number, days, gaps, limit)
    assert days[number] in found
    broken = reference.broken_by(days, gaps, limit)
    for other in (day(at) for at in range(-30, 60)):
        after = reference.broken_by({**days, number: other}, gaps, limit)
        if other in found:
            assert all(mine <= its for mine, its in zip(after, broken, strict=True)), other


def test_a_visit_between_two_others_keeps_both_distances() -> None:
    assert days_for(2, course(0, 9, 15), [WEEKLY, WEEKLY]) == Days(day(5), day(10))


def test_where_a_visit_between_is_not_booked_both_distances_are_kept_for_it() -> None:
    assert days_for(3, {1: day(0), 3: day(18)}, [WEEKLY, WEEKLY]) == Days(day(10), day(20))


def test_the_first_visit_moves_as_far_as_the_payer_s_days_reach() -> None:
    assert days_for(1, course(7, 14), [WEEKLY]).first == day(4)
    assert days_for(1, course(7, 14), [WEEKLY], Limit(2, 9)).first == day(6)
    assert days_for(1, course(7, 14), [WEEKLY], Limit(2, 9, since=day(7))).first == day(7)


def test_a_visit_that_a_pause_has_put_off_may_come_nearer_and_not_go_farther() -> None:
    assert days_for(2, course(0, 40), [WEEKLY]) == Days(day(5), day(40))
    assert days_for(1, course(0, 40), [WEEKLY]).first == day(0)


def test_two_that_were_put_on_one_day_or_in_the_wrong_order_get_no_worse() -> None:
    assert day(7) not in days_for(2, course(7, 7), [WEEKLY])
    assert day(6) not in days_for(2, course(7, 6), [WEEKLY])
    assert days_for(1, course(7, 6), [WEEKLY]).first == day(-4)
