"""How it has been since the visit, on its private page. Behind the birth date: it is about health.

A sign of alarm shows what to do now and nothing else, also when the rest of the page is not filled in yet.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from ashi.core.treatment.adverse import Reporter
from ashi.knowledge.treatment.adverse import Go, Sign
from ashi.records.after_visit import has_been
from ashi.records.limits import allowed
from ashi.records.models import AdverseEvent
from ashi.treat.actions.adverse import NotYet, report
from ashi.treat.adverse import near_lung, signs_of
from ashi.treat.after_form import AfterForm
from ashi.web.private_visit import PrivateVisit, about_health

HOUR = timedelta(hours=1)
MOST = 10  # an hour, of one visit
SHOWN_FOR = timedelta(hours=24)


@require_http_methods(["GET", "HEAD", "POST"])
@about_health
def tell(opened: PrivateVisit) -> HttpResponse:
    if not has_been(opened.visit, now=opened.now):
        return redirect(opened.page)
    if opened.request.method != "POST":
        return opened.render("treat/after.html", {"form": AfterForm()})
    form = AfterForm(opened.request.POST)
    is_whole = form.is_valid()
    if not is_whole and not _alarms(form.signs):
        return opened.render("treat/after.html", {"form": form}, status=422)
    return _keep(opened, form)


def _keep(opened: PrivateVisit, form: AfterForm) -> HttpResponse:
    if not allowed("after-visit", str(opened.visit.pk), most=MOST, within=HOUR, now=opened.now):
        alarms = _alarms(form.signs)
        return _stop(opened, alarms) if alarms else redirect(reverse("after:told", args=(opened.token,)))
    try:
        report(appointment=opened.visit, told=form.told, by=opened.by, now=opened.now)
    except NotYet:
        return redirect(opened.page)
    return redirect(reverse("after:told", args=(opened.token,)))


@require_safe
@about_health
def told(opened: PrivateVisit) -> HttpResponse:
    """What to do about what was told in the last day."""
    rows = AdverseEvent.objects.filter(
        appointment=opened.visit, reporter=Reporter.PATIENT, recorded_at__gt=opened.now - SHOWN_FOR
    )
    events = list(rows.order_by("pk"))
    if not events:
        return redirect(opened.page)
    signs = signs_of([name for event in events for name in event.signs])
    if alarms := _alarms(signs):
        return _stop(opened, alarms)
    context = {
        "doctor": _words(sign for sign in signs if sign.go is Go.DOCTOR),
        "clinic_now": _words(sign for sign in signs if sign.go is Go.CLINIC),
        "call": any(event.call for event in events),
    }
    return opened.render("treat/after_told.html", context)


def _alarms(signs: Iterable[Sign]) -> list[Sign]:
    return [sign for sign in signs if sign.alarm]


def _stop(opened: PrivateVisit, alarms: list[Sign]) -> HttpResponse:
    """What to do now, and nothing else. A needle near the lung is said too: it changes what is looked for first."""
    here = get_language()
    reasons = [
        {
            "text": sign.words.in_language(here),
            "say": sign.say.in_language(here) if sign.say else "",
            "say_in_english": sign.say.in_language("en") if sign.say else "",
        }
        for sign in alarms
    ]
    near = any(sign.chest for sign in alarms) and near_lung(opened.visit)
    return opened.render("treat/after_stop.html", {"reasons": reasons, "ambulance": True, "near_lung": near})


def _words(signs: Iterable[Sign]) -> list[str]:
    return [sign.words.in_language(get_language()) for sign in signs]
