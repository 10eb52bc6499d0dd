"""Needles in are needles out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.treatment import Because, Row, ledger


def row(inserted: int, removed: int = 0, left_in: int = 0, missing: int = 0, *, number: int = 1) -> Row:
    return Row(number, "BL23", "both", "lumbar", inserted, removed, left_in, missing)


def test_a_visit_without_needles_may_close() -> None:
    assert ledger([]).why_not_closed == ()


def test_out_left_in_and_missing_make_up_for_in() -> None:
    counted = ledger([row(5, 2, 2, 1)])
    assert (counted.inserted, counted.removed, counted.left_in, counted.missing) == (5, 2, 2, 1)
    assert counted.why_not_closed == ()


def test_one_needle_keeps_it_open() -> None:
    assert ledger([row(14, 13)]).why_not_closed == (Because.NEEDLES,)


def test_a_set_that_nobody_counted_out_keeps_it_open() -> None:
    assert ledger([], not_out=[2]).why_not_closed == (Because.SET_NOT_OUT,)
    assert ledger([row(1)], not_out=[1]).why_not_closed == (Because.NEEDLES, Because.SET_NOT_OUT)


def test_what_is_still_in_is_said_by_region_and_side() -> None:
    rows = [row(2), Row(1, "BL25", "both", "lumbar", 2, 1), Row(2, "GV20", "middle", "head", 1)]
    assert ledger(rows).by_region == {("lumbar", "both"): 3, ("head", "middle"): 1}
    assert ledger(rows, not_out=[1, 2]).of_set(2).unaccounted == 1


@pytest.mark.parametrize("counts", [(0,), (-1,), (2, -1), (2, 0, -1), (2, 0, 0, -1), (2, 3), (2, 1, 1, 1)])
def test_a_count_that_cannot_be_cannot_be_built(counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="BL23"):
        row(*counts)


@given(st.lists(st.tuples(*[st.integers(0, 5)] * 4), max_size=6))
def test_it_closes_exactly_when_no_row_has_a_needle_left(counts: list[tuple[int, int, int, int]]) -> None:
    rows = [row(out + left + missing + more or 1, out, left, missing) for out, left, missing, more in counts]
    counted = ledger(rows)
    assert (not counted.why_not_closed) == all(each.unaccounted == 0 for each in rows)
    assert counted.unaccounted == counted.inserted - counted.removed - counted.left_in - counted.missing
