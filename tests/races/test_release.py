"""An emergency answer and the desk's "here", pressed at the same moment."""

import threading
from collections.abc import Callable
from copy import copy
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from ashi.book.actions import NotExpected
from ashi.check import again
from ashi.clinic.actions.visits import arrive
from ashi.core.safety import Answer, Profile
from ashi.knowledge.safety import the_screen
from ashi.records.by import By
from ashi.records.models import Appointment, Occupancy, Recheck
from tests import cast
from tests.races.rounds import cells

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 12


def at_once(*works: Callable[[], None]) -> list[str]:
    """Each in a thread with a connection of its own; what each was answered."""
    start, answers = threading.Barrier(len(works)), [""] * len(works)

    def run(number: int, work: Callable[[], None]) -> None:
        try:
            start.wait()
            work()
            answers[number] = "done"
        except (NotExpected, again.NotOpen) as error:
            answers[number] = type(error).__name__
        except Exception as error:
            answers[number] = f"failed: {error!r}"
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def answers_an_emergency(visit: Appointment) -> None:
    assessment = again.assess_short({"RF01": Answer.YES}, screen=the_screen(), profile=Profile(40))
    answered = again.Answered({"RF01": "yes"}, assessment, "en")
    again.answer_again(appointment=visit, answered=answered, by=By("patient", visit.patient_id))


def test_a_visit_is_released_or_its_patient_is_here_and_never_both(clinic: cast.Clinic) -> None:
    """Never a patient on the table whose time has gone to somebody else; never an answer that nobody sees."""
    seen = set()
    patient = cast.ana()
    for cell in cells(ROUNDS):
        start = datetime.fromtimestamp(cell * 300, UTC)
        visit = cast.booked(clinic, start, patient=patient)
        # The day has come: the answers are asked for, the patient may be here. Its time is taken where it was booked.
        Appointment.objects.filter(pk=visit.pk).update(screened=False)
        visit.refresh_from_db()
        desk = By("user", 1)
        said = at_once(
            lambda visit=visit: answers_an_emergency(visit),
            lambda visit=visit, desk=desk: arrive(appointment=visit, by=desk, now=datetime.now(UTC)),
        )
        visit.refresh_from_db()
        taken = Occupancy.objects.filter(appointment=visit).count()
        assert said[0] == "done", said
        assert Recheck.objects.get(appointment=visit).result == "emergency"
        if visit.status == "arrived":
            assert (said[1], taken, visit.events.filter(kind="stopped").count()) == ("done", 4, 0)
        else:
            assert (visit.status, said[1], taken) == ("cancelled", "NotExpected", 0)
            assert visit.events.filter(kind="stopped").count() == 1
        seen.add(visit.status)
    assert seen <= {"arrived", "cancelled"}


def test_two_windows_answer_one_emergency_and_the_time_goes_back_once(clinic: cast.Clinic) -> None:
    start = cast.next_weekday(2, datetime.min.time().replace(hour=10), after=datetime.now(UTC) + timedelta(days=3))
    visit = cast.booked(clinic, start)
    Appointment.objects.update(screened=False)
    visit.refresh_from_db()
    said = at_once(*[lambda: answers_an_emergency(visit)] * 3)
    assert sorted(said) == ["NotOpen", "NotOpen", "done"]
    assert Recheck.objects.count() == 1
    assert visit.events.filter(kind="stopped").count() == 1
    assert not Occupancy.objects.exists()


def test_control_without_looking_again_under_the_locks_nobody_finds_that_it_is_over(
    clinic: cast.Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = cast.next_weekday(2, datetime.min.time().replace(hour=10), after=datetime.now(UTC) + timedelta(days=3))
    visit = cast.booked(clinic, start)
    Appointment.objects.update(screened=False)
    visit.refresh_from_db()
    monkeypatch.setattr(again, "_locked", lambda _pk: copy(visit))
    said = at_once(*[lambda: answers_an_emergency(visit)] * 3)
    assert "NotOpen" not in said
