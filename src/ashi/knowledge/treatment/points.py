"""The atlas as the chart asks it: what a typed text means, and what the rules have to know of a point."""

from ashi.core.treatment import ASHI, At, Known, Placed, part_of
from ashi.knowledge import atlas

PREGNANCY = "pregnancy"


def known(text: str) -> Known | None:
    """The point that is meant by a code or a whole name; None when it is none, or could be several."""
    point = atlas.exact(text)
    if point is None:
        found = atlas.find(text) if len(text) > 2 else ()
        if len(found) != 1:
            return None
        point = found[0]
    return Known(point.code, point.location.region, midline=point.midline, several=point.several)


def at(placed: Placed) -> At:
    """A line with its part of the body and the tags of its point. Raises ValueError for a region nobody knows."""
    point = atlas.points().get(placed.point) if placed.point != ASHI else None
    tags = {str(danger) for danger in point.cautions} if point else set()
    if point and point.pregnancy:
        tags.add(PREGNANCY)
    return At(placed, part_of(placed.region), frozenset(tags))
