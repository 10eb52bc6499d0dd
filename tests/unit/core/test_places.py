"""Distances between places, and the boxes that hold what can be near."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.places import HALF_AROUND_KM, KM_PER_MILE, Point, middle

MIAMI, KEY_WEST, LONDON = Point(25.7617, -80.1918), Point(24.5551, -81.7800), Point(51.5074, -0.1278)
FIJI, SAMOA = Point(-16.5, 179.9), Point(-16.5, -179.9)
POLE = Point(90, 0)
points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        (MIAMI, KEY_WEST, 208),
        (MIAMI, LONDON, 7124),
        (MIAMI, MIAMI, 0),
        (FIJI, SAMOA, 21.3),
        (POLE, Point(0, 77), 10_008),
    ],
)
def test_known_distances(here: Point, there: Point, km: float) -> None:
    assert here.km_to(there) == pytest.approx(km, rel=0.01, abs=0.1)


@given(points, points)
def test_there_and_back_is_as_far_and_never_more_than_half_around(here: Point, there: Point) -> None:
    assert here.km_to(there) == pytest.approx(there.km_to(here), abs=1e-6)
    assert 0 <= here.km_to(there) <= HALF_AROUND_KM


@settings(max_examples=400)
@given(points, points, st.floats(0, 1.2))
def test_whatever_is_within_reach_lies_in_the_box(here: Point, there: Point, more: float) -> None:
    km = here.km_to(there) * more
    assert here.box(km).holds(there) or here.km_to(there) > km


@settings(max_examples=400)
@given(points, st.floats(1, 5_000), st.floats(-1, 1), st.floats(-1, 1))
def test_whatever_lies_around_is_in_the_box_when_it_is_near_enough(
    here: Point, km: float, north: float, east: float
) -> None:
    there = Point(
        max(min(here.latitude + north * km / 100, 90), -90), (here.longitude + east * km / 50 + 180) % 360 - 180
    )
    assert here.box(km).holds(there) or here.km_to(there) > km


def test_a_box_is_small_where_little_is_asked_for() -> None:
    box = MIAMI.box(10)
    assert not box.holds(Point(25.86, -80.1918))
    assert not box.holds(Point(25.7617, -80.30))
    assert box.holds(Point(25.85, -80.1918))


def test_a_box_reaches_over_the_line_where_the_date_changes_and_over_a_pole() -> None:
    assert FIJI.box(30).holds(SAMOA)
    assert len(FIJI.box(30).stretches) == 2
    assert Point(89.9, 0).box(30).holds(Point(89.9, 180))


def test_everything_is_within_half_the_way_around() -> None:
    assert MIAMI.box(HALF_AROUND_KM + 1).holds(Point(-25.7, 99.8))


def test_a_city_on_both_sides_of_the_line_has_its_middle_between() -> None:
    between = middle([FIJI, SAMOA])
    assert abs(between.longitude) == pytest.approx(180)
    assert middle([MIAMI]) == MIAMI


def test_a_mile_is_the_international_mile() -> None:
    assert KM_PER_MILE == 1.609344


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_a_place_that_is_none_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="no place"):
        Point(latitude, longitude)


@pytest.mark.parametrize("km", [-1, float("nan")])
def test_a_distance_that_is_none_is_refused(km: float) -> None:
    with pytest.raises(ValueError, match="no distance"):
        MIAMI.box(km)


def test_nothing_has_no_middle() -> None:
    with pytest.raises(ValueError, match="no middle"):
        middle([])
