"""Starts offered on the days when the clocks change."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from ashi.core.scheduling.availability import Window, free_bits
from ashi.core.scheduling.bitset import positions
from ashi.core.scheduling.grid import on_grid
from ashi.core.scheduling.phases import Actor, compile_visit, solo_phases
from ashi.core.scheduling.search import Diary, Wanted, offers
from ashi.core.time import CELLS_A_DAY, cells_at, instant_of, local_day, local_time, offsets, wall_interval

NEW_YORK = ZoneInfo("America/New_York")
LONDON = ZoneInfo("Europe/London")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
SPRING, FALL = date(2026, 3, 8), date(2026, 11, 1)


def offered(day: date, zone: ZoneInfo, opens: time, closes: time, grid: int, rest: int = 0) -> list[str]:
    """The walls' times at which a visit of ten minutes, a rest and five minutes is offered that day."""
    whole = local_day(day, zone)
    window = Window(whole.start, whole.end - whole.start)
    free = free_bits(wall_interval(day, opens, closes, zone), [], window)
    wanted = Wanted(
        (compile_visit(solo_phases(10, rest, 5)),), allowed=on_grid(window, zone, grid), useful={Actor.PRACTITIONER: 1}
    )
    found = offers(wanted, Diary.of(window, {1: free}, {2: free}, {}))
    return [f"{local_time(offer.start, zone):%H:%M %Z}" for offer in found]


def test_a_fall_back_day_offers_half_past_one_twice_told_apart():
    times = offered(FALL, NEW_YORK, time(1), time(3), 30)
    assert times == ["01:00 EDT", "01:30 EDT", "01:00 EST", "01:30 EST", "02:00 EST", "02:30 EST"]


def test_a_spring_forward_day_offers_none_in_the_gap():
    assert offered(SPRING, NEW_YORK, time(1), time(4), 30) == ["01:00 EST", "01:30 EST", "03:00 EDT", "03:30 EDT"]


def test_london_offers_the_doubled_hour_twice_and_the_missing_one_never():
    assert offered(date(2026, 10, 25), LONDON, time(1), time(2), 30) == [
        "01:00 BST",
        "01:30 BST",
        "01:00 GMT",
        "01:30 GMT",
    ]
    assert offered(date(2026, 3, 29), LONDON, time(1), time(2), 30) == []


def test_lord_howe_doubles_and_misses_half_an_hour():
    assert offered(date(2026, 4, 5), LORD_HOWE, time(1), time(2, 30), 30) == [
        "01:00 +11",
        "01:30 +11",
        "01:30 +1030",
        "02:00 +1030",
    ]
    assert offered(date(2026, 10, 4), LORD_HOWE, time(1, 30), time(3), 15) == [
        "01:30 +1030",
        "01:45 +1030",
        "02:30 +11",
        "02:45 +11",
    ]


def test_kathmandu_is_offered_on_its_own_full_hours():
    assert offered(date(2026, 6, 1), KATHMANDU, time(9), time(11), 60) == ["09:00 +0545", "10:00 +0545"]


def test_kathmandus_missing_quarter_after_midnight_is_not_offered():
    times = offered(date(1986, 1, 1), KATHMANDU, time(0), time(1), 15)
    assert times == ["00:15 +0545", "00:30 +0545", "00:45 +0545"]


@pytest.mark.parametrize(("day", "ends_at"), [(SPRING, "03:10 EDT"), (FALL, "01:10 EST")])
def test_a_visit_that_spans_a_change_keeps_its_minutes(day, ends_at):
    start = cells_at(day, time(1, 30), NEW_YORK)[0]
    visit = compile_visit(solo_phases(10, 25, 5))
    (patient,) = visit.taken(Actor.PATIENT, start)
    assert (instant_of(patient.end) - instant_of(patient.start)).total_seconds() == 40 * 60
    assert f"{local_time(patient.end, NEW_YORK):%H:%M %Z}" == ends_at


def test_a_visit_across_the_missing_hour_is_offered():
    assert "01:30 EST" in offered(SPRING, NEW_YORK, time(1), time(4), 30, rest=25)


@pytest.mark.parametrize("minutes", [5, 10, 15, 20, 30, 60, 90])
@pytest.mark.parametrize(("zone", "day"), [(NEW_YORK, SPRING), (NEW_YORK, FALL), (LORD_HOWE, date(2026, 10, 4))])
def test_a_grid_follows_the_wall_before_and_after_a_change(zone, day, minutes):
    window = Window(local_day(day, zone).start - 7, 2 * CELLS_A_DAY)
    walls = [local_time(window.start + at, zone) for at in range(window.length)]
    expected = [at for at, wall in enumerate(walls) if (wall.hour * 60 + wall.minute) % minutes == 0]
    assert list(positions(on_grid(window, zone, minutes))) == expected


def test_a_grid_follows_the_wall_through_a_whole_year():
    window = Window(local_day(date(2026, 2, 1), LORD_HOWE).start, 365 * CELLS_A_DAY)
    walls = [local_time(window.start + at, LORD_HOWE) for at in range(window.length)]
    expected = [at for at, wall in enumerate(walls) if wall.minute == 0]
    assert list(positions(on_grid(window, LORD_HOWE, 60))) == expected


def test_a_month_with_two_changes_keeps_opening_hours_on_the_wall():
    # In Morocco the clocks go back for Ramadan, 15 February to 22 March 2026, and forward again.
    casablanca = ZoneInfo("Africa/Casablanca")
    before, after = local_day(date(2026, 2, 14), casablanca), local_day(date(2026, 3, 23), casablanca)
    assert [piece.cells for piece in offsets(before.start, after.end, casablanca)] == [12, 0, 12]
    for day in (date(2026, 2, 14), date(2026, 2, 16), date(2026, 3, 21), date(2026, 3, 23)):
        (opening,) = wall_interval(day, time(9), time(17), casablanca)
        assert (local_time(opening.start, casablanca).hour, local_time(opening.end, casablanca).hour) == (9, 17)


@pytest.mark.parametrize("minutes", [0, -5, 7, 25, 2880])
def test_a_grid_that_does_not_divide_the_day_is_refused(minutes):
    with pytest.raises(ValueError, match="does not divide a day"):
        on_grid(Window(0, 10), NEW_YORK, minutes)
