"""An invented clinic, filled once for all tests of a file and taken back afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from ashi.project import demo
from ashi.records.calendar import diary, fresh

NEW_YORK = ZoneInfo("America/New_York")
# A Tuesday in a week with Thanksgiving, three minutes to eleven: the moment of the mock-up of the day sheet.
NOW = datetime(2026, 11, 24, 10, 57, tzinfo=NEW_YORK)


@dataclass(frozen=True)
class Filled:
    now: datetime
    today: date


def fill(scenario: str, now: datetime, seed: int = demo.SEED) -> Filled:
    diary.forget()
    fresh.forget()
    demo.fill(scenario, now=now, seed=seed)
    return Filled(now, now.date())


def kept_for_the_file(scenario: str, blocker: DjangoDbBlocker) -> Iterator[Filled]:
    with blocker.unblock(), transaction.atomic():
        yield fill(scenario, NOW)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def acumd(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Filled]:
    yield from kept_for_the_file("acumd", django_db_blocker)


@pytest.fixture(scope="module")
def bench(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Filled]:
    yield from kept_for_the_file("bench", django_db_blocker)


@pytest.fixture(scope="module")
def phased(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Filled]:
    yield from kept_for_the_file("phased", django_db_blocker)
