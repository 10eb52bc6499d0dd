"""Codes of points, however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.atlas import LENGTHS, Meridian, split_code, typed_code

codes = st.sampled_from([f"{m}{n}" for m in Meridian for n in range(1, LENGTHS[m] + 1)])


@pytest.mark.parametrize("typed", ["ST36", "st36", "st 36", "ST_36", "st-36", " St.36 ", "S36", "s 036"])
def test_zusanli_may_be_typed_in_many_ways(typed: str) -> None:
    assert typed_code(typed) == "ST36"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("UB23", "BL23"), ("sj 5", "TE5"), ("Du 20", "GV20"), ("ren-4", "CV4"), ("lv3", "LR3"), ("ex b2", "EX-B2")],
)
def test_other_schools_letters_are_known(typed: str, code: str) -> None:
    assert typed_code(typed) == code


@pytest.mark.parametrize("typed", ["", "zusanli", "36", "BL", "BL0", "BL123", "XX1", "足三里", "BL23b"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert typed_code(typed) is None


@given(codes, st.sampled_from(["", " ", "_", "-", ". "]), st.booleans())
def test_letters_a_gap_and_a_number_are_the_code(code: str, gap: str, small: bool) -> None:
    letters, number = split_code(code)
    typed = f"{letters}{gap}{number}"
    assert typed_code(typed.lower() if small else typed) == code


@pytest.mark.parametrize("code", ["bl23", "BL", "BL023", "EX-ZZ1", "EX-B", ""])
def test_what_is_not_written_like_a_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="is not a code"):
        split_code(code)
