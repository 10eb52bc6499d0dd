"""Django's templates, except that a library of tags is loaded with the first template that asks for it.

Django loads the libraries of every app with the first template of all, and with them the chart, the desk and whatever
else they speak of: two megabytes in a worker that shows only the patient's pages.
"""

from functools import cached_property
from importlib import import_module, util
from pkgutil import iter_modules
from typing import Any

from django.apps import apps
from django.template import Library
from django.template.backends.django import DjangoTemplates

DJANGOS_OWN = "django"


class LaterTags:
    """Stands for the library in this module."""

    def __init__(self, module: str) -> None:
        self.module = module

    @cached_property
    def library(self) -> Library:
        found: Library = import_module(self.module).register
        return found

    @property
    def tags(self) -> dict[str, Any]:
        return self.library.tags

    @property
    def filters(self) -> dict[str, Any]:
        return self.library.filters


class Templates(DjangoTemplates):
    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        later: dict[str, Any] = {name: LaterTags(module) for name, module in _libraries().items()}
        self.engine.template_libraries = later | self.engine.template_libraries

    def get_templatetag_libraries(self, custom_libraries: dict[str, str]) -> dict[str, str]:
        """What is loaded at once: only what the settings name themselves."""
        return custom_libraries


def _libraries() -> dict[str, str]:
    """Each library's module by its name; of two with one name, that of the later app, as Django has it."""
    packages = [f"{app}.templatetags" for app in (DJANGOS_OWN, *(config.name for config in apps.get_app_configs()))]
    return {module.name: f"{package}.{module.name}" for package in packages for module in _modules(package)}


def _modules(package: str) -> Any:
    found = util.find_spec(package)
    return iter_modules(found.submodule_search_locations) if found else ()
