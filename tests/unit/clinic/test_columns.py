from hypothesis import given
from hypothesis import strategies as st

from ashi.clinic.sheet.columns import LONGEST, Drawn, Shut, Stretch, column
from ashi.clinic.sheet.parts import Look, Part
from ashi.core.time import Interval

DAY = Interval(100, 160)


def visit(name: str, start: int, length: int = 10) -> Drawn:
    return Drawn((Part(Look.TALK, start, start + 4), Part(Look.RESTING, start + 4, start + length)), name)


def shape(stretches: tuple[Stretch, ...]) -> list[tuple[str, int, int]]:
    return [(one.visit or one.kind, one.start, one.end) for one in stretches]


def test_between_visits_the_room_is_free() -> None:
    drawn = column([visit("b", 130), visit("a", 110)], [], DAY, now=None)
    assert shape(drawn) == [
        ("free", 100, 110),
        ("a", 110, 120),
        ("free", 120, 130),
        ("b", 130, 140),
        ("free", 140, 160),
    ]


def test_what_is_past_can_no_longer_be_booked() -> None:
    drawn = column([visit("a", 110)], [], DAY, now=125)
    assert shape(drawn) == [("gone", 100, 110), ("a", 110, 120), ("gone", 120, 125), ("free", 125, 160)]


def test_a_visit_that_runs_over_is_cut_where_the_next_begins() -> None:
    drawn = column([visit("a", 110, 25), visit("b", 130)], [], DAY, now=None)
    assert ("a", 110, 130) in shape(drawn)
    assert ("b", 130, 140) in shape(drawn)


def test_a_visit_that_begins_before_the_sheet_shows_its_rest() -> None:
    first = column([visit("a", 95)], [], DAY, now=None)[0]
    assert [(part.look, part.start, part.end) for part in first.parts] == [(Look.RESTING, 100, 105)]


def test_a_visit_stands_before_what_was_laid_over_it() -> None:
    drawn = column([visit("a", 110)], [Shut(105, 125, "closed", "leak")], DAY, now=None)
    assert shape(drawn) == [
        ("free", 100, 105),
        ("closed", 105, 110),
        ("a", 110, 120),
        ("closed", 120, 125),
        ("free", 125, 160),
    ]
    assert [one.words for one in drawn if one.kind == "closed"] == ["leak", "leak"]


def test_closures_that_overlap_are_drawn_once() -> None:
    drawn = column([], [Shut(105, 125, "closed"), Shut(110, 150, "closed")], DAY, now=None)
    assert shape(drawn) == [("free", 100, 105), ("closed", 105, 125), ("closed", 125, 150), ("free", 150, 160)]


def test_no_stretch_is_longer_than_the_style_sheet_knows() -> None:
    night = Interval(0, 2 * LONGEST + 7)
    assert [one.end - one.start for one in column([], [], night, now=None)] == [LONGEST, LONGEST, 7]


spans = st.tuples(st.integers(90, 165), st.integers(5, 20))


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=4), st.none() | st.integers(95, 165))
def test_every_minute_is_there_once_whatever_overlaps(
    visits: list[tuple[int, int]], closed: list[tuple[int, int]], now: int | None
) -> None:
    drawn = column(
        [visit(str(start), start, length) for start, length in visits],
        [Shut(start, start + length, "closed") for start, length in closed],
        DAY,
        now=now,
    )
    cells = [cell for one in drawn for cell in range(one.start, one.end)]
    assert cells == list(range(DAY.start, DAY.end))
    assert all(sum(part.minutes for part in one.parts) == one.minutes for one in drawn if one.kind == "visit")
