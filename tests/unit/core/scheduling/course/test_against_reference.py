"""The course found by dynamic programming costs what the best of all courses costs."""

from hypothesis import HealthCheck, given, settings

from ashi.core.scheduling.course import planning, reference
from ashi.core.scheduling.course.asking import Asked, Ground
from ashi.core.scheduling.course.courses import Course, Courses, NoCourse
from ashi.core.scheduling.course.terrain import Terrain
from tests.unit.core.scheduling.course.grounds import questions

thorough = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@thorough
@given(questions())
def test_the_cost_is_that_of_the_best_of_all_courses(question: tuple[Asked, Ground]) -> None:
    asked, ground = question
    slow = reference.cheapest_cost(asked, ground)
    found = planning.best(Terrain(asked, ground))
    assert (found.cost if found else None) == slow


@thorough
@given(questions())
def test_the_visits_cost_what_is_said_and_an_answer_is_a_course_or_a_reason(question: tuple[Asked, Ground]) -> None:
    asked, ground = question
    courses = Courses(asked, ground)
    answer = courses.best()
    if isinstance(answer, NoCourse):
        assert answer.obstacles
        assert reference.cheapest_cost(asked, ground) is None
        return
    picks = [(visit.start, visit.practitioner) for visit in answer.visits]
    assert courses.of(picks) == answer or courses.of(picks).cost == answer.cost
    assert courses.of(picks, answer.usual).cost == answer.cost
    _never_at_once(answer, ground)


@thorough
@given(questions())
def test_an_alternative_changes_one_visit_and_is_never_better_than_the_best(question: tuple[Asked, Ground]) -> None:
    asked, ground = question
    courses = Courses(asked, ground)
    answer = courses.best()
    if isinstance(answer, NoCourse):
        return
    for number in asked.numbers:
        others = courses.alternatives(answer, number)
        assert [one.cost for one in others] == sorted(one.cost for one in others)
        for other in others:
            assert other.cost >= answer.cost
            changed = [a.number for a, b in zip(answer.visits, other.visits, strict=True) if a.start != b.start]
            assert changed == [number]
            _never_at_once(other, ground)


def _never_at_once(course: Course, ground: Ground) -> None:
    ends = [visit.start + ground.length for visit in course.visits]
    assert all(end <= after.start for end, after in zip(ends, course.visits[1:], strict=False))
