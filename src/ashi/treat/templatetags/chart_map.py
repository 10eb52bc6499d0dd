"""Which plate of the body map the chart shows."""

from django import template
from django.http import HttpRequest

from ashi.core.atlas.drawing.plates import BY_NAME

register = template.Library()
FIRST = "lower-back"
CHOSEN = "chart_plate"  # in the session


@register.simple_tag
def chart_plate(request: HttpRequest) -> str:
    asked = str(request.session.get(CHOSEN, FIRST))
    return asked if asked in BY_NAME else FIRST


@register.simple_tag
def plates() -> list[str]:
    return list(BY_NAME)


@register.filter
def drawing_of(plate: str) -> str:
    return BY_NAME[plate].drawing
