"""A point of the atlas."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from ashi.core.atlas.codes import EXTRA, EXTRA_GROUPS, LENGTHS, Meridian, split_code
from ashi.core.atlas.locations import Location
from ashi.core.atlas.needling import Careful, Depth, careful


class Danger(StrEnum):
    """What lies under the skin there, or why no needle goes in."""

    LUNG = "lung"
    BELLY = "belly"
    BLADDER = "bladder"
    KIDNEY = "kidney"
    SPINAL_CANAL = "spinal-canal"
    VESSEL = "vessel"
    NERVE = "nerve"
    EYE = "eye"
    FONTANELLE = "fontanelle"
    NO_NEEDLE = "no-needle"


class Confidence(StrEnum):
    """How well the location is documented in the sources that were read."""

    HIGH = "high"
    MEDIUM = "medium"


@dataclass(frozen=True)
class Names:
    """The name in pinyin with its tones, and in simplified and traditional Chinese. Not unique: the code is the key.

    Raises ValueError when one is blank.
    """

    pinyin: str
    simplified: str
    traditional: str

    def __post_init__(self) -> None:
        if not (self.pinyin.strip() and self.simplified.strip() and self.traditional.strip()):
            raise ValueError(f"a name is missing: {self}")

    @property
    def plain(self) -> str:
        """Pinyin without tones: Zusanli."""
        return without_tones(self.pinyin)


@dataclass(frozen=True)
class Point:
    """`cautions` and `pregnancy` name the sources of each; `page` is that of the WHO standard, `section` that of
    GB/T 40997-2021; `several` is a group of places under one code (EX-B2 is 34). `disputed`: the standard itself gives
    an alternative. Raises ValueError for a code that no meridian has.
    """

    code: str
    names: Names
    location: Location
    midline: bool = False
    several: bool = False
    aliases: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    cautions: Mapping[Danger, tuple[str, ...]] = field(default_factory=dict, hash=False)
    pregnancy: tuple[str, ...] = ()
    depths: tuple[Depth, ...] = ()
    direction: str = ""
    confidence: Confidence = Confidence.HIGH
    disputed: bool = False
    page: int | None = None
    section: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "cautions", MappingProxyType(dict(self.cautions)))
        letters, number = split_code(self.code)
        if letters in EXTRA_GROUPS:
            return
        if letters not in Meridian.__members__ or number > LENGTHS[Meridian(letters)]:
            raise ValueError(f"no meridian has a point {self.code}")

    @property
    def meridian(self) -> Meridian | None:
        """None for an extra point, which lies on no meridian."""
        letters = split_code(self.code)[0]
        return None if letters in EXTRA_GROUPS else Meridian(letters)

    @property
    def group(self) -> str:
        """Its meridian's letters, or EX."""
        return self.meridian or EXTRA

    @property
    def number(self) -> int:
        return split_code(self.code)[1]

    @property
    def bilateral(self) -> bool:
        return not self.midline

    @property
    def near_lung(self) -> bool:
        """Depth and angle are asked for and charted (GOLD, precaution CI26)."""
        return Danger.LUNG in self.cautions

    @property
    def careful_depth(self) -> Careful | None:
        """The conservative reading; to be shown only when signed off."""
        return careful(self.depths, near_lung=self.near_lung)


def without_tones(pinyin: str) -> str:
    """Zusanli of Zúsānlǐ; ü becomes u."""
    return "".join(sign for sign in unicodedata.normalize("NFD", pinyin) if not unicodedata.combining(sign))
