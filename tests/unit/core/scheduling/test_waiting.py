"""Whom an earlier time suits, and when they may be asked."""

from datetime import UTC, date, datetime, time

import pytest

from ashi.core.scheduling.waiting import EarlierWish, fits, may_ask

MIAMI = "America/New_York"
TUESDAY_TEN = datetime(2027, 1, 12, 15, tzinfo=UTC)


def wish(**changes: object) -> EarlierWish:
    values = {
        "weekdays": frozenset({1}),
        "from_time": time(9),
        "to_time": time(12),
        "before": datetime(2027, 1, 20, tzinfo=UTC),
        **changes,
    }
    return EarlierWish(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "suits"),
    [
        ({}, True),
        ({"weekdays": frozenset({0, 2})}, False),
        ({"from_time": time(10)}, True),
        ({"from_time": time(10, 5)}, False),
        ({"to_time": time(10)}, False),
        ({"practitioner": 7}, True),
        ({"practitioner": 8}, False),
        ({"before": TUESDAY_TEN}, False),
        ({"earliest": date(2027, 1, 12), "latest": date(2027, 1, 12)}, True),
        ({"earliest": date(2027, 1, 13)}, False),
        ({"latest": date(2027, 1, 11)}, False),
    ],
)
def test_a_time_suits_when_everything_wished_for_does(changes: dict[str, object], suits: bool) -> None:
    assert fits(wish(**changes), start=TUESDAY_TEN, practitioner=7, zone=MIAMI) is suits


def test_the_day_is_the_one_where_the_clinic_is() -> None:
    late_on_tuesday = datetime(2027, 1, 13, 3, tzinfo=UTC)
    assert fits(wish(from_time=time(22), to_time=time(23)), start=late_on_tuesday, practitioner=7, zone=MIAMI)


@pytest.mark.parametrize(
    ("now", "may"),
    [
        ("2027-03-13T12:59+00:00", False),  # 7:59, the day before the clocks go forward
        ("2027-03-13T13:00+00:00", True),
        ("2027-03-14T11:59+00:00", False),  # 7:59, an hour earlier in UTC
        ("2027-03-14T12:00+00:00", True),
        ("2027-03-14T23:59+00:00", True),
        ("2027-03-15T00:00+00:00", False),  # 20:00
        ("2027-11-07T12:59+00:00", False),  # 7:59 after they went back
        ("2027-11-07T13:00+00:00", True),
        ("2027-11-08T00:59+00:00", True),
        ("2027-11-08T01:00+00:00", False),
    ],
)
def test_nobody_is_asked_before_eight_or_from_eight_in_the_evening(now: str, may: bool) -> None:
    assert may_ask(datetime.fromisoformat(now), MIAMI) is may
