"""A clinic on a Monday morning whose clock stands still, and a post office that can fail."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from tests import cast
from tests.integration.messaging.office import Office

MONDAY = cast.next_weekday(0, time(9), after=datetime.now(UTC) + timedelta(days=2))


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Monday, nine in the morning in Miami; tests move it with `clock.shift`."""
    with time_machine.travel(MONDAY, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def clinic(db: None, clock: time_machine.Traveller) -> cast.Clinic:
    return cast.open_clinic()


@pytest.fixture
def office(clinic: cast.Clinic, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(clinic, clock, monkeypatch)
