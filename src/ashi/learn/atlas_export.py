"""The atlas for programs: everything that its pages say. Depths and angles only once they are signed off."""

from functools import cache
from typing import Any

from ashi.core.atlas import EXTRA, Meridian, Point
from ashi.core.atlas.drawing.placing import spots
from ashi.core.atlas.sentences import sentence
from ashi.core.evidence.wording import REQUIRED_LANGUAGES
from ashi.knowledge.atlas import points, points_of
from ashi.knowledge.atlas.signatures import needling_signature
from ashi.knowledge.atlas.studies import studies
from ashi.knowledge.atlas.words import words


def whole() -> dict[str, Any]:
    return {
        "standard": "WHO Standard Acupuncture Point Locations in the Western Pacific Region, 2008 (our own sentences)",
        "note": "A traditional map. That a point is listed, or was used in a study, does not show that it helps.",
        "needling_signed": needling_signature() is not None,
        "meridians": {group: [point.code for point in points_of(group)] for group in (*Meridian, EXTRA)},
        "points": _points(needling_signature() is not None),
        "studies": [
            {
                "name": study.label,
                "condition": dict(study.condition.texts),
                "people": study.people,
                "points": study.points,
                "to_choose_from": study.menu,
                "url": study.url,
            }
            for study in studies()
        ],
    }


@cache
def _points(signed: bool) -> list[dict[str, Any]]:
    return [_point(point, signed) for point in points().values()]


def _point(point: Point, signed: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        "code": point.code,
        "group": point.group,
        "number": point.number,
        "aliases": point.aliases,
        "names": {
            "pinyin": point.names.pinyin,
            "plain": point.names.plain,
            "zh-Hans": point.names.simplified,
            "zh-Hant": point.names.traditional,
        },
        "location": {language: sentence(point.location, words(language)) for language in REQUIRED_LANGUAGES},
        "region": point.location.region,
        "midline": point.midline,
        "several": point.several,
        "standard_page": point.page,
        "confidence": point.confidence,
        "cautions": dict(point.cautions),
        "avoided_in_pregnancy": bool(point.pregnancy),
        "drawn": [{"drawing": spot.drawing, "x": spot.x, "y": spot.y} for spot in spots(point)],
    }
    if signed and point.careful_depth:
        careful = point.careful_depth
        said["needling"] = {
            "depth_bcun": [careful.least, careful.most],
            "angles": [angle.name.lower() for angle in careful.angles],
        }
    return said
