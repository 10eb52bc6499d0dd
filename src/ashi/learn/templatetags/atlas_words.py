"""The atlas's own sentences. Each stands in a claim tag: `data-point` says which point's location it is, word for
word."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from ashi.core.atlas import Angle, Point
from ashi.core.atlas.sentences import sentence
from ashi.knowledge.atlas.words import wordings, words

register = template.Library()


@register.simple_tag
def point_location(point: Point) -> SafeString:
    """Where it lies, from the standard: the sentence is made from the point's data and stands for nothing else."""
    said = sentence(point.location, words(get_language() or "en"))
    return format_html('<span data-claim="atlas-standard" data-point="{}">{}</span>', point.code, said)


@register.simple_tag
def point_classes(point: Point) -> SafeString:
    """The traditional classes, as a list."""
    named = wordings()["classes"]
    rows = ((named[name].in_language(get_language()),) for name in point.classes)
    items = format_html_join("", '<li data-claim="points-classes">{}</li>', rows)
    return format_html('<ul class="chips">{}</ul>', items)


@register.simple_tag
def source_names(sources: Iterable[str]) -> str:
    """Who names a point in a caution."""
    named = wordings()["sources"]
    return "; ".join(named[source].in_language(get_language()) for source in sources)


@register.simple_tag
def point_direction(point: Point) -> str:
    """A further word on the direction; only for what is signed off."""
    named = wordings()["directions"]
    return named[point.direction].in_language(get_language()) if point.direction else ""


@register.filter
def angle_words(point: Point) -> str:
    """Oblique; perpendicular or oblique."""
    named = {
        Angle.PERPENDICULAR: gettext("perpendicular"),
        Angle.OBLIQUE: gettext("oblique"),
        Angle.TRANSVERSE: gettext("transverse"),
    }
    reading = point.careful_depth
    return gettext(" or ").join(named[angle] for angle in reading.angles) if reading else ""
