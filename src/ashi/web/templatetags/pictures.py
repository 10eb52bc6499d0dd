"""Small pictures as SVG: geometry in attributes, looks in the style sheet, a title for who cannot see them."""

from typing import Any

from django import template

from ashi.web.pictures import bladder_lines, bladder_points

register = template.Library()


@register.inclusion_tag("web/pictures/back.html")
def body_back(id: str = "back-title") -> dict[str, Any]:
    """A back with the points of the bladder lines, cropped from the neck to the hips."""
    return {"id": id, "points": bladder_points(), "lines": bladder_lines()}


@register.inclusion_tag("web/pictures/hundred.html")
def hundred_people(label: str, base: int = 0, gain: int = 0) -> dict[str, Any]:
    """One hundred people in ten rows: `base` as full points, then `gain` as diamonds, the others as empty rings. The
    label says what is counted."""
    shades = ["base"] * base + ["gain"] * gain + [""] * (100 - base - gain)
    people = [{"x": 7 + 14 * (n % 10), "y": 7 + 14 * (n // 10), "shade": shade} for n, shade in enumerate(shades)]
    return {"label": label, "people": people}


@register.inclusion_tag("web/pictures/person.html")
def one_person(shade: str) -> dict[str, Any]:
    """One of the hundred, for the key: base, gain or nothing."""
    return {"person": {"x": 7, "y": 7, "shade": shade}}
