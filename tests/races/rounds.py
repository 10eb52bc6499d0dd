"""What is raced for, and what is taken away for the controls."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import connection

from ashi.messaging.models import OutboxMessage
from ashi.records import guards
from ashi.records.models import Appointment, Occupancy
from tests import cast
from tests.races.crowd import Booker, all_at_once

NOW = datetime.now(UTC)
ROWS_OF_A_VISIT = 4  # room throughout, patient, acupuncturist at both ends


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


def hot_slot(
    bookers: list[Booker], rounds: int, do: str = "book", *, even_deadlocks: bool = False
) -> list[list[dict[str, Any]]]:
    """Every booker wants the same slot at once, round after round."""
    results = []
    for cell in cells(rounds):
        assert all_at_once(bookers, do="prepare", cells=[cell]) == [{"ready": 1}] * len(bookers)
        results.append(all_at_once(bookers, do=do))
    failed = failures([one for answers in results for one in answers])
    assert [why for why in failed if not (even_deadlocks and "deadlock" in why)] == []
    return results


def busy_morning(bookers: list[Booker], times: int) -> list[dict[str, Any]]:
    """Everybody does what comes to mind, nobody waits for anybody; all their answers."""
    said = all_at_once(bookers, do="many", times=times, of={"do": "anything", "cells": close_cells()})
    return [answer for one in said for answer in one["answers"]]


def accepted(answers: list[dict[str, Any]]) -> list[str]:
    return [answer["accepted"] for answer in answers if "accepted" in answer]


def failures(answers: list[dict[str, Any]]) -> list[str]:
    """Anything but a yes and a clean no: a deadlock, a broken rule. That SQLite was busy for ten seconds is a no too:
    it has no queue, and on a machine that is busy itself somebody may never have their turn."""
    failed = [answer["failed"] for answer in answers if "failed" in answer]
    return [said for said in failed if said != "OperationalError: database is locked"]


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


def drop_overlap_guard() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE records_occupancy DROP CONSTRAINT occupancy_no_overlap")
        else:
            cursor.execute("DROP TRIGGER occupancy_no_overlap_insert")
            cursor.execute("DROP TRIGGER occupancy_no_overlap_update")
    assert [name for name in guards.missing() if name.startswith("occupancy_no_overlap")]


def drop_licence_guard() -> None:
    table = " ON records_appointment" if connection.vendor == "postgresql" else ""
    names = ["appointment_licensed_on_insert", "appointment_licensed_on_update"]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}{table}")
    assert guards.missing() == names
