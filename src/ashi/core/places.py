"""Where places are, how far from each other, and which can be near enough to be worth measuring."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import asin, cos, degrees, pi, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # the mean radius of the IUGG
HALF_AROUND_KM = EARTH_RADIUS_KM * pi
KM_PER_MILE = 1.609344  # the international mile of 1959, exactly


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth in degrees: latitude from -90 to 90, longitude from -180 to 180 (WGS 84).

    Raises ValueError outside these ranges, and for what is no number.
    """

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"{self.latitude}, {self.longitude} is no place on the earth")

    def km_to(self, other: "Point") -> float:
        """The great-circle distance in kilometres, by the haversine formula (Sinnott, Sky & Telescope 68:159, 1984).

        At most 0.5% off, because the earth is not quite a ball; never more than half around it.
        """
        north, other_north = radians(self.latitude), radians(other.latitude)
        half = (
            sin((other_north - north) / 2) ** 2
            + cos(north) * cos(other_north) * sin(radians(other.longitude - self.longitude) / 2) ** 2
        )
        return 2 * EARTH_RADIUS_KM * asin(min(sqrt(half), 1.0))

    def box(self, km: float) -> "Box":
        """The smallest box of degrees that holds everything within `km` of here. Raises ValueError below 0."""
        if not km >= 0:
            raise ValueError(f"{km} km is no distance")
        angle = min(km / EARTH_RADIUS_KM, pi) * (1 + ROUNDING)
        south, north = (self.latitude + sign * (degrees(angle) + ROUNDING) for sign in (-1, 1))
        if south <= -90 or north >= 90:  # a pole is inside, and with it every longitude
            return Box(max(south, -90.0), min(north, 90.0), ((-180.0, 180.0),))
        # The circle's widest points lie nearer to the pole than its middle.
        reach = degrees(asin(min(sin(angle) / cos(radians(self.latitude)), 1.0))) + ROUNDING
        return Box(south, north, tuple(_turned(self.longitude - reach, self.longitude + reach)))


ROUNDING = 1e-9  # in degrees a tenth of a millimetre: what floating point may lose


@dataclass(frozen=True, slots=True)
class Box:
    """Latitudes from `south` to `north` and one or two stretches of longitude, (west, east); all ends belong to it.

    There are two stretches where the line of 180 degrees runs through it.
    """

    south: float
    north: float
    stretches: tuple[tuple[float, float], ...]

    def holds(self, point: Point) -> bool:
        """Is the point inside?"""
        return self.south <= point.latitude <= self.north and any(
            west <= point.longitude <= east for west, east in self.stretches
        )


def middle(points: Iterable[Point]) -> Point:
    """The mean of some points not far from each other, such as those of one city.

    Longitudes are counted from the first point, so that a city on both sides of 180 degrees has its middle in it.
    Raises ValueError without a point.
    """
    known = list(points)
    if not known:
        raise ValueError("no points have no middle")
    first = known[0].longitude
    east = sum((point.longitude - first + 180) % 360 - 180 for point in known) / len(known)
    return Point(sum(point.latitude for point in known) / len(known), _within(first + east))


def _turned(west: float, east: float) -> Iterator[tuple[float, float]]:
    """A stretch of longitude that may reach over 180 degrees, as stretches that do not."""
    if east - west >= 360:
        yield -180.0, 180.0
    elif west < -180:
        yield from ((west + 360, 180.0), (-180.0, east))
    elif east > 180:
        yield from ((west, 180.0), (-180.0, east - 360))
    else:
        yield west, east


def _within(longitude: float) -> float:
    return (longitude + 180) % 360 - 180
