"""What the controls of the races take away from a process, so that the fault is seen to appear."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from ashi.book import taking
from ashi.records import reservations
from ashi.records.plans import Plan


def without_locks() -> None:
    """Its transactions are gone too, so that looking and writing are as far apart as in a program that never thought
    about it."""

    def no_lock(resource_ids: object) -> datetime:
        return datetime.now(UTC)

    class NoTransactions:
        @staticmethod
        @contextmanager
        def atomic() -> Iterator[None]:
            yield

    NoTransactions.atomic.__name__ = "no_transaction"
    look = reservations._taken

    def look_and_dawdle(stretches: Sequence[reservations.Stretch], *, now: datetime) -> list[str]:
        found = look(stretches, now=now)
        time.sleep(0.005)  # a program has something to do between looking and writing; ours is quicker than a control
        return found

    reservations.lock = no_lock
    reservations._taken = look_and_dawdle
    taking.transaction = NoTransactions  # type: ignore[assignment]
    taking._lock_licence = no_licence_lock  # PostgreSQL locks no row outside a transaction


def no_licence_lock(plan: Plan) -> None:
    pass
