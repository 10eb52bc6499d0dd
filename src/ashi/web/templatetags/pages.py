"""Tags of the page around the content: the same page in another language, and rows of points."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info

register = template.Library()


@register.simple_tag(takes_context=True)
def other_languages(context: Mapping[str, Any]) -> list[dict[str, str]]:
    """The same page in every language but this one; nothing where there is no request (a mail, a bare error page)."""
    request = context.get("request")
    if request is None:
        return []
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "address": translate_url(request.get_full_path(), code),
        }
        for code, _name in settings.LANGUAGES
        if code != get_language()
    ]


@register.simple_tag
def progress_points(number: int, of: int) -> list[dict[str, object]]:
    """Points on a line for question `number` of `of`: passed and present ones are filled, the present one is larger."""
    step = 132 / max(of - 1, 1)
    return [
        {"x": f"{6 + step * place:.1f}", "r": 5 if place == number - 1 else 4, "on": place < number}
        for place in range(of)
    ]
