from datetime import UTC, datetime, time, timedelta

import pytest

from tests import cast


@pytest.fixture
def clinic(db: None, settings) -> cast.Clinic:
    """Online booking is open in the demo; elsewhere only when a licensed person has signed the safety check."""
    settings.DEMO = True
    return cast.open_clinic()


@pytest.fixture
def ten(clinic: cast.Clinic) -> datetime:
    """A Tuesday at ten, in Miami, a few days from now."""
    return cast.next_weekday(1, time(10), after=datetime.now(UTC) + timedelta(days=2))
