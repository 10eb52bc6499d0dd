"""What every template may use without its view asking for it."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ashi.web.clinic import current


def clinic(request: HttpRequest) -> dict[str, object]:
    return {
        "clinic": SimpleLazyObject(current),
        "demo": SimpleLazyObject(lambda: settings.DEMO or current().invented),
    }
