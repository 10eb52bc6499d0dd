"""Morning, afternoon and evening."""

from datetime import date
from zoneinfo import ZoneInfo

from ashi.core.scheduling.availability import Window
from ashi.core.scheduling.dayparts import DayPart, cells_of
from ashi.core.time import local_day

MIAMI = ZoneInfo("America/New_York")


def test_the_three_parts_make_up_the_day_and_do_not_overlap_on_days_when_clocks_change() -> None:
    for day in (date(2026, 3, 8), date(2026, 6, 1), date(2026, 11, 1)):
        whole = local_day(day, MIAMI)
        window = Window(whole.start, whole.end - whole.start)
        parts = [cells_of([day], [part], window, MIAMI) for part in DayPart]
        assert parts[0] | parts[1] | parts[2] == window.every
        assert sum(bits.bit_count() for bits in parts) == window.length


def test_noon_is_afternoon_and_five_is_evening() -> None:
    day = date(2026, 6, 1)
    window = Window(local_day(day, MIAMI).start, 288)
    assert cells_of([day], [DayPart.AFTERNOON], window, MIAMI) == ((1 << 60) - 1) << 144
