import pytest

from ashi.project.commands import check


@pytest.mark.parametrize("name", check.CHECKS)
def test_this_check_of_ashi_check_passes(name: str) -> None:
    said = check.outcome(name)
    assert said is None, f"./ashi check {name}\n{said}"
