"""Somebody who looks at the tables from outside, with plain SQL on a connection of their own, all the while."""

import sqlite3
import threading
from collections.abc import Callable
from random import Random
from typing import Any

from bench.faults.clinic import ROWS_OF_A_HOLD, ROWS_OF_A_VISIT
from bench.faults.register import Certain, Register

OVERLAPS = """
    SELECT a.resource_id, a."start", a.appointment_id, b.appointment_id
    FROM records_occupancy a JOIN records_occupancy b
    ON a.resource_id = b.resource_id AND a.lane = b.lane AND a.id < b.id AND a."start" < b."end" AND b."start" < a."end"
    WHERE (a.expires_at IS NULL OR a.expires_at > {now}) AND (b.expires_at IS NULL OR b.expires_at > {now})
"""
VISIT = """
    SELECT a.status, (SELECT count(*) FROM records_occupancy o WHERE o.appointment_id = a.id),
           (SELECT min(o."start") FROM records_occupancy o WHERE o.appointment_id = a.id)
    FROM records_appointment a WHERE a.reference = {reference}
"""
HOLD = """
    SELECT 'held', count(*), min(o."start") FROM records_occupancy o WHERE o.hold_id = {reference}
"""
TRACES = """
    SELECT count(*) FROM records_appointment a JOIN records_patient p ON p.id = a.patient_id WHERE p.name = {name}
"""
UNTOLD = """
    SELECT a.reference FROM records_appointment a
    WHERE a.id > (SELECT max(id) FROM records_appointment) - 20 AND NOT EXISTS (
        SELECT 1 FROM records_appointment b JOIN messaging_outboxmessage m ON m.appointment_id = b.id
        WHERE (b.id = a.id OR b.care_plan_id = a.care_plan_id) AND m.kind = 'confirmation')
"""
PAUSE = 0.03


class Reader(threading.Thread):
    """Looks until it is told to stop; a connection that is lost is made anew."""

    def __init__(self, register: Register, connect: Callable[[], Any], seed: int) -> None:
        super().__init__(daemon=True)
        self.looks = 0
        self._register, self._connect, self._chance = register, connect, Random(seed)
        self._told = threading.Event()

    def end(self) -> None:
        self._told.set()
        self.join()

    def run(self) -> None:
        connection: Any = None
        while not self._told.wait(PAUSE) and not self._register.over.is_set():
            try:
                connection = connection or self._connect()
                self._look(connection)
                self.looks += 1
            except lost_errors():
                connection = None
        if connection is not None:
            connection.close()

    def _look(self, connection: Any) -> None:
        sqlite = isinstance(connection, sqlite3.Connection)
        now = "strftime('%Y-%m-%d %H:%M:%f', 'now')" if sqlite else "clock_timestamp()"
        for row in connection.execute(OVERLAPS.format(now=now)).fetchall():
            self._register.violate(f"an overlap was seen: resource {row[0]} at cell {row[1]}, visits {row[2:]}")
        for (reference,) in connection.execute(UNTOLD).fetchall():
            self._register.violate(f"{reference} was seen, and not the message that tells of it")
        for name in list(self._register.refused)[-3:]:
            (there,) = connection.execute(TRACES.format(name="?" if sqlite else "%s"), (name,)).fetchone()
            if there and name not in self._register.repeated:
                self._register.violate(f"{name} was refused and has a visit")
        certain = self._register.certain()
        place = "?" if sqlite else "%s"
        for about in self._chance.sample(sorted(certain), min(len(certain), 8)):
            if about.startswith("hold "):
                asked, key, wanted = HOLD, int(about.removeprefix("hold ")), ("held", ROWS_OF_A_HOLD)
            else:
                asked, key, wanted = VISIT, about, ("booked", ROWS_OF_A_VISIT)
            found = connection.execute(asked.format(reference=place), (key,)).fetchone()
            self._compare(about, certain[about], found, wanted)

    def _compare(self, about: str, was: Certain, found: Any, wanted: tuple[str, int]) -> None:
        if self._register.certain().get(about) is not was:
            return  # somebody asked to change it while we looked, or it has run out
        start = min(stretch.start for stretch in was.stretches)
        if found is None or tuple(found) != (*wanted, start):
            seen = tuple(found) if found else "nothing"
            self._register.violate(f"{about} was acknowledged for cell {start}, and the tables say {seen}: {was.by}")


def lost_errors() -> tuple[type[Exception], ...]:
    import psycopg

    return (psycopg.OperationalError, psycopg.InterfaceError)
