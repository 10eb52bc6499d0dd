"""How far two places on the earth are from each other."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # the mean radius of the IUGG


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The great-circle distance in kilometres between two points given in degrees, by the haversine formula.

    Latitudes from -90 to 90, longitudes from -180 to 180; at most 0.5% off, because the earth is not quite a ball.
    Raises ValueError outside these ranges.
    """
    for north, east in ((latitude, longitude), (other_latitude, other_longitude)):
        if not (-90 <= north <= 90 and -180 <= east <= 180):
            raise ValueError(f"{north}, {east} is no place on the earth")
    north, other_north = radians(latitude), radians(other_latitude)
    half = (
        sin((other_north - north) / 2) ** 2
        + cos(north) * cos(other_north) * sin(radians(other_longitude - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(min(sqrt(half), 1.0))
