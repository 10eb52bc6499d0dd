"""Real workers, killed while they send and racing each other; each guard is taken away once to see the fault."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ashi.book.actions import Terms, book_visit
from ashi.messaging.models import OutboxMessage
from ashi.records.by import SYSTEM
from tests import cast
from tests.integration.messaging.post_office import PostOffice, post_office
from tests.races.crowd import database_url

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[3]
WORKER = ["ashi.project.commands", "worker"]
FORGETFUL = ["tests.integration.messaging.careless", "forgetful"]
GRABBING = ["tests.integration.messaging.careless", "grabbing"]
WITHIN = 20.0  # seconds


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as server:
        yield server


@contextmanager
def running(words: list[str], office: PostOffice) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ASHI_")},
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "ashi.project.settings",
        "ASHI_SECRET_KEY": "only-for-tests",
        "ASHI_DATABASE_URL": database_url(),
        "ASHI_EMAIL_URL": office.url,
    }
    process = subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, env=environment, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def eventually(true: Callable[[], Any]) -> bool:
    until = time.monotonic() + WITHIN
    while not true() and time.monotonic() < until:
        time.sleep(0.05)
    return bool(true())


def book(clinic: cast.Clinic, count: int = 1) -> None:
    """So many visits of different patients, each with a confirmation that waits."""
    now = datetime.now(UTC)
    for _ in range(count):
        search = clinic.search(now=now)
        soonest = search.soonest()
        assert soonest is not None
        plan = search.plan_at(soonest)
        assert plan is not None
        book_visit(plan=plan, patient=cast.ana(), terms=Terms(source="web", screened=True), by=SYSTEM)


def killed_while_sending(words: list[str], office: PostOffice) -> None:
    office.silent = True
    with running(words, office) as process:
        assert office.reached.wait(WITHIN), "the worker did not come to send anything"
        process.send_signal(signal.SIGKILL)
        process.wait()
    office.silent = False
    assert office.arrived == []
    # A minute later: the claim of the dead has run out.
    OutboxMessage.objects.filter(claimed_until__isnull=False).update(claimed_until=datetime.now(UTC))


def test_a_mail_whose_worker_was_killed_while_sending_is_sent_by_the_next(office: PostOffice) -> None:
    book(cast.open_clinic())
    killed_while_sending(WORKER, office)
    message = OutboxMessage.objects.get()
    assert (message.sent_at, message.attempts) == (None, 1)
    with running(WORKER, office):
        assert eventually(lambda: office.arrived)
        assert eventually(lambda: OutboxMessage.objects.get().sent_at)
    assert office.arrived == [message.message_id]


def test_a_worker_that_noted_it_first_would_have_lost_it(office: PostOffice) -> None:
    book(cast.open_clinic())
    killed_while_sending(FORGETFUL, office)
    assert OutboxMessage.objects.get().sent_at, "the control is really careless"
    with running(WORKER, office):
        time.sleep(5)
    assert office.arrived == []


def race(words: list[str], office: PostOffice, visits: int) -> Counter[str]:
    book(cast.open_clinic(rooms=4), visits)
    with running(words, office), running(words, office), running(words, office):
        assert eventually(lambda: not OutboxMessage.objects.filter(sent_at=None).exists())
    return Counter(office.arrived)


def test_three_workers_send_each_mail_once(office: PostOffice) -> None:
    times = race(WORKER, office, 40)
    assert len(times) == 40
    assert set(times.values()) == {1}


def test_three_workers_that_do_not_ask_send_some_mails_more_than_once(office: PostOffice) -> None:
    assert max(race(GRABBING, office, 40).values()) > 1


def test_a_worker_told_to_stop_stops_at_once_and_leaves_nothing_half_done(office: PostOffice) -> None:
    book(cast.open_clinic())
    with running(WORKER, office) as process:
        assert eventually(lambda: office.arrived)
        process.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        assert process.wait(timeout=WITHIN) == 0
        assert time.monotonic() - asked < 2
    message = OutboxMessage.objects.get()
    assert message.sent_at
    assert message.claimed_until is None


def test_a_worker_outlives_a_mail_server_that_is_away(office: PostOffice) -> None:
    book(cast.open_clinic())
    office.shutdown()
    office.server_close()
    with running(WORKER, office) as process:
        assert eventually(lambda: OutboxMessage.objects.get().last_error)
        assert process.poll() is None
    message = OutboxMessage.objects.get()
    assert message.last_error == "ConnectionRefusedError"
    assert message.send_after > datetime.now(UTC) + timedelta(seconds=40)
