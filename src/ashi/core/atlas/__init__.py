"""The points, the meridians, where each point lies, and the picture of it all.

The atlas is a map that tradition uses to choose points; that a point is in it says nothing about what needling does.
The points themselves are reviewed data (ashi.knowledge.atlas).
"""

from ashi.core.atlas.codes import EXTRA, EXTRA_GROUPS, LENGTHS, Meridian, split_code, typed_code
from ashi.core.atlas.finding import Index
from ashi.core.atlas.locations import Kind, Location, Place, Towards
from ashi.core.atlas.needling import Angle, Careful, Depth, careful
from ashi.core.atlas.points import Confidence, Danger, Names, Point

__all__ = [
    "EXTRA",
    "EXTRA_GROUPS",
    "LENGTHS",
    "Angle",
    "Careful",
    "Confidence",
    "Danger",
    "Depth",
    "Index",
    "Kind",
    "Location",
    "Meridian",
    "Names",
    "Place",
    "Point",
    "Towards",
    "careful",
    "split_code",
    "typed_code",
]
