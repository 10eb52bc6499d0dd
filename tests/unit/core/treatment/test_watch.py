"""How needles that are in somebody stand, minute by minute."""

from datetime import UTC, datetime, timedelta

import pytest

from ashi.core.treatment.watch import Stage, Watch, watch

START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("now", "inserted", "rest_until", "removal", "expected"),
    [
        (0, None, None, None, Watch(Stage.GOING_IN)),
        (19.9, None, None, None, Watch(Stage.GOING_IN)),
        (20, None, None, None, Watch(Stage.OVERDUE, 0)),
        (26, None, None, None, Watch(Stage.OVERDUE, 6)),
        (5, 5, 30, None, Watch(Stage.RESTING, 25)),
        (5.5, 5, 30, None, Watch(Stage.RESTING, 25)),
        (29.9, 5, 30, None, Watch(Stage.RESTING, 1)),
        (30, 5, 30, None, Watch(Stage.OVERDUE, 0)),
        (600, 5, 30, None, Watch(Stage.OVERDUE, 570)),
        (31, 5, 30, 31, Watch(Stage.COMING_OUT)),
        (41, 5, 30, 31, Watch(Stage.OVERDUE, 0)),
    ],
)
def test_how_a_set_stands(
    now: float, inserted: float | None, rest_until: float | None, removal: float | None, expected: Watch
) -> None:
    taps = [None if minutes is None else at(minutes) for minutes in (inserted, rest_until, removal)]
    found = watch(started=START, inserted=taps[0], rest_until=taps[1], removal=taps[2], now=at(now))
    assert found == expected


def test_who_is_overdue_longest_comes_first_then_who_has_least_left() -> None:
    rows = [Watch(Stage.RESTING, 20), Watch(Stage.OVERDUE, 1), Watch(Stage.RESTING, 2), Watch(Stage.OVERDUE, 9)]
    in_order = sorted(rows, key=lambda one: one.urgency, reverse=True)
    assert [(one.stage, one.minutes) for one in in_order] == [
        (Stage.OVERDUE, 9),
        (Stage.OVERDUE, 1),
        (Stage.RESTING, 2),
        (Stage.RESTING, 20),
    ]
