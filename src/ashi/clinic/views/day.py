"""The day sheet."""

from datetime import date
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ashi.clinic.gate import staff
from ashi.clinic.instants import day_at
from ashi.clinic.place import here
from ashi.clinic.queries.alarms import alarms
from ashi.clinic.queries.day import DaySheet, day_sheet, part_now
from ashi.clinic.queries.lying import charted_visits, lying
from ashi.clinic.queries.unfinished import unfinished
from ashi.records.models import Location

ALL = "all"


@staff()
@require_GET
def day(request: HttpRequest, day: str | None = None) -> HttpResponse:
    location, now = here(request), timezone.now()
    shown_day = _day(day) if day else now.astimezone(ZoneInfo(location.zone)).date()
    sheet = day_sheet(location, shown_day, now=now)
    sheet = _part(sheet, request.GET.get("part", ""))
    context = {"sheet": sheet, "locations": Location.objects.order_by("pk"), "section": "day"}
    known = charted_visits(one.visit for one in sheet.overdue)
    context["alarms"] = [one for one in alarms(sheet) if one.shown.visit.pk not in known]
    context["lying"] = lying(now=now, location=location) if sheet.is_today else []
    context["unfinished"] = unfinished(location, now=now).count() if sheet.is_today else 0
    return render(request, "clinic/day.html", context)


def _day(text: str) -> date:
    try:
        return day_at(text)
    except ValueError as error:
        raise Http404 from error


def _part(sheet: DaySheet, asked: str) -> DaySheet:
    """The part asked for; today, the one that is going on."""
    if asked == ALL:
        return sheet
    number = int(asked) if asked in ("1", "2") else part_now(sheet)
    return day_sheet_part(sheet, number)


def day_sheet_part(sheet: DaySheet, part: int | None) -> DaySheet:
    return DaySheet(sheet.location, sheet.day, sheet.now, part, sheet.visits, sheet.closed)
