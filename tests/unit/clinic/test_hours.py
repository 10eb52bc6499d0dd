from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ashi.clinic.sheet.hours import HOUR, halves, marks, whole_hours
from ashi.core.time import Interval, cell_of, local_time

MIAMI, KATHMANDU = ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")
NINE = cell_of(datetime(2026, 11, 24, 14, 0, tzinfo=UTC))


def test_a_sheet_shows_full_hours_around_all_there_is() -> None:
    spans = [Interval(NINE, NINE + 8 * HOUR), Interval(NINE - 3, NINE + 5), Interval(NINE, NINE + 8 * HOUR + 1)]
    assert whole_hours(spans, MIAMI) == Interval(NINE - HOUR, NINE + 9 * HOUR)


def test_full_hours_are_those_of_the_wall() -> None:
    window = whole_hours([Interval(NINE, NINE + 1)], KATHMANDU)
    assert window is not None
    assert local_time(window.start, KATHMANDU).minute == local_time(window.end, KATHMANDU).minute == 0


def test_a_day_without_anything_has_no_hours() -> None:
    assert whole_hours([], MIAMI) is None


def test_a_long_day_comes_in_two_parts_that_together_show_all_of_it() -> None:
    morning, afternoon = halves(Interval(NINE, NINE + 9 * HOUR))
    assert morning == Interval(NINE, NINE + 5 * HOUR)
    assert afternoon == Interval(NINE + 4 * HOUR, NINE + 9 * HOUR)
    for hours in range(7, 20):
        first, second = halves(Interval(NINE, NINE + hours * HOUR))
        assert second.start < first.end


def test_a_short_day_comes_whole() -> None:
    assert halves(Interval(NINE, NINE + 4 * HOUR)) == (Interval(NINE, NINE + 4 * HOUR),)


def test_marks_stand_every_half_hour_but_not_under_the_time_now() -> None:
    window = Interval(NINE, NINE + 2 * HOUR)
    assert [mark.minute for mark in marks(window, MIAMI, now=None)] == [0, 30, 60, 90]
    assert [mark.minute for mark in marks(window, MIAMI, now=57)] == [0, 30, 90]
    assert marks(window, MIAMI, now=None)[1].wall.strftime("%H:%M") == "09:30"
