"""Where somebody was going before they were asked to do the check first."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_language_from_path, override

from ashi.records.models import Clearance

LONGEST = 500


def safe_path(asked: str) -> str:
    """A path of this site, or nothing: no other host, no scheme, no way round them, and not the check itself."""
    path = asked.strip()
    is_here = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    if not is_here or len(path) > LONGEST or not path.isprintable() or "/check/" in path.partition("?")[0]:
        return ""
    return path


def way_on(check: Clearance) -> str:
    """Where to go now, in the language they read now; empty when there is no page to find an acupuncturist."""
    try:
        path = check.onward or reverse("find:practitioners")
    except NoReverseMatch:
        return ""
    here = get_language() or settings.LANGUAGE_CODE
    # An address is only understood in the language it is written in.
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        return translate_url(path, here)
