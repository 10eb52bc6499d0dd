"""Where a point lies, as data: a level (how high, or how far along), and an offset (how far to the side).

Lengths are B-cun, the proportional body inch of the WHO standard (2008): a segment of the person's own body divided
by a fixed number (wrist crease to elbow crease is 12, navel to pubic symphysis is 5), so it differs from place to place
and from person to person.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a place is given. `refs` are landmarks, points, vertebrae (T12), openings of the sacrum (S2) or the number of
    an intercostal space."""

    LANDMARK = "landmark"  # at one landmark
    AT = "at"  # on the level of a landmark
    FROM = "from"  # so many B-cun up, down or back from a landmark or a point
    AROUND = "from-around"  # so many B-cun before, behind and to either side of a point
    BESIDE_POINT = "beside-point"  # so many B-cun to either side of a point
    VERTEBRA_LOWER = "vertebra-lower"  # below a spinous process
    VERTEBRA_UPPER = "vertebra-upper"  # above a spinous process
    VERTEBRAE = "vertebrae"  # below each spinous process from the first to the second
    INTERCOSTAL = "intercostal"  # in a space between ribs
    FORAMEN = "foramen"  # level with a posterior opening of the sacrum
    FRACTION = "fraction"  # that part of the way from the first to the second
    MIDPOINT = "midpoint"  # halfway between two
    ON = "on"  # on a line of the body
    BESIDE = "beside"  # so many B-cun to the side of a median line
    BEFORE = "before"  # so many B-cun in front of the midaxillary line
    LINE = "line"  # on the straight line between two
    ARC = "arc"  # on the curve between two
    GAP = "gap"  # in the gap between two bones, fingers or toes
    BETWEEN = "between"  # between two points


class Towards(StrEnum):
    """Up is towards the head, and on a limb towards the trunk."""

    UP = "up"
    DOWN = "down"
    BACK = "back"


_LONE = {Kind.LANDMARK, Kind.AT, Kind.VERTEBRA_LOWER, Kind.VERTEBRA_UPPER, Kind.INTERCOSTAL, Kind.FORAMEN, Kind.ON}
_MEASURED = {Kind.AROUND, Kind.BESIDE_POINT, Kind.BESIDE, Kind.BEFORE}


@dataclass(frozen=True)
class Place:
    """One half of a location. Raises ValueError when a part is missing, or there for nothing."""

    kind: Kind
    refs: tuple[str, ...]
    bcun: float | None = None
    towards: Towards | None = None
    fraction: str = ""

    def __post_init__(self) -> None:
        alone = self.kind in _LONE | _MEASURED | {Kind.FROM}
        if len(self.refs) != (1 if alone else 2):
            raise ValueError(f"{self.kind} names {'one place' if alone else 'two places'}, not {self.refs}")
        if self.bcun is not None and not 0 < self.bcun <= 20:
            raise ValueError(f"{self.bcun} B-cun is no distance on a body")
        if (self.bcun is None) != (self.kind not in _MEASURED) and self.kind is not Kind.FROM:
            raise ValueError(f"{self.kind} {'needs' if self.bcun is None else 'has no'} distance")
        if (self.towards is None) == (self.kind is Kind.FROM):
            raise ValueError("a distance from a landmark has a direction, and nothing else has one")
        if bool(self.fraction) != (self.kind is Kind.FRACTION):
            raise ValueError("a fraction of a line needs its fraction")


@dataclass(frozen=True)
class Location:
    """`offset` is None where the level alone says it. `notes` are ids of further words ("over-radial-artery")."""

    region: str
    aspect: str
    level: Place
    offset: Place | None = None
    notes: tuple[str, ...] = ()
