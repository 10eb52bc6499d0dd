"""From the moment a suspension is written, nobody is booked with that licence."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from ashi.records.models import Appointment, Qualification
from tests.races.crowd import Booker, crowd
from tests.races.rounds import accepted, cells, failures

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 4
TIMES, REST = 500, 0.01  # seconds between two, in which the suspension has its turn


def suspended_while_they_book(bookers: list[Booker]) -> tuple[int, list[dict[str, Any]]]:
    """How many visits there were when the suspension held the licence, and what everybody was answered."""
    for booker in bookers:
        booker.say(do="many", times=TIMES, rest=REST, until="Unlicensed", of={"do": "book-any", "cells": cells(120)})
    until = time.monotonic() + 20
    while Appointment.objects.count() < 5 and time.monotonic() < until:
        time.sleep(0.02)
    with transaction.atomic():
        licence = Qualification.objects.select_for_update(no_key=True).get()
        licence.permits_practice = False
        licence.save()
        # Whoever was before it has committed; whoever comes after it waits for it.
        booked = Appointment.objects.count()
    return booked, [answer for booker in bookers for answer in booker.hear()["answers"]]


def test_nobody_is_booked_after_a_licence_was_suspended() -> None:
    with crowd(CROWD, "slow") as bookers:
        booked, answers = suspended_while_they_book(bookers)
    assert failures(answers) == []
    assert booked >= 5
    assert Appointment.objects.count() == booked == len(accepted(answers))
    assert {"refused": "Unlicensed"} in answers


def suspend() -> None:
    Qualification.objects.update(permits_practice=False)


def test_control_without_the_licence_lock_a_booking_under_way_passes_the_suspension(engine: str) -> None:
    """The trigger sees only what is committed. SQLite needs no such lock: its transactions come one after the other."""
    with crowd(1, "paused", "no-licence-lock") as [booker]:
        booker.say(do="book-any", cells=cells(1))
        assert booker.hear() == {"written": True}
        if engine == "sqlite":
            with pytest.raises(OperationalError, match="locked"), impatient():
                suspend()
        else:
            suspend()
        booker.say(do="go on")
        assert "accepted" in booker.hear()
    assert Appointment.objects.count() == 1
    assert Qualification.objects.get().permits_practice == (engine == "sqlite")


@contextmanager
def impatient() -> Iterator[None]:
    """SQLite does not wait for its turn."""
    with connection.cursor() as cursor:
        waited = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 50")
        yield
        cursor.execute(f"PRAGMA busy_timeout = {waited}")


@pytest.mark.usefixtures("without_the_licence_guard")
def test_control_without_lock_and_guard_visits_go_on_being_booked() -> None:
    with crowd(CROWD, "no-lock") as bookers:
        booked, _ = suspended_while_they_book(bookers)
    assert Appointment.objects.count() > booked
