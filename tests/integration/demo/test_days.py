"""Whatever day it is, the demo has a day to show; and the same day shows the same."""

from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from ashi.project import demo
from ashi.project.demo import story
from ashi.records.models import Appointment, Closure
from tests.integration.demo.conftest import NEW_YORK, fill

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # what is drawn; test_acumd writes it into both engines


@pytest.fixture(autouse=True)
def _a_short_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story, "BACK", 70)


def at(*wall: int) -> datetime:
    return datetime(*wall, tzinfo=NEW_YORK)


DAYS = {
    "a Saturday": at(2026, 11, 28, 10),
    "a Sunday": at(2026, 11, 29, 10),
    "Thanksgiving": at(2026, 11, 26, 10),
    "New Year's Day": at(2027, 1, 1, 10),
    "the Sunday on which the clocks go back": at(2026, 11, 1, 10),
    "the Sunday on which the clocks go forward": at(2027, 3, 14, 10),
    "the last day of February in a leap year": at(2028, 2, 29, 10),
}


@pytest.mark.parametrize("day", DAYS)
def test_the_clinic_is_at_work_today_even_if_today_is(day: str) -> None:
    filled = fill("acumd", DAYS[day])
    today = [
        visit
        for visit in Appointment.objects.exclude(status="cancelled")
        if visit.start.astimezone(NEW_YORK).date() == filled.today
    ]
    assert len(today) >= 5
    assert len({visit.practitioner_id for visit in today}) >= 2
    assert not Closure.objects.filter(start__lte=filled.now, end__gt=filled.now).exists()


@pytest.mark.parametrize(("hour", "seen"), [(3, {"booked"}), (22, {"fulfilled"})])
def test_at_night_the_day_is_all_to_come_or_all_done(hour: int, seen: set[str]) -> None:
    filled = fill("acumd", at(2026, 11, 24, hour))
    midnight = at(2026, 11, 24)
    rows = Appointment.objects.filter(start__gte=midnight, start__lt=at(2026, 11, 25))
    assert filled.today == midnight.date()
    assert set(rows.values_list("status", flat=True)) - {"cancelled", "noshow"} == seen


def contents(now: datetime, **seed: int) -> list[Any]:
    """What a fill makes, told without ids; nothing of it stays."""
    with transaction.atomic():
        fill("acumd", now, **seed)
        visits = Appointment.objects.order_by("reference").values_list(
            "reference", "start", "end", "phases", "room__name", "practitioner__slug", "patient__name", "patient__phone"
        )
        told = list(visits)
        transaction.set_rollback(True)
    return told


def test_the_same_day_is_the_same_at_any_hour_and_another_seed_is_another_clinic() -> None:
    morning = contents(at(2026, 11, 24, 3))
    assert morning == contents(at(2026, 11, 24, 21))
    assert morning != contents(at(2026, 11, 24, 3), seed=2)


def test_a_scenario_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no scenario busy"):
        demo.fill("busy")
    assert not demo.is_filled()
