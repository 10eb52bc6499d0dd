"""/sitemap.xml: the public pages in both languages, for search engines; nothing where the clinic is a demonstration."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ashi.core.atlas import EXTRA, Meridian
from ashi.core.atlas.drawing.plates import PLATES
from ashi.knowledge.atlas import points

PAGES = ("home", "back_pain", "evidence", "trials", "sources", "points")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    rows = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            rows += [request.build_absolute_uri(address) for address in addresses()]
    return render(request, "learn/sitemap.xml", {"addresses": rows}, content_type="application/xml; charset=utf-8")


def addresses() -> list[str]:
    """Of every public page of this stage, in the language in force."""
    names = [reverse(f"learn:{page}") for page in PAGES]
    plates = [reverse("learn:plate", args=[plate.name]) for plate in PLATES]
    return names + plates + [reverse("learn:point", args=[name]) for name in (*Meridian, EXTRA, *points())]
