"""CodeSystem/acupoints: the points of the atlas, their names in Chinese and where they lie in Spanish as
designations."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from ashi.core.atlas import Point
from ashi.core.atlas.sentences import sentence
from ashi.exchange.fhir.answers import answer
from ashi.exchange.fhir.directory import only
from ashi.exchange.fhir.names import base
from ashi.knowledge.atlas import points
from ashi.knowledge.atlas.words import words

ID = "acupoints"
_ABOUT = (
    "The 361 points of the WHO standard of 2008 on 14 meridians and 48 extra points: a traditional map. The sentences"
    " are our own. That a point is listed does not show that needling it helps."
)


def read(request: HttpRequest) -> HttpResponse:
    only(request, "GET", "HEAD")
    return answer(code_system(base()))


@lru_cache(maxsize=4)
def code_system(base_url: str) -> dict[str, Any]:
    concepts = [_concept(point) for point in points().values()]
    return {
        "resourceType": "CodeSystem",
        "id": ID,
        "language": "en",
        "url": f"{base_url}/CodeSystem/{ID}",
        "version": "2008",
        "name": "Acupoints",
        "title": "Acupuncture points",
        "status": "active",
        "experimental": False,
        "description": _ABOUT,
        "caseSensitive": True,
        "content": "complete",
        "count": len(concepts),
        "property": [
            {"code": "group", "description": "Letters of the meridian, or EX", "type": "string"},
            {"code": "region", "description": "Part of the body", "type": "string"},
            {"code": "midline", "description": "There once, not on both sides", "type": "boolean"},
            {"code": "alias", "description": "Another code in use", "type": "string"},
        ],
        "concept": concepts,
    }


def _concept(point: Point) -> dict[str, Any]:
    aliases = [{"code": "alias", "valueString": alias} for alias in point.aliases]
    return {
        "code": point.code,
        "display": f"{point.code} {point.names.pinyin}",
        "definition": sentence(point.location, words("en")),
        "designation": [
            {"language": "zh-Hans", "value": point.names.simplified},
            {"language": "zh-Hant", "value": point.names.traditional},
            {"language": "zh-Latn", "value": point.names.pinyin},
            {"language": "es", "value": sentence(point.location, words("es"))},
        ],
        "property": [
            {"code": "group", "valueString": str(point.group)},
            {"code": "region", "valueString": point.location.region},
            {"code": "midline", "valueBoolean": point.midline},
            *aliases,
        ],
    }
