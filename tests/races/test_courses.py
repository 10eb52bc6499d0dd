"""A course is booked whole or not at all, however many want one of its times at once."""

from typing import Any

import pytest

from ashi.messaging.models import OutboxMessage
from ashi.records.models import Appointment, AuditEvent, CarePlan, Occupancy
from tests import cast
from tests.races.crowd import Booker, Onlooker, all_at_once, crowd, overlaps
from tests.races.rounds import ROWS_OF_A_VISIT, accepted, cells, failures
from tests.races.test_one_table import second_acupuncturist

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 6
ROUNDS = 6
VISITS = 4


def one_hot_slot_each(bookers: list[Booker], rounds: int = ROUNDS) -> list[list[dict[str, Any]]]:
    """Everybody wants a course of times that nobody else wants, but for one that all want: now the last, now the
    first, now one between."""
    days = cells((VISITS - 1) * rounds + rounds)
    results = []
    for turn in range(rounds):
        place, mine = turn % VISITS, days[turn * VISITS : (turn + 1) * VISITS]
        for number, booker in enumerate(bookers):
            # An hour and a half apart: in a clinic with one acupuncturist these do not touch. The hot one is at ten.
            own = [cell + (0 if at == place else 18 * (number % 4) + 3 * (number // 4)) for at, cell in enumerate(mine)]
            booker.say(do="prepare", cells=own)
        assert [booker.hear() for booker in bookers] == [{"ready": VISITS}] * len(bookers)
        patients = [cast.ana(email=f"course{turn}-{number}@example.invalid").pk for number in range(len(bookers))]
        for booker, patient in zip(bookers, patients, strict=True):
            booker.say(do="book-course", patient=patient)
        results.append([booker.hear() for booker in bookers])
    return results


def partial_courses() -> list[CarePlan]:
    """Courses of which something is there and something is not."""
    return [course for course in CarePlan.objects.all() if not _is_whole(course)]


def _is_whole(course: CarePlan) -> bool:
    numbers = list(course.visits.order_by("course_number").values_list("course_number", flat=True))
    return (
        numbers == list(range(1, course.planned_visits + 1))
        and Occupancy.objects.filter(appointment__care_plan=course).count() == ROWS_OF_A_VISIT * course.planned_visits
        and OutboxMessage.objects.filter(appointment__care_plan=course).count() == 1
        and AuditEvent.objects.filter(entity=f"CarePlan/{course.pk}", action="course.booked").count() == 1
    )


def test_of_many_whose_courses_share_one_time_whole_courses_are_booked_and_nothing_else(clinic: cast.Clinic) -> None:
    second_acupuncturist(clinic)
    with crowd(CROWD) as bookers, Onlooker() as onlooker:
        results = one_hot_slot_each(bookers)
    said = [answer for answers in results for answer in answers]
    assert failures(said) == []
    assert all(accepted(answers) for answers in results)
    assert (onlooker.overlaps, overlaps()) == (0, 0)
    assert partial_courses() == []
    assert {course.reference for course in CarePlan.objects.all()} == set(accepted(said))
    assert Appointment.objects.count() == VISITS * len(accepted(said))


def test_control_a_course_that_is_not_atomic_is_left_half_booked_and_is_seen_to_be() -> None:
    with crowd(CROWD, "no-lock") as bookers:  # each statement by itself; the table's guard still refuses overlaps
        results = one_hot_slot_each(bookers)
    assert overlaps() == 0
    assert partial_courses()
    said = [answer for answers in results for answer in answers]
    assert len(accepted(said)) < CarePlan.objects.count()


def test_one_key_sent_by_many_at_once_books_one_course() -> None:
    with crowd(CROWD) as bookers:
        for turn in range(3):
            days = cells(VISITS * 3)[turn * VISITS : (turn + 1) * VISITS]
            patient = cast.ana(email=f"key{turn}@example.invalid").pk
            assert all_at_once(bookers, do="prepare", cells=days) == [{"ready": VISITS}] * CROWD
            answers = all_at_once(bookers, do="book-course", patient=patient, key=f"key {turn}")
            assert len(accepted(answers)) == CROWD, answers
            assert len(set(accepted(answers))) == 1
    assert CarePlan.objects.count() == 3
    assert partial_courses() == []
    assert Appointment.objects.count() == 3 * VISITS


def test_a_patient_who_is_booked_a_course_by_several_desks_at_once_gets_one() -> None:
    patient = cast.ana().pk
    with crowd(CROWD) as bookers:
        days = cells(VISITS)
        for number, booker in enumerate(bookers):
            booker.say(do="prepare", cells=[cell + 15 * (number % 4) for cell in days])
        assert [booker.hear() for booker in bookers] == [{"ready": VISITS}] * CROWD
        answers = all_at_once(bookers, do="book-course", patient=patient)
    assert failures(answers) == []
    assert len(accepted(answers)) == 1, answers
    assert CarePlan.objects.count() == 1
    assert Appointment.objects.count() == VISITS
