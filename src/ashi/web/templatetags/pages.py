"""Tags of the page around the content: the same page in another language, and rows of points."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
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
    small = min(4, step * 0.29)  # many points do not touch
    return [
        {"x": f"{6 + step * place:.1f}", "r": f"{small + (place == number - 1):.1f}", "on": place < number}
        for place in range(of)
    ]


@register.simple_tag
def structured_data(data: Mapping[str, Any] | None) -> SafeString:
    """JSON-LD. A data block is never run, so the policy that forbids inline scripts lets it stand."""
    if not data:
        return SafeString("")
    # As Django's json_script does: nothing in a name can close the element.
    text = json.dumps(data, ensure_ascii=False).translate({ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"})
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308
