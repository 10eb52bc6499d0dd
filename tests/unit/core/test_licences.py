"""Which published statuses let somebody practise."""

import pytest

from ashi.core.licences import permits_practice


@pytest.mark.parametrize("status", ["CLEAR/ACTIVE", "Clear / Active", "clear/active"])
def test_a_clear_and_active_licence_permits(status: str) -> None:
    assert permits_practice(status)


@pytest.mark.parametrize(
    "status",
    [
        "CLEAR/INACTIVE",
        "RETIRED",
        "DELINQUENT/ACTIVE",
        "NULL AND VOID",
        "SUSPENDED",
        "PROBATION/ACTIVE",
        "",
        "ACTIVE",
        "?",
    ],
)
def test_everything_else_permits_nothing(status: str) -> None:
    assert not permits_practice(status)
