"""Requests into actions and queries. No answer stands in an address, a cookie or a page that is kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ashi.check import actions, kept, queries
from ashi.check.forms import GuardianForm, QuestionsForm, StartForm
from ashi.check.onward import safe_path, way_on
from ashi.core.safety import Answer, Result
from ashi.records.by import VISITOR
from ashi.records.clearances import booking_is_open
from ashi.records.models import Clearance, ScreenResult
from ashi.web.visitor import keep_key, key_of

filled_in = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@filled_in
def start(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    initial = {"next": safe_path(request.GET.get("next", ""))}
    form = StartForm(request.POST or None, initial=initial, today=queries.today(now))
    if not form.is_valid():
        check = queries.open_check(key_of(request), now=now)
        return render(request, "check/start.html", {"form": form, "check": check})
    key = actions.begin(
        key=key_of(request),
        birth_date=form.cleaned_data["birth"],
        language=get_language() or "en",
        onward=form.cleaned_data["next"],
        by=VISITOR,
        now=now,
    )
    check = queries.open_check(key, now=now)
    response = redirect(queries.next_step(check, today=queries.today(now)) if check else "check:start")
    keep_key(request, response, key)
    return response


@never_cache
@filled_in
def guardian(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    check = queries.open_check(key_of(request), now=now)
    if check is None:
        return _begin_again(request)
    if not kept.profile_of(check, today=queries.today(now)).is_minor:
        return redirect("check:start")
    form = GuardianForm(request.POST or None, initial=_guardian_of(check))
    if form.is_valid():
        named = actions.Guardian(
            name=form.cleaned_data["name"],
            phone=form.cleaned_data["phone"],
            present=form.cleaned_data["present"] == Answer.YES,
        )
        actions.name_guardian(check=check, guardian=named, by=VISITOR, now=now)
        check.refresh_from_db()
        return redirect(queries.next_step(check, today=queries.today(now)))
    return render(request, "check/guardian.html", {"form": form})


@never_cache
@filled_in
def questions(request: HttpRequest, name: str) -> HttpResponse:
    now = timezone.now()
    check = queries.open_check(key_of(request), now=now)
    if check is None:
        return _begin_again(request)
    today = queries.today(now)
    page = next((page for page in queries.pages(check) if page.name == name), None)
    if page is None:
        raise Http404
    if kept.needs_guardian(check, today=today):
        return redirect("check:guardian")
    form = QuestionsForm(
        request.POST if request.method == "POST" else None,
        page=page,
        screen=kept.screen_of(check),
        kept_answers=kept.answers_of(check),
        profile=kept.profile_of(check, today=today),
    )
    if request.method == "POST":
        is_whole = form.is_valid()
        # Half a page is kept too: an emergency does not wait for the other half, and a lost connection loses less.
        check = actions.answer(check=check, answers=form.answers, today=today, by=VISITOR, now=now)
        if is_whole or kept.is_stopped(check):
            return redirect(queries.next_step(check, today=today, after=page))
    return render(
        request,
        "check/questions.html",
        {
            "form": form,
            "page": page,
            "number": queries.pages(check).index(page) + 1,
            "of": len(queries.pages(check)),
            "title": page.title.in_language(get_language()),
            "why": page.why.in_language(get_language()),
            "back": queries.previous_step(check, page=page, today=today),
        },
    )


@never_cache
@require_safe
def result(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    check = queries.open_check(key_of(request), now=now)
    if check is None:
        return _begin_again(request)
    today = queries.today(now)
    if check.result in ("", ScreenResult.EMERGENCY):
        return redirect(queries.next_step(check, today=today))
    context = {
        "check": check,
        "doctor": queries.reasons(check, of=[Result.URGENT]),
        "known": queries.reasons(check, of=[Result.CAUTION]),
        "soon": queries.how_soon(check),
        "is_open": booking_is_open(version=check.rules_version, language=get_language() or "en"),
        "way_on": way_on(check),
        "back": queries.previous_step(check, page=None, today=today),
    }
    response = render(request, "check/result.html", context)
    keep_key(request, response, key_of(request))
    return response


@never_cache
@require_safe
def stop(request: HttpRequest) -> HttpResponse:
    check = queries.open_check(key_of(request), now=timezone.now())
    if check is None or not kept.is_stopped(check):
        return redirect("check:start")
    reasons = queries.reasons(check, of=[Result.EMERGENCY])
    ambulance = any(reason.ambulance for reason in reasons)
    return render(request, "check/stop.html", {"reasons": reasons, "ambulance": ambulance})


def _guardian_of(check: Clearance) -> dict[str, str]:
    if not check.guardian_name:
        return {}
    present = Answer.YES if check.guardian_present else Answer.NO
    return {"name": check.guardian_name, "phone": check.guardian_phone, "present": present.value}


def _begin_again(request: HttpRequest) -> HttpResponse:
    """The key is gone or too old: say so, and offer the first page."""
    form = StartForm(today=queries.today(timezone.now()))
    return render(request, "check/start.html", {"form": form, "is_lost": True})
