"""Cells, local days and opening hours, on ordinary days and on those when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ashi.core.time import (
    CELLS_A_DAY,
    Interval,
    ceil_cell,
    cell_of,
    cells_at,
    floor_cell,
    instant_of,
    is_repeated,
    local_day,
    local_time,
    wall_interval,
)

NEW_YORK = ZoneInfo("America/New_York")
LONDON = ZoneInfo("Europe/London")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
SPRING, FALL = date(2026, 3, 8), date(2026, 11, 1)


def utc_cell(*when: int) -> int:
    return cell_of(datetime(*when, tzinfo=UTC))  # type: ignore[misc]


def test_an_instant_and_its_cell_turn_into_each_other():
    instant = datetime(2026, 11, 23, 14, 30, tzinfo=NEW_YORK)
    assert instant_of(cell_of(instant)) == instant
    assert cell_of(instant) == instant.timestamp() // 300


def test_the_two_passes_of_a_doubled_hour_are_an_hour_apart():
    first = cell_of(datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK))
    assert cell_of(datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=NEW_YORK)) - first == 12


def test_an_instant_off_the_grid_has_no_cell_but_lies_between_two():
    instant = datetime(2026, 11, 23, 14, 31, tzinfo=NEW_YORK)
    with pytest.raises(ValueError, match="grid"):
        cell_of(instant)
    assert instant_of(floor_cell(instant)) == instant - timedelta(minutes=1)
    assert instant_of(ceil_cell(instant)) == instant + timedelta(minutes=4)


def test_a_microsecond_after_a_cell_begins_is_off_the_grid():
    instant = datetime(2026, 11, 23, 14, 30, 0, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="grid"):
        cell_of(instant)
    assert ceil_cell(instant) == floor_cell(instant) + 1


@pytest.mark.parametrize("convert", [cell_of, floor_cell, ceil_cell])
def test_a_time_without_a_zone_is_refused(convert):
    with pytest.raises(ValueError, match="no time zone"):
        convert(datetime(2026, 11, 23, 14, 30))


def test_instants_before_1970_are_rounded_the_right_way():
    instant = datetime(1969, 12, 31, 23, 59, tzinfo=UTC)
    assert (floor_cell(instant), ceil_cell(instant)) == (-1, 0)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5)])
def test_an_interval_that_does_not_last_is_refused(start, end):
    with pytest.raises(ValueError, match="ends after it starts"):
        Interval(start, end)


def test_intervals_that_touch_do_not_overlap():
    assert not Interval(1, 3).overlaps(Interval(3, 5))
    assert not Interval(3, 5).overlaps(Interval(1, 3))
    assert Interval(1, 4).overlaps(Interval(3, 5))


def test_an_interval_contains_its_start_and_not_its_end():
    assert Interval(1, 3).contains(1)
    assert not Interval(1, 3).contains(3)
    assert Interval(1, 3).contains(Interval(1, 3))
    assert not Interval(1, 3).contains(Interval(2, 4))


@pytest.mark.parametrize(
    ("zone", "day", "minutes"),
    [
        (NEW_YORK, date(2026, 6, 1), 0),
        (NEW_YORK, SPRING, -60),
        (NEW_YORK, FALL, 60),
        (LONDON, date(2026, 3, 29), -60),
        (LONDON, date(2026, 10, 25), 60),
        (KATHMANDU, date(2026, 3, 29), 0),
        (KATHMANDU, date(1986, 1, 1), -15),
        (LORD_HOWE, date(2026, 10, 4), -30),
        (LORD_HOWE, date(2026, 4, 5), 30),
        (ZoneInfo("America/Havana"), date(2026, 3, 8), -60),
        (ZoneInfo("America/Havana"), date(2026, 11, 1), 60),
    ],
)
def test_a_local_day_is_as_long_as_the_clocks_make_it(zone, day, minutes):
    whole = local_day(day, zone)
    assert whole.end - whole.start == CELLS_A_DAY + minutes // 5
    assert local_day(day + timedelta(days=1), zone).start == whole.end
    assert local_time(whole.start, zone).date() == day
    assert local_time(whole.start - 1, zone).date() == day - timedelta(days=1)


def test_a_day_that_the_zone_left_out_has_no_cells():
    apia = ZoneInfo("Pacific/Apia")
    assert wall_interval(date(2011, 12, 30), time(9), time(17), apia) == ()
    with pytest.raises(ValueError, match="there was no 2011-12-30"):
        local_day(date(2011, 12, 30), apia)


def test_opening_hours_keep_to_the_wall_when_the_season_changes():
    winter = wall_interval(date(2026, 1, 5), time(9), time(17), NEW_YORK)
    summer = wall_interval(date(2026, 7, 6), time(9), time(17), NEW_YORK)
    assert winter == (Interval(utc_cell(2026, 1, 5, 14), utc_cell(2026, 1, 5, 22)),)
    assert summer == (Interval(utc_cell(2026, 7, 6, 13), utc_cell(2026, 7, 6, 21)),)


def test_a_clinic_in_kathmandu_opens_at_a_quarter_past_the_utc_hour():
    assert wall_interval(date(2026, 6, 1), time(9), time(17), KATHMANDU)[0].start == utc_cell(2026, 6, 1, 3, 15)


def test_an_opening_inside_the_missing_hour_is_not_there():
    assert wall_interval(SPRING, time(2), time(3), NEW_YORK) == ()


def test_an_opening_across_the_missing_hour_is_an_hour_shorter():
    (opening,) = wall_interval(SPRING, time(1), time(4), NEW_YORK)
    assert opening == Interval(utc_cell(2026, 3, 8, 6), utc_cell(2026, 3, 8, 8))


def test_an_opening_inside_the_doubled_hour_comes_twice():
    first, second = wall_interval(FALL, time(1, 15), time(1, 45), NEW_YORK)
    assert first == Interval(utc_cell(2026, 11, 1, 5, 15), utc_cell(2026, 11, 1, 5, 45))
    assert second == Interval(utc_cell(2026, 11, 1, 6, 15), utc_cell(2026, 11, 1, 6, 45))


def test_an_opening_across_the_doubled_hour_is_one_and_an_hour_longer():
    (opening,) = wall_interval(FALL, time(0), time(3), NEW_YORK)
    assert opening == Interval(utc_cell(2026, 11, 1, 4), utc_cell(2026, 11, 1, 8))


def test_on_lord_howe_half_an_hour_is_doubled():
    assert len(cells_at(date(2026, 4, 5), time(1, 30), LORD_HOWE)) == 2
    assert len(cells_at(date(2026, 4, 5), time(1, 25), LORD_HOWE)) == 1
    assert len(cells_at(date(2026, 4, 5), time(2), LORD_HOWE)) == 1


def test_closing_at_midnight_means_the_end_of_the_day():
    (evening,) = wall_interval(date(2026, 6, 1), time(20), time(0), NEW_YORK)
    assert evening.end == local_day(date(2026, 6, 2), NEW_YORK).start


@pytest.mark.parametrize(("opens", "closes"), [(time(17), time(9)), (time(9), time(9))])
def test_closing_before_opening_is_refused(opens, closes):
    with pytest.raises(ValueError, match="does not come after"):
        wall_interval(date(2026, 6, 1), opens, closes, NEW_YORK)


def test_an_opening_off_the_grid_is_refused():
    with pytest.raises(ValueError, match="grid"):
        wall_interval(date(2026, 6, 1), time(9, 1), time(17), NEW_YORK)


def test_half_past_one_is_told_apart_on_the_day_it_comes_twice():
    first, second = cells_at(FALL, time(1, 30), NEW_YORK)
    assert is_repeated(first, NEW_YORK)
    assert is_repeated(second, NEW_YORK)
    assert [local_time(cell, NEW_YORK).tzname() for cell in (first, second)] == ["EDT", "EST"]
    assert [local_time(cell, NEW_YORK).fold for cell in (first, second)] == [0, 1]


def test_an_ordinary_time_is_not_repeated():
    (cell,) = cells_at(FALL, time(2), NEW_YORK)
    assert not is_repeated(cell, NEW_YORK)


def test_half_past_two_is_not_there_when_the_clocks_go_forward():
    assert cells_at(SPRING, time(2, 30), NEW_YORK) == ()


def test_a_zone_before_its_standard_time_is_refused():
    with pytest.raises(ValueError, match="five-minute grid"):
        local_day(date(1880, 1, 1), NEW_YORK)
