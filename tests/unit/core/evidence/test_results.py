from typing import Any

import pytest

from tests.unit.core.evidence.builders import result


def test_a_result_may_have_no_interval() -> None:
    assert result(low=None, high=None).estimate == 0.23


@pytest.mark.parametrize(
    "changes", [{"low": 0.3}, {"high": 0.2}, {"low": None}, {"high": None}, {"estimate": float("nan")}]
)
def test_a_result_that_contradicts_itself_cannot_be_built(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="result sham"):
        result(**changes)
