"""Which of the clinic's places lie near what somebody wrote. No other host is asked where that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from ashi.core.places import Point, middle
from ashi.find.reach import Reach
from ashi.records.calendar import fresh
from ashi.records.calendar.fresh import Nearby
from ashi.records.localities import key_of, points_called
from ashi.records.models import Location

SAME_REGION = 3  # so many digits of a postal code are those of its region


@dataclass(frozen=True)
class Near:
    """The places near a wish, the nearest first. `understood` says whether it was known what the wish means."""

    places: list[Nearby]
    understood: bool = True


def near(locations: Sequence[Location], wish: str, reach: Reach, alias: str) -> Near:
    """A place is known by its name, its city or its postal code, and by the names of the list that was brought in.

    A wish that is not understood leaves all places; one that is not near any place leaves none.
    """
    if not wish:
        return Near([Nearby(location) for location in locations])
    meant = [location for location in locations if _is_meant(location, wish)]
    point = _middle_of(meant) or _known_point(wish, locations) or _middle_of(_in_region(wish, locations))
    if point is None:
        return Near([Nearby(location) for location in meant or locations], bool(meant))
    close = fresh.near(point, reach.km, alias)
    found = {one.location.pk for one in close}
    return Near([*close, *(Nearby(location) for location in meant if location.pk not in found)])


def _is_meant(location: Location, wish: str) -> bool:
    word, name, city = key_of(wish), key_of(location.name), key_of(location.city)
    return word in (city, f"{city}, {location.state.casefold()}") or word in name or _is_code(word, location)


def _is_code(word: str, location: Location) -> bool:
    return len(word) >= 5 and word[:5] == location.postal_code[:5].casefold()


def _known_point(wish: str, locations: Sequence[Location]) -> Point | None:
    """Of several places of one name the one that is nearest to some place of ours."""
    ours = [point for location in locations if (point := location.point)]
    named = points_called(wish)
    if len(named) < 2 or not ours:
        return named[0] if named else None
    return min(named, key=lambda point: min(point.km_to(other) for other in ours))


def _in_region(wish: str, locations: Sequence[Location]) -> list[Location]:
    """Ours whose postal codes begin as the wished one does."""
    word = wish.strip()[:5]
    if len(word) < 5 or not (word.isascii() and word.isdigit()):
        return []
    return [one for one in locations if one.postal_code[:SAME_REGION] == word[:SAME_REGION]]


def _middle_of(locations: Sequence[Location]) -> Point | None:
    points = [point for location in locations if (point := location.point)]
    return middle(points) if points else None
