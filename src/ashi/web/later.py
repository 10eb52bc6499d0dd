"""Views that are loaded when somebody first asks for them: most workers live long and never draw a body map."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse


class Later:
    """A view that is imported at its first request, with what the middleware asks of a view before it is called."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def __call__(self, request: HttpRequest, **given: Any) -> HttpResponse:
        answer: HttpResponse = self.leads_to()(request, **given)
        return answer

    def leads_to(self) -> Callable[..., HttpResponse]:
        view: Callable[..., HttpResponse] = getattr(import_module(self._module), self._name)
        return view

    @property
    def csrf_exempt(self) -> bool:
        """A form behind a private link is sent without a CSRF token; django.middleware.csrf reads this off the view."""
        return getattr(self.leads_to(), "csrf_exempt", False)


def later(module: str, name: str) -> Callable[..., HttpResponse]:
    """The view of this name in this module, which is imported at the first request."""
    return Later(module, name)


class Views:
    """Stands for a module of views: each of its names is that view, loaded at the first request."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Callable[..., HttpResponse]:
        return later(self._module, name)
