"""The message worker: sends what is in the outbox, and does what has to be done when its time has come.

A loop that asks the database; several may run, and any may be killed (docs/adr/0006).
"""

import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections

from ashi.book.courses.actions import complete_courses
from ashi.book.provisional import release_uncleared
from ashi.book.waiting import offer_freed
from ashi.check.actions import forget_unbooked
from ashi.messaging import reminders, sending
from ashi.records import limits, reservations
from ashi.records.by import SYSTEM

TICK = 0.5  # seconds between two looks at what is due
LONGEST_PAUSE = 30.0  # seconds, of a job that keeps failing

log = structlog.get_logger(__name__)


@dataclass
class Job:
    """`work` is told the time and says how much it did, if it counts. `due` is of the monotonic clock."""

    name: str
    every: float
    work: Callable[[datetime], int | None]
    due: float = 0.0
    failures: int = 0

    def run(self) -> None:
        """Do it, and say when it is due again: later and later while it fails, whatever the reason."""
        try:
            done = self.work(datetime.now(UTC))
        except Exception:  # a worker outlives a database that is away, and a mistake in one job
            self.failures += 1
            log.exception("job failed", job=self.name, failures=self.failures)
            connections.close_all()  # the next try begins with a connection of its own
        else:
            self.failures = 0
            if done:
                log.info("job done", job=self.name, count=done)
        self.due = time.monotonic() + self.pause

    @property
    def pause(self) -> float:
        return max(self.every, min(2.0**self.failures, LONGEST_PAUSE)) if self.failures else self.every


def jobs(stopping: Callable[[], bool]) -> list[Job]:
    return [
        Job("send", 1, lambda now: sending.send_due(now=now, stopping=stopping)),
        Job("release-uncleared", 15, lambda now: release_uncleared(now=now, by=SYSTEM)),
        Job("complete-courses", 300, lambda now: complete_courses(now=now, by=SYSTEM)),
        Job("offer-earlier-times", 15, lambda now: offer_freed(now=now, by=SYSTEM)),
        Job("remind", 60, lambda now: reminders.put_due(now=now)),
        Job("forget-unbooked-checks", 300, lambda now: forget_unbooked(now=now, by=SYSTEM)),
        Job("forget-past-time", 600, lambda now: reservations.forget_past(now=now)),
        Job("forget-counts", 3600, lambda now: limits.forget_counts(now=now)),
        Job("forget-sessions", 3600, lambda now: SessionStore.clear_expired()),
    ]


def run() -> None:
    """Work until SIGTERM or SIGINT; what is being sent then is sent to its end first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    log.info("worker started")
    work(jobs(stop.is_set), stop)
    log.info("worker stopped")


def work(todo: Sequence[Job], stop: threading.Event) -> None:
    while not stop.is_set():
        for job in todo:
            if job.due <= time.monotonic() and not stop.is_set():
                job.run()
        stop.wait(TICK)
