"""The calendar file of a visit. It carries no private link: calendars are shared with others."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ashi.book.views.visit import Opened, opening


@require_safe
@opening
def calendar(opened: Opened) -> HttpResponse:
    from ashi.messaging.calendar_file import calendar_file  # here: it costs a web worker three megabytes

    file = calendar_file(opened.shown.visit, method="PUBLISH")
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="{opened.shown.visit.reference}.ics"'
    return response
