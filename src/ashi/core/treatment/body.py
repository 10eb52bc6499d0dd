"""The body as cautions speak of it: parts and sides. Coarse on purpose, so that a doubt falls on the safe side."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Of the patient. A point on the midline has neither side."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    MIDDLE = "middle"

    @property
    def places(self) -> int:
        """How many places it names: 2 for both, else 1."""
        return 2 if self is Side.BOTH else 1

    def meets(self, other: "Side") -> bool:
        """Could a needle on this side be on that one? The middle belongs to both: a doubt counts as yes."""
        return self is other or Side.BOTH in (self, other) or Side.MIDDLE in (self, other)


class Part(StrEnum):
    HEAD = "head"
    NECK = "neck"
    CHEST = "chest"
    UPPER_BACK = "upper-back"
    BELLY = "belly"
    LOW_BACK = "low-back"
    PELVIS = "pelvis"
    SHOULDER = "shoulder"
    ARM = "arm"
    LEG = "leg"


TRUNK = frozenset({Part.CHEST, Part.UPPER_BACK, Part.BELLY, Part.LOW_BACK, Part.PELVIS})
LIMBS = frozenset({Part.ARM, Part.LEG})
# The regions that the atlas uses (ashi.knowledge.atlas, words.toml), by part.
_REGIONS = {
    Part.HEAD: ("head", "face", "ear", "nose-inside", "tongue"),
    Part.NECK: ("neck", "neck-anterior", "neck-posterior"),
    Part.CHEST: ("chest-anterior", "chest-lateral", "axilla"),
    Part.UPPER_BACK: ("back", "back-upper", "scapular"),
    Part.BELLY: ("abdomen-lateral", "abdomen-lower", "abdomen-upper"),
    Part.LOW_BACK: ("lumbar",),
    Part.PELVIS: ("sacral", "buttock", "groin", "perineal"),
    Part.SHOULDER: ("shoulder-girdle",),
    Part.ARM: ("arm", "elbow", "forearm", "wrist", "hand", "finger"),
    Part.LEG: ("thigh", "knee", "leg", "ankle", "foot", "toe"),
}
PART_OF = {region: part for part, regions in _REGIONS.items() for region in regions}
# What belongs to a part that was named: the shoulder drains with the arm.
_REACHES = {Part.ARM: frozenset({Part.ARM, Part.SHOULDER})}


def part_of(region: str) -> Part:
    """The part in which a region of the atlas lies. Raises ValueError for a region nobody knows."""
    try:
        return PART_OF[region]
    except KeyError:
        raise ValueError(f"{region!r} is no region of the body") from None


@dataclass(frozen=True, order=True)
class Area:
    """A part of the body and its side, as somebody names it: the left arm, the belly."""

    part: Part
    side: Side = Side.BOTH

    def meets(self, part: Part, side: Side) -> bool:
        """Could a needle in this part, on this side, lie in the area?"""
        return part in _REACHES.get(self.part, {self.part}) and self.side.meets(side)

    @property
    def key(self) -> str:
        return f"{self.part}:{self.side}"


def area_of(key: str) -> Area:
    """The area of a key such as `arm:left`. Raises ValueError for anything else."""
    part, _, side = key.partition(":")
    return Area(Part(part), Side(side or "both"))


def areas_of(keys: Iterable[str]) -> tuple[Area, ...]:
    return tuple(sorted({area_of(key) for key in keys}))
