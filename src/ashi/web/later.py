"""Views that are loaded when somebody first asks for them: most workers live long and never draw a body map."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse


def later(module: str, name: str) -> Callable[..., HttpResponse]:
    """The view of this name in this module, which is imported at the first request."""

    def view(request: HttpRequest, **given: Any) -> HttpResponse:
        answer: HttpResponse = getattr(import_module(module), name)(request, **given)
        return answer

    return view
