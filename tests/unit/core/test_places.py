"""Distances between places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.places import distance_km

MIAMI, KEY_WEST, LONDON = (25.7617, -80.1918), (24.5551, -81.7800), (51.5074, -0.1278)
places = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(("here", "there", "km"), [(MIAMI, KEY_WEST, 208), (MIAMI, LONDON, 7124), (MIAMI, MIAMI, 0)])
def test_known_distances(here: tuple[float, float], there: tuple[float, float], km: float) -> None:
    assert distance_km(*here, *there) == pytest.approx(km, rel=0.01, abs=0.1)


@given(places, places)
def test_there_and_back_is_as_far_and_never_more_than_half_around(
    here: tuple[float, float], there: tuple[float, float]
) -> None:
    assert distance_km(*here, *there) == pytest.approx(distance_km(*there, *here), abs=1e-6)
    assert 0 <= distance_km(*here, *there) <= 20_016


def test_a_place_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        distance_km(91, 0, 0, 0)
