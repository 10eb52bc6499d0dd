from datetime import date

import pytest

from ashi.core.evidence.claims import Signature
from ashi.core.evidence.register import Register
from tests.unit.core.evidence.builders import claim, result, source


def test_an_entry_brings_the_sources_and_results_of_its_claim() -> None:
    other = source(id="mu-2020")
    register = Register(
        (claim(results=("sham",)), claim(id="other", sources=("mu-2020",))), (source(), other), (result(),)
    )
    assert register.entry("less-pain").sources == (source(),)
    assert register.entry("less-pain").results == (result(),)
    assert register.entry("other").sources == (other,)


def test_a_claim_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="no-such"):
        Register((claim(),), (source(),)).claim("no-such")


def test_a_source_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="not there: vickers-2018"):
        Register((claim(),), ())


def test_a_result_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="not there: sham"):
        Register((claim(results=("sham",)),), (source(),))


def test_a_source_that_nothing_rests_on_is_named() -> None:
    with pytest.raises(ValueError, match="nothing rests on: mu-2020"):
        Register((claim(),), (source(), source(id="mu-2020")))


def test_an_id_used_twice_is_named() -> None:
    with pytest.raises(ValueError, match="less-pain is there twice"):
        Register((claim(), claim()), (source(),))


def test_overdue_is_what_was_signed_and_whose_day_has_come_the_longest_due_first() -> None:
    def signed(review_due: date) -> Signature:
        return Signature("A. Reviewer", "AP 0000", date(2026, 1, 1), review_due)

    late = claim(id="late", signature=signed(date(2026, 6, 2)))
    later = claim(id="later", signature=signed(date(2026, 6, 1)))
    valid = claim(id="valid", signature=signed(date(2026, 6, 3)))
    register = Register((claim(id="never"), late, later, valid), (source(),))
    assert register.overdue(date(2026, 6, 2)) == (later, late)
    assert register.overdue(date(2026, 5, 31)) == ()
    assert [each.id for each in register.unsigned()] == ["never"]
