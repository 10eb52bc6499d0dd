from datetime import UTC, datetime, timedelta

import pytest

from ashi.clinic.sheet.parts import Look, Part
from ashi.clinic.sheet.state import Doing, State, doing
from ashi.core.time import cell_of

TEN = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
MIDNIGHT = cell_of(TEN + timedelta(hours=14))


def parts(*lengths: tuple[Look, int]) -> tuple[Part, ...]:
    found, at = [], cell_of(TEN)
    for look, minutes in lengths:
        found.append(Part(look, at, at + minutes // 5))
        at += minutes // 5
    return tuple(found)


VISIT = parts((Look.TALK, 10), (Look.IN, 10), (Look.RESTING, 25), (Look.OUT, 5), (Look.TURN, 5))


def at(minute: float, status: str = "arrived", came: float = -5) -> Doing:
    return doing(
        status,
        VISIT,
        arrived_at=TEN + timedelta(minutes=came),
        now=TEN + timedelta(minutes=minute),
        day_end=MIDNIGHT,
    )


@pytest.mark.parametrize(
    ("minute", "state"),
    [
        (-1, State.WAITING),
        (0, State.TALK),
        (9.9, State.TALK),
        (10, State.IN),
        (20, State.RESTING),
        (45, State.OUT),
        (49.9, State.OUT),
        (50, State.OVERDUE),
        (200, State.OVERDUE),
    ],
)
def test_who_has_arrived_goes_through_the_phases(minute: float, state: State) -> None:
    assert at(minute).state is state


def test_the_minutes_left_of_a_rest_are_those_that_have_begun() -> None:
    assert at(27).minutes == 18
    assert at(27.5).minutes == 18
    assert at(44.9).minutes == 1


def test_needles_are_overdue_once_they_should_be_out_and_counted_from_when_they_were_due() -> None:
    late = at(52.5)
    assert (late.state, late.minutes, late.due) == (State.OVERDUE, 7, TEN + timedelta(minutes=45))


def test_a_late_arrival_moves_everything_after_it() -> None:
    assert at(25, came=6).state is State.IN
    assert at(51, came=6).minutes == 0
    assert at(51, came=6).state is State.OUT
    assert at(56, came=6) == Doing(State.OVERDUE, 5, TEN + timedelta(minutes=51))


def test_who_came_early_does_not_begin_early() -> None:
    assert at(0, came=-40).state is State.TALK


def test_who_is_booked_and_not_here_is_counted_from_the_start() -> None:
    assert at(-1, "booked") == Doing(State.TO_COME)
    assert at(7.5, "booked") == Doing(State.NOT_HERE, 7)


@pytest.mark.parametrize(
    ("status", "state"),
    [("fulfilled", State.DONE), ("noshow", State.NO_SHOW), ("cancelled", State.CANCELLED)],
)
def test_what_was_said_of_a_visit_stands(status: str, state: State) -> None:
    assert at(400, status).state is state


def test_a_visit_nobody_said_anything_about_is_unrecorded_after_its_day() -> None:
    assert at(14 * 60, "booked").state is State.UNRECORDED
    assert at(14 * 60, "arrived").state is State.UNRECORDED


def test_a_visit_without_needles_is_never_overdue() -> None:
    whole = parts((Look.TALK, 60))
    there = doing("arrived", whole, arrived_at=TEN, now=TEN + timedelta(minutes=90), day_end=MIDNIGHT)
    assert there == Doing(State.LEAVING)
