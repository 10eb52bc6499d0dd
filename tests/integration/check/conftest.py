import pytest

from tests.cast import Clinic, open_clinic
from tests.integration.check.walking import Visitor


@pytest.fixture
def clinic(db: None) -> Clinic:
    return open_clinic()


@pytest.fixture
def visitor(clinic: Clinic) -> Visitor:
    return Visitor()
