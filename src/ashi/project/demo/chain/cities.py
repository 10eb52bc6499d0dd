"""Where the invented chain works: real cities, so that distances are real; no address in them is."""

from dataclasses import dataclass

from ashi.core.places import Point


@dataclass(frozen=True)
class City:
    """`codes`: the first three digits of its postal codes. `spanish`: the share of its acupuncturists who speak it."""

    name: str
    state: str
    zone: str
    point: Point
    codes: str
    spanish: float
    size: int  # so many in a thousand places


EASTERN, CENTRAL, MOUNTAIN = "America/New_York", "America/Chicago", "America/Denver"
PACIFIC, ARIZONA = "America/Los_Angeles", "America/Phoenix"
ALASKA, HAWAII = "America/Anchorage", "Pacific/Honolulu"


def _city(name: str, state: str, zone: str, north: float, east: float, codes: str, spanish: float, size: int) -> City:
    return City(name, state, zone, Point(north, east), codes, spanish, size)


# Booked out for weeks ahead: who asks there has to be patient, and so has the search.
BOOKED_OUT = "Santa Fe"
CITIES = (
    _city("New York", "NY", EASTERN, 40.7128, -74.0060, "100", 0.35, 90),
    _city("Los Angeles", "CA", PACIFIC, 34.0522, -118.2437, "900", 0.45, 85),
    _city("Chicago", "IL", CENTRAL, 41.8781, -87.6298, "606", 0.30, 60),
    _city("Houston", "TX", CENTRAL, 29.7604, -95.3698, "770", 0.45, 50),
    _city("Miami", "FL", EASTERN, 25.7617, -80.1918, "331", 0.65, 45),
    _city("Dallas", "TX", CENTRAL, 32.7767, -96.7970, "752", 0.40, 40),
    _city("San Francisco", "CA", PACIFIC, 37.7749, -122.4194, "941", 0.25, 40),
    _city("Phoenix", "AZ", ARIZONA, 33.4484, -112.0740, "850", 0.40, 35),
    _city("San Diego", "CA", PACIFIC, 32.7157, -117.1611, "921", 0.40, 35),
    _city("Philadelphia", "PA", EASTERN, 39.9526, -75.1652, "191", 0.20, 30),
    _city("Boston", "MA", EASTERN, 42.3601, -71.0589, "021", 0.20, 30),
    _city("Washington", "DC", EASTERN, 38.9072, -77.0369, "200", 0.25, 30),
    _city("Seattle", "WA", PACIFIC, 47.6062, -122.3321, "981", 0.15, 30),
    _city("Atlanta", "GA", EASTERN, 33.7490, -84.3880, "303", 0.20, 28),
    _city("Denver", "CO", MOUNTAIN, 39.7392, -104.9903, "802", 0.30, 28),
    _city("San Antonio", "TX", CENTRAL, 29.4241, -98.4936, "782", 0.55, 26),
    _city("Austin", "TX", CENTRAL, 30.2672, -97.7431, "787", 0.35, 26),
    _city("Tampa", "FL", EASTERN, 27.9506, -82.4572, "336", 0.35, 24),
    _city("Orlando", "FL", EASTERN, 28.5383, -81.3792, "328", 0.40, 24),
    _city("Portland", "OR", PACIFIC, 45.5152, -122.6784, "972", 0.15, 24),
    _city("Minneapolis", "MN", CENTRAL, 44.9778, -93.2650, "554", 0.12, 20),
    _city("San Jose", "CA", PACIFIC, 37.3382, -121.8863, "951", 0.30, 20),
    _city("Sacramento", "CA", PACIFIC, 38.5816, -121.4944, "958", 0.30, 18),
    _city("Las Vegas", "NV", PACIFIC, 36.1699, -115.1398, "891", 0.35, 18),
    _city("Charlotte", "NC", EASTERN, 35.2271, -80.8431, "282", 0.18, 16),
    _city("Nashville", "TN", CENTRAL, 36.1627, -86.7816, "372", 0.15, 14),
    _city("Detroit", "MI", EASTERN, 42.3314, -83.0458, "482", 0.10, 14),
    _city("Baltimore", "MD", EASTERN, 39.2904, -76.6122, "212", 0.15, 14),
    _city("St. Louis", "MO", CENTRAL, 38.6270, -90.1994, "631", 0.10, 12),
    _city("New Orleans", "LA", CENTRAL, 29.9511, -90.0715, "701", 0.12, 12),
    _city("Salt Lake City", "UT", MOUNTAIN, 40.7608, -111.8910, "841", 0.20, 12),
    _city("Kansas City", "MO", CENTRAL, 39.0997, -94.5786, "641", 0.12, 10),
    _city("Milwaukee", "WI", CENTRAL, 43.0389, -87.9065, "532", 0.15, 8),
    _city("Albuquerque", "NM", MOUNTAIN, 35.0844, -106.6504, "871", 0.50, 8),
    _city("Tucson", "AZ", ARIZONA, 32.2226, -110.9747, "857", 0.45, 8),
    _city("Honolulu", "HI", HAWAII, 21.3069, -157.8583, "968", 0.08, 8),
    _city("Key West", "FL", EASTERN, 24.5551, -81.7800, "330", 0.40, 2),
    _city("Anchorage", "AK", ALASKA, 61.2181, -149.9003, "995", 0.08, 2),
    _city(BOOKED_OUT, "NM", MOUNTAIN, 35.6870, -105.9378, "875", 0.50, 4),
)
