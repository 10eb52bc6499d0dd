"""The points that come with Ashi: 361 of the WHO standard on 14 meridians, and 48 extra points.

`points()["BL23"]` is a Point (ashi.core.atlas); `find("zusanli")` the points that a text may mean, best first;
`exact("st 36")` the one point whose code or alias it is, or None.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ashi.core.atlas import EXTRA, Index, Meridian, Point
from ashi.knowledge.atlas.loading import read_points

FOLDER = Path(__file__).parent

__all__ = ["exact", "find", "points", "points_of"]


def points() -> Mapping[str, Point]:
    """Every point by its code, in the order of the standard, the extra points last."""
    return _index().points


def points_of(group: str) -> tuple[Point, ...]:
    """The points of a meridian (BL), or the extra points (EX), in order."""
    return tuple(point for point in points().values() if point.group == group)


def find(text: str) -> tuple[Point, ...]:
    """The points that a code, an alias, or a name in pinyin or Chinese may mean, best first; () when there is none."""
    return _index().find(text)


def exact(text: str) -> Point | None:
    """The point whose code or alias this is, however it is typed (ST36, st 36, ST_36, st-36, GV24+)."""
    return _index().exact(text)


@cache
def _index() -> Index:
    groups = (*Meridian, EXTRA)
    return Index(point for group in groups for point in read_points(FOLDER / "points" / f"{group.lower()}.toml"))
