"""How deep sources say a point is needled, and what is left when the careful reading wins.

Nothing here may be shown before a licensed acupuncturist has signed it off: the sources are textbooks, two at most for
a point, and they differ. Lengths are B-cun.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Angle(IntEnum):
    """To the skin; the smaller the number the shallower the needle lies, the stricter where a lung is near."""

    TRANSVERSE = 1  # about 15 degrees
    OBLIQUE = 2  # about 45 degrees
    PERPENDICULAR = 3  # about 90 degrees


@dataclass(frozen=True)
class Depth:
    """What one source says. Raises ValueError when the range is the wrong way round or reaches beyond 4 B-cun."""

    source: str
    least: float
    most: float
    angles: tuple[Angle, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.least <= self.most <= 4:
            raise ValueError(f"a depth from {self.least} to {self.most} B-cun")


@dataclass(frozen=True)
class Careful:
    """The conservative reading of several sources: the shallower depth at both ends; one angle where a lung is near."""

    least: float
    most: float
    angles: tuple[Angle, ...]


def careful(depths: Iterable[Depth], *, near_lung: bool) -> Careful | None:
    """The shallower depth wins everywhere; near the lung the stricter angle wins too, and where no source gives one
    there, or only perpendicular, oblique. None when no source gives a depth.

    The rule is our own (its sign-off is the signature): bleeding and pneumothorax are questions of depth and angle.
    """
    said = tuple(depths)
    if not said:
        return None
    angles = {angle for depth in said for angle in depth.angles}
    if near_lung:
        angles = {min([*angles, Angle.OBLIQUE])}
    return Careful(min(d.least for d in said), min(d.most for d in said), tuple(sorted(angles, reverse=True)))
