"""The loop: what it does, and that it outlives what goes wrong."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from ashi.core.time import floor_cell
from ashi.messaging.models import OutboxMessage
from ashi.project import worker
from ashi.project.worker import LONGEST_PAUSE, Job, jobs, work
from ashi.records import reservations
from ashi.records.models import Hold, Occupancy, ScreenResult
from tests.integration.messaging.office import Office, remind


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A job that fails closes its connection, and the test's transaction would go with it."""
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    return


def run_once(name: str) -> Job:
    (job,) = [job for job in jobs(lambda: False) if job.name == name]
    job.run()
    assert job.failures == 0
    return job


@pytest.mark.django_db
def test_every_job_runs_on_an_empty_clinic() -> None:
    todo = jobs(lambda: False)
    for job in todo:
        job.run()
    assert {job.name: job.failures for job in todo} == {job.name: 0 for job in todo}


def test_it_sends(office: Office) -> None:
    office.book()
    run_once("send")
    assert OutboxMessage.objects.get().sent_at


def test_it_gives_back_what_nobody_cleared(office: Office) -> None:
    visit = office.book(result=ScreenResult.URGENT)
    office.later(hours=24)
    run_once("release-uncleared")
    visit.refresh_from_db()
    assert visit.status == "cancelled"


def test_it_reminds(office: Office) -> None:
    visit = office.book()
    remind(visit.patient, at=office.now)
    office.clock.move_to(visit.start - timedelta(hours=24))
    run_once("remind")
    assert OutboxMessage.objects.filter(kind="reminder").exists()


def test_it_forgets_time_that_is_over_and_keeps_what_is_to_come(office: Office) -> None:
    soon, later = office.book(office.at(1, 10)), office.book(office.at(4, 10))
    office.clock.move_to(soon.end + timedelta(days=1, minutes=5))
    run_once("forget-past-time")
    assert not soon.occupancy.exists()
    assert later.occupancy.count() == 4


def test_it_forgets_holds_that_ran_out_an_hour_ago(office: Office) -> None:
    plan = office.clinic.plan(office.at(3, 10), now=office.now)
    expires_at = office.now + timedelta(minutes=5)
    hold = Hold.objects.create(
        **plan.fields(), key="5b1e4b5e-0000-4000-8000-000000000000", visitor="a", expires_at=expires_at
    )
    reservations.occupy(plan.stretches(), now=office.now, hold=hold)
    office.later(minutes=65)
    run_once("forget-past-time")
    assert Hold.objects.exists()
    office.later(seconds=1)
    run_once("forget-past-time")
    assert not Hold.objects.exists()
    assert not Occupancy.objects.filter(start__gte=floor_cell(office.now)).exists()


def failing(times: int) -> Job:
    left = [OperationalError("the database is away")] * times

    def fail(now: datetime) -> None:
        if left:
            raise left.pop()

    return Job("failing", 1, fail)


def test_a_job_that_fails_is_tried_again_after_growing_pauses() -> None:
    job = failing(7)
    pauses = []
    for _ in range(8):
        job.run()
        pauses.append(job.pause)
    assert pauses == [2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE, 1]


def test_a_job_that_fails_does_not_keep_the_others() -> None:
    stop, done = threading.Event(), []

    def finish(now: datetime) -> None:
        done.append(now)
        stop.set()

    work([failing(1), Job("next", 1, finish)], stop)
    assert len(done) == 1
    assert done[0].tzinfo is UTC


def test_it_stops_within_a_moment() -> None:
    stop = threading.Event()
    loop = threading.Thread(target=work, args=([Job("idle", 1, lambda now: None)], stop))
    loop.start()
    time.sleep(0.2)
    stop.set()
    loop.join(timeout=2)
    assert not loop.is_alive()
