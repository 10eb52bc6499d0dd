"""Nobody is booked onto a table that is taken, however many try at once and whoever dies meanwhile."""

import random
import time as clock
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection, transaction

from ashi.messaging.models import OutboxMessage
from ashi.records import guards
from ashi.records.models import Appointment, Hold, Occupancy, Qualification
from tests import cast
from tests.races.crowd import Booker, Onlooker, all_at_once, crowd, end_all, overlaps

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 6
ROUNDS = 15
NOW = datetime.now(UTC)
ROWS_OF_A_VISIT = 4  # room throughout, patient, acupuncturist at both ends


@pytest.fixture(autouse=True)
def clinic() -> cast.Clinic:
    cast.cleared()
    return cast.open_clinic(rooms=2)


@pytest.fixture(autouse=True, scope="module")
def _everybody_goes_home() -> Iterator[None]:
    yield
    end_all()


def cells(count: int) -> list[int]:
    """Starts on different days, so that each round has a slot of its own."""
    found: list[int] = []
    start = cast.next_weekday(0, time(10), after=NOW)
    while len(found) < count:
        if start.weekday() < 5:
            found.append(int(start.timestamp()) // 300)
        start += timedelta(days=1)
    return found


def close_cells() -> list[int]:
    """Starts on one morning that all get into each other's way."""
    start = int(cast.next_weekday(1, time(9), after=NOW).timestamp()) // 300
    return [start + 2 * step for step in range(12)]


def hot_slot(bookers: list[Booker], rounds: int, do: str = "book") -> list[list[dict[str, str]]]:
    """Every booker wants the same slot at once, round after round."""
    results = []
    for cell in cells(rounds):
        assert all_at_once(bookers, do="prepare", cells=[cell]) == [{"ready": 1}] * len(bookers)
        results.append(all_at_once(bookers, do=do))
    assert [one for answers in results for one in answers if "failed" in one] == []
    return results


def accepted(answers: list[dict[str, str]]) -> list[str]:
    return [answer["accepted"] for answer in answers if "accepted" in answer]


def drop_overlap_guard() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE records_occupancy DROP CONSTRAINT occupancy_no_overlap")
        else:
            cursor.execute("DROP TRIGGER occupancy_no_overlap_insert")
            cursor.execute("DROP TRIGGER occupancy_no_overlap_update")
    assert [name for name in guards.missing() if name.startswith("occupancy_no_overlap")]


@pytest.fixture
def without_the_guard() -> Iterator[None]:
    drop_overlap_guard()
    yield
    Occupancy.objects.all().delete()  # what the control let in would not pass the guard that comes back
    guards.install(connection)
    assert guards.missing() == []


@pytest.mark.parametrize("do", ["book", "hold"])
def test_of_many_who_want_one_slot_exactly_one_gets_it_each_round(do: str) -> None:
    with crowd(CROWD) as bookers, Onlooker() as onlooker:
        for answers in hot_slot(bookers, ROUNDS, do):
            assert len(accepted(answers)) == 1, answers
    assert (onlooker.overlaps, overlaps()) == (0, 0)
    assert onlooker.looks > 0
    assert (Appointment if do == "book" else Hold).objects.count() == ROUNDS


@pytest.mark.usefixtures("without_the_guard")
def test_control_without_lock_and_guard_the_same_race_books_two_onto_one_table() -> None:
    with crowd(CROWD, "no-lock") as bookers, Onlooker() as onlooker:
        results = hot_slot(bookers, ROUNDS)
        assert any(len(accepted(answers)) > 1 for answers in results)
        assert overlaps() > 0
        clock.sleep(0.1)
    assert onlooker.overlaps > 0


def test_the_guard_alone_refuses_the_second() -> None:
    with crowd(CROWD, "no-lock") as bookers:
        results = hot_slot(bookers, 5)
    assert overlaps() == 0
    assert {"Taken"} & {answer.get("refused") for answers in results for answer in answers}


@pytest.mark.usefixtures("without_the_guard")
def test_the_lock_alone_lets_one_through() -> None:
    with crowd(CROWD) as bookers:
        for answers in hot_slot(bookers, 5):
            assert len(accepted(answers)) == 1, answers
    assert overlaps() == 0


def test_one_key_sent_by_many_at_once_books_one_visit() -> None:
    with crowd(CROWD) as bookers:
        for number, cell in enumerate(cells(5)):
            all_at_once(bookers, do="prepare", cells=[cell])
            answers = all_at_once(bookers, do="book", key=f"key {number}")
            assert len(accepted(answers)) == CROWD, answers
            assert len(set(accepted(answers))) == 1
    assert Appointment.objects.count() == 5


def test_a_busy_morning_of_everything_at_once_never_overlaps() -> None:
    done = 0
    with crowd(CROWD) as bookers, Onlooker() as onlooker:
        for _ in range(40):
            answers = all_at_once(bookers, do="anything", cells=close_cells())
            assert [one for one in answers if "failed" in one] == []
            done += len(accepted(answers))
    assert (onlooker.overlaps, overlaps()) == (0, 0)
    assert done > 80
    whole_or_absent()


def test_what_was_confirmed_survives_the_killing_of_whoever_confirmed_it() -> None:
    confirmed: list[str] = []
    for _ in range(4):
        with crowd(3) as bookers:
            for booker in bookers:
                booker.say(do="book-any", cells=cells(20))
            until = clock.monotonic() + random.uniform(0.2, 0.7)
            while clock.monotonic() < until:
                for booker in bookers:
                    confirmed += accepted([booker.hear()])
                    booker.say(do="book-any", cells=cells(20))
            for booker in bookers:
                booker.end()  # SIGKILL, in the middle of the next one
    assert confirmed
    assert Appointment.objects.filter(reference__in=confirmed).count() == len(confirmed)
    assert overlaps() == 0
    whole_or_absent()


def whole_or_absent() -> None:
    """Every visit has its occupancy, its history, its link and its message, or there is nothing of it."""
    for visit in Appointment.objects.exclude(status="cancelled"):
        assert visit.occupancy.count() == ROWS_OF_A_VISIT
        assert visit.events.filter(kind="booked").count() == 1
        assert visit.links.count() == 1
        assert OutboxMessage.objects.filter(appointment=visit, kind="confirmation").count() == 1
    assert not Occupancy.objects.filter(appointment__status="cancelled").exists()
    assert Occupancy.objects.filter(kind="booked").count() == ROWS_OF_A_VISIT * (
        Appointment.objects.exclude(status="cancelled").count()
    )


def test_nobody_is_booked_after_a_licence_was_suspended() -> None:
    with crowd(4) as bookers:
        for booker in bookers:
            booker.say(do="book-any", cells=cells(40))
        for _ in range(3):
            for booker in bookers:
                booker.hear()
                booker.say(do="book-any", cells=cells(40))
        with transaction.atomic():
            licence = Qualification.objects.select_for_update(no_key=True).get()
            licence.permits_practice = False
            licence.save()
        booked = Appointment.objects.count()
        answers = [booker.hear() for booker in bookers]
        answers += all_at_once(bookers, do="book-any", cells=cells(40))
    assert booked > 0
    assert Appointment.objects.count() == booked
    assert [one for one in answers if "failed" in one] == []
