"""Every row of the table of codes; and what no row may ever do."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from ashi.core.coverage import Block, contact_minutes, units
from tests.spec.codes import DAY, ROWS, Row, Set, blocks


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_the_units_of_the_row(row: Row) -> None:
    assert tuple((one.code, one.count) for one in units(blocks(row), row.rule)) == row.codes


def test_no_visit_has_two_first_codes_and_none_gains_by_resting() -> None:
    lengths = [
        Set(into, rest, 3, electrical=power) for into, rest, power in product((3, 8, 20), (0, 40), (False, True))
    ]
    for one, other in product(lengths, repeat=2):
        found = units(blocks(Row("", "", (one, other), (), "")))
        firsts = sum(unit.count for unit in found if unit.code in ("97810", "97813"))
        assert firsts == bool(found)
        still = units(blocks(Row("", "", (replace(one, resting=0), replace(other, resting=0)), (), "")))
        assert found == still


def test_a_set_that_is_still_in_counts_what_was_tapped() -> None:
    still_in = Block(DAY, DAY + timedelta(minutes=9), None, None, inserted=4)
    assert contact_minutes(still_in) == 9
    assert contact_minutes(replace(still_in, in_at=None)) == 0


def test_taps_in_the_wrong_order_are_an_error() -> None:
    with pytest.raises(ValueError, match="cannot come before"):
        contact_minutes(Block(DAY, DAY - timedelta(minutes=1), None, None, inserted=4))
