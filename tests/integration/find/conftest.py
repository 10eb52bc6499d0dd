import pytest

from tests import cast


@pytest.fixture
def clinic(db: None) -> cast.Clinic:
    return cast.open_clinic()
