"""Where a point is drawn: computed from its location where body inches say it, else by eye on the drawing.

On the trunk height and side follow from the location alone. On the limbs the height does, and the side is by eye.
On the face, the hands and the feet, and wherever the standard names a landmark and no length, both are
(ashi.core.atlas.drawing. by_eye).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ashi.core.atlas.drawing import body, by_eye
from ashi.core.atlas.drawing.curves import Dot
from ashi.core.atlas.locations import Kind, Location, Place, Towards
from ashi.core.atlas.points import Point

# The chest curves away: what lies n body inches round it seems nearer to the midline.
_CHEST_RADIUS, _CHEST_CUN = 7.1, 1.12
# The fold of the armpit divides the way from shoulder to elbow.
_FOLD = (60.6 - 56.9) / (60.6 - 47.8)
_UPPER_ARM = (1 - _FOLD) / 9
_LEG_START, _LEG_END = (4.28, 19.5), (3.1, 3.4)  # ST35 and ST41

_HEIGHTS: Mapping[str, tuple[float, float, float]] = {
    # landmark: its height, one B-cun upwards, one B-cun downwards
    "centre-of-umbilicus": (body.NAVEL, body.ABOVE_NAVEL, body.BELOW_NAVEL),
    "xiphisternal-junction": (body.XIPHOID, body.ABOVE_NAVEL, body.ABOVE_NAVEL),
    "suprasternal-fossa": (body.SUPRASTERNAL, 0.9, 0.9),
    "popliteal-crease": (body.POPLITEAL, body.LEG_OUTER, body.LEG_OUTER),
    "gluteal-fold": (body.GLUTEAL_FOLD, body.THIGH_BACK, body.THIGH_BACK),
    "base-of-patella": (body.PATELLA_TOP, body.THIGH_FRONT, body.THIGH_FRONT),
    "lateral-malleolus-prominence": (body.LATERAL_MALLEOLUS, body.LEG_OUTER, body.LEG_OUTER),
    "medial-malleolus-prominence": (body.MEDIAL_MALLEOLUS, body.LEG_INNER, body.LEG_INNER),
    "coccyx-tip": (body.COCCYX, 1.06, 1.06),
    "BL60": (body.LATERAL_MALLEOLUS, body.LEG_OUTER, body.LEG_OUTER),
    "ST30": (body.PUBIS, body.THIGH_FRONT, body.THIGH_FRONT),
}
_ALONG_ARM: Mapping[str, tuple[float, float, float]] = {
    # landmark: how far along, one B-cun upwards, one B-cun downwards
    "palmar-wrist-crease": (2, -1 / 12, 1 / 12),
    "dorsal-wrist-crease": (2, -1 / 12, 1 / 12),
    "cubital-crease": (1, -_UPPER_ARM, 1 / 12),
    "olecranon-prominence": (1, -_UPPER_ARM, 1 / 12),
    "anterior-axillary-fold": (_FOLD, -_UPPER_ARM, _UPPER_ARM),
}
_LONE_HEIGHTS = {"sacral-hiatus": body.SACRAL_HIATUS, "coccyx-tip": body.COCCYX}
_BACK, _FRONT = "posterior-median-line", "anterior-median-line"


@dataclass(frozen=True)
class Spot:
    """A dot of one drawing, on the right half of the paper where the drawing has two."""

    drawing: str
    x: float
    y: float

    @property
    def dot(self) -> Dot:
        return self.x, self.y


def spots(point: Point) -> tuple[Spot, ...]:
    """Every place where the point is drawn, its chief one first; () for a point inside the nose or the mouth."""
    drawn = [_by_eye(point, row) for row in by_eye.rows().get(point.code, ())]
    trunk = _on_trunk(point.location)
    if not any(spot.drawing == there.drawing for spot in drawn for there in trunk):
        drawn = [*trunk, *drawn]
    return tuple(Spot(spot.drawing, round(spot.x, 2), round(spot.y, 2)) for spot in drawn)


def _by_eye(point: Point, row: by_eye.Row) -> Spot:
    if row.on_arm is not None:
        along = row.on_arm if row.on_arm >= 0 else arm_along(point.location.level)
        assert along is not None, f"{point.code}: the arm gives no height"
        return Spot(row.drawing, *body.on_arm(along, row.x))
    if row.y is not None:
        return Spot(row.drawing, row.x, row.y)
    height = level_height(point.location.level)
    assert height is not None, f"{point.code}: its location gives no height"
    return Spot(row.drawing, row.x, height)


def _on_trunk(location: Location) -> tuple[Spot, ...]:
    """One dot, or one for each vertebra of a row of them."""
    level, offset = location.level, location.offset
    if level.kind is Kind.FORAMEN and offset and offset.kind is Kind.LANDMARK:
        return (Spot("back", *body.FORAMINA[level.refs[0]]),)
    if offset is None or offset.kind not in (Kind.ON, Kind.BESIDE):
        return ()
    aside = offset.bcun or 0.0
    chest = _CHEST_RADIUS * math.sin(aside * _CHEST_CUN / _CHEST_RADIUS)
    x = {_BACK: aside * body.SIDE_BACK, _FRONT: chest}.get(offset.refs[0])
    drawing = "back" if offset.refs[0] == _BACK else "front"
    return tuple(Spot(drawing, x, height) for height in _heights(level) if x is not None)


def _heights(level: Place) -> tuple[float, ...]:
    if level.kind is Kind.VERTEBRAE:
        names = list(body.SPINOUS)
        first, last = (names.index(ref) for ref in level.refs)
        return tuple(body.SPINOUS[name] for name in names[first : last + 1])
    height = level_height(level)
    return () if height is None else (height,)


def level_height(level: Place) -> float | None:
    """How high above the floor; None where the level says no length of the trunk or the leg."""
    ref = level.refs[0]
    if level.kind is Kind.VERTEBRA_LOWER:
        return body.SPINOUS[ref]
    if level.kind is Kind.VERTEBRA_UPPER:
        return body.C2_UPPER
    if level.kind is Kind.FORAMEN:
        return body.FORAMINA[ref][1]
    if level.kind is Kind.INTERCOSTAL:
        return body.RIB_SPACES[int(ref)]
    if level.kind is Kind.LANDMARK:
        return _LONE_HEIGHTS.get(ref)
    return _measured(level, _HEIGHTS)


def arm_along(level: Place) -> float | None:
    """How far along the arm: 0 at the shoulder, 1 at the elbow, 2 at the wrist."""
    return _measured(level, _ALONG_ARM)


def _measured(level: Place, table: Mapping[str, tuple[float, float, float]]) -> float | None:
    if level.refs[0] not in table or level.kind not in (Kind.AT, Kind.FROM):
        return None
    start, up, down = table[level.refs[0]]
    step = up if level.towards is Towards.UP else -down if table is _HEIGHTS else down
    return start + (level.bcun or 0) * step
