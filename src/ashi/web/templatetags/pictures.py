"""Small pictures as SVG: geometry in attributes, looks in the style sheet, a title for who cannot see them."""

from typing import Any

from django import template

from ashi.web.pictures import bladder_lines, bladder_points

register = template.Library()


@register.inclusion_tag("web/pictures/back.html")
def body_back(id: str = "back-title") -> dict[str, Any]:
    """A back with the points of the bladder lines, cropped from the neck to the hips."""
    return {"id": id, "points": bladder_points(), "lines": bladder_lines()}
