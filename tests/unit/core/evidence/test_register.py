import pytest

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
