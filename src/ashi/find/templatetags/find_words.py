"""How a list of services and a distance are said."""

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext

from ashi.core.places import KM_PER_MILE
from ashi.records.models import HealthcareService
from ashi.web.bilingual import in_page_language
from ashi.web.wording import TIGHT, language_name

register = template.Library()
register.filter("language_said", language_name)


@register.filter
def names(services: Sequence[HealthcareService]) -> list[str]:
    """First visit, return visit: after the first, names stand inside a sentence."""
    first, *others = services
    return [in_page_language(first, "name"), *(name_inside(service) for service in others)]


@register.filter
def name_inside(service: HealthcareService) -> str:
    """As it stands inside a sentence; an abbreviation keeps its capitals."""
    name = in_page_language(service, "name")
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


@register.filter
def tight(text: str) -> str:
    """A number that stays on one line."""
    return text.replace(" ", TIGHT)


@register.filter
def distance(km: float, country: str) -> str:
    """About 5 miles away; kilometres outside the United States."""
    if country == "US":
        return gettext("About %(count)d miles away") % {"count": max(1, round(km / KM_PER_MILE))}
    return gettext("About %(count)d km away") % {"count": max(1, round(km))}
