"""Which location the desk looks at."""

from django.http import Http404, HttpRequest

from ashi.records.models import Location

_KEY = "clinic_location"


def here(request: HttpRequest) -> Location:
    """The one asked for, else the one looked at last, else the first. Raises Http404 where there is none."""
    asked = request.GET.get("location") or request.session.get(_KEY)
    locations = Location.objects.select_related("organization").order_by("pk")
    location = locations.filter(slug=asked).first() if asked else None
    if location is None and "location" in request.GET:
        raise Http404
    location = location or locations.first()
    if location is None:
        raise Http404
    if request.session.get(_KEY) != location.slug and "location" in request.GET:
        request.session[_KEY] = location.slug
    return location
