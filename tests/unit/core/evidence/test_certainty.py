import pytest

from ashi.core.evidence.certainty import Level
from tests.unit.core.evidence.builders import certainty


def test_a_range_shows_the_points_of_its_lower_end() -> None:
    graded = certainty(Level.VERY_LOW, Level.LOW)
    assert graded.points == 1
    assert graded.is_range


def test_what_is_not_known_has_no_point() -> None:
    assert certainty(Level.NOT_KNOWN).points == 0
    assert not certainty(Level.NOT_KNOWN).is_range


def test_a_range_the_wrong_way_round_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="wrong way round"):
        certainty(Level.HIGH, Level.LOW)
