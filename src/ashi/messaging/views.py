"""The demo's mailbox. On a real installation there is no such page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from ashi.messaging.mailbox import Opened, newest
from ashi.messaging.models import DemoMail

View = Callable[..., Any]
# A mail brings its own styles and may want anything; it gets those and nothing else: no script, nothing fetched.
SEALED = {
    **{f"{what}-src": [NONE] for what in ("default", "script", "img", "media", "connect", "manifest")},
    "style-src": ["'unsafe-inline'"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


def _demo_only(view: View) -> View:
    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        response = never_cache(require_safe(view))(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return shown


@_demo_only
def mails(request: HttpRequest) -> HttpResponse:
    return render(request, "messaging/mailbox.html", {"mails": list(newest())})


@_demo_only
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type] # its types know views without arguments
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    opened = Opened(get_object_or_404(DemoMail, pk=pk))
    return render(request, "messaging/mail_page.html", {"opened": opened, "mail": opened.mail})


@_demo_only
@xframe_options_sameorigin
@csp_replace(SEALED)  # type: ignore[arg-type]
def html(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail's own HTML, shown inside its page."""
    opened = Opened(get_object_or_404(DemoMail, pk=pk))
    # A link in it opens in the whole window: the site's pages refuse to be framed.
    return HttpResponse(opened.html.replace("<head>", '<head><base target="_top">', 1))


@_demo_only
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    opened = Opened(get_object_or_404(DemoMail, pk=pk))
    if not opened.calendar:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="visit.ics"'}
    return HttpResponse(opened.calendar, content_type="text/calendar; charset=utf-8", headers=headers)
