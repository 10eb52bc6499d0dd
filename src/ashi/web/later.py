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

    view.leads_to = lambda: getattr(import_module(module), name)  # type: ignore[attr-defined]
    return view


class Views:
    """Stands for a module of views: each of its names is that view, loaded at the first request."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Callable[..., HttpResponse]:
        return later(self._module, name)
