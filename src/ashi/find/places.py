"""Which of the clinic's places lie near what somebody wrote."""

from collections.abc import Sequence
from dataclasses import dataclass

from ashi.core.places import distance_km
from ashi.records.models import Location

NEAR_KM = 40.0  # about 25 miles: as far as people drive for a visit


@dataclass(frozen=True)
class Place:
    """`km` from the place that was asked for; None when nothing was asked, or where the place lies is not known."""

    location: Location
    km: float | None = None


def near(locations: Sequence[Location], wish: str) -> tuple[list[Place], bool]:
    """The places near the wished one, the nearest first, and whether the wish was understood.

    A place is known by its name, its city or its postal code. A wish that is not understood leaves all places.
    """
    if not wish:
        return [Place(location) for location in locations], True
    meant = [location for location in locations if _is_meant(location, wish)]
    if not meant:
        return [Place(location) for location in locations], False
    places = [Place(location, _km(location, meant)) for location in locations]
    close = [place for place in places if place.location in meant or (place.km is not None and place.km <= NEAR_KM)]
    return sorted(close, key=lambda place: place.km or 0.0), True


def _is_meant(location: Location, wish: str) -> bool:
    word = wish.casefold()
    names = (location.name.casefold(), location.city.casefold(), f"{location.city}, {location.state}".casefold())
    return word in names or (word[:5] == location.postal_code[:5].casefold() and len(word) >= 5) or word in names[0]


def _km(location: Location, meant: Sequence[Location]) -> float | None:
    """To the nearest of the places that were meant."""
    if location in meant:
        return 0.0
    here = _point(location)
    return min((distance_km(*here, *there) for place in meant if here and (there := _point(place))), default=None)


def _point(location: Location) -> tuple[float, float] | None:
    if location.latitude is None or location.longitude is None:
        return None
    return location.latitude, location.longitude
