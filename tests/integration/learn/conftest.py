from collections.abc import Iterator

import pytest

from ashi.web import clinic as facts
from tests.cast import Clinic, open_clinic


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Every test begins as a process does: without the facts of another test's clinic."""
    facts.forget()
    yield
    facts.forget()


@pytest.fixture
def clinic(db: None) -> Clinic:
    return open_clinic()
