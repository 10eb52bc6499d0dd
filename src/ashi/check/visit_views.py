"""What a patient says on the private page of their visit. Behind the birth date: it is about health."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from ashi.check import again as rechecks
from ashi.check import baseline, queries
from ashi.check.forms import QuestionsForm
from ashi.check.kept import reason_of
from ashi.check.pain_form import PainForm, typed_before
from ashi.core.safety import Reason, Result
from ashi.knowledge.safety import Screen
from ashi.records import rules
from ashi.records.models import Recheck
from ashi.web.private_visit import PrivateVisit, about_health

filled_in = require_http_methods(["GET", "HEAD", "POST"])


@filled_in
@about_health
def pain(opened: PrivateVisit) -> HttpResponse:
    """How it is before the visit."""
    if not baseline.may_say(opened.visit, now=opened.now):
        return redirect(opened.page)
    if opened.request.method == "POST":
        return _keep_baseline(opened, PainForm(opened.request.POST))
    said = baseline.baseline_of(opened.visit)
    if said:
        baseline.note_look(said, patient_id=opened.visit.patient_id, by=opened.by, now=opened.now)
    return opened.render("check/pain.html", {"form": PainForm(initial=typed_before(said)), "said": said})


def _keep_baseline(opened: PrivateVisit, form: PainForm) -> HttpResponse:
    if not form.is_valid():
        return opened.render("check/pain.html", {"form": form}, status=422)
    try:
        baseline.say_baseline(
            appointment=opened.visit, said=form.said, language=get_language() or "en", by=opened.by, now=opened.now
        )
    except baseline.TooLate:
        return redirect(opened.page)
    return redirect(f"{opened.page}?done=said")


@filled_in
@about_health
def again(opened: PrivateVisit) -> HttpResponse:
    """The emergency questions before the visit."""
    if opened.visit.patient.birth_date is None or not rechecks.may_answer(opened.visit, now=opened.now):
        return _last_stop(opened) or redirect(opened.page)
    screen = rules.in_force(today=opened.now.date())
    form = QuestionsForm(
        opened.request.POST if opened.request.method == "POST" else None,
        page=rechecks.questions_of(screen),
        screen=screen,
        kept_answers={},
        profile=rechecks.profile_of(opened.visit, now=opened.now),
    )
    if opened.request.method != "POST":
        return opened.render("check/again.html", {"form": form})
    return _answered(opened, form, screen)


def _answered(opened: PrivateVisit, form: QuestionsForm, screen: Screen) -> HttpResponse:
    """An emergency does not wait for the other half of the page."""
    is_whole = form.is_valid()
    assessment = rechecks.assess_short(form.answers, screen=screen, profile=form.profile)
    if not is_whole and assessment.result is not Result.EMERGENCY:
        return opened.render("check/again.html", {"form": form}, status=422)
    said = {name: answer.value for name, answer in form.answers.items()}
    answered = rechecks.Answered(said, assessment, get_language() or "en")
    try:
        rechecks.answer_again(appointment=opened.visit, answered=answered, by=opened.by)
    except rechecks.NotOpen:
        if assessment.result is Result.EMERGENCY:
            return _stop(opened, assessment.reasons, screen)
        return redirect(opened.page)
    return redirect(reverse("check:answered", args=(opened.token,)))


@require_safe
@about_health
def answered(opened: PrivateVisit) -> HttpResponse:
    """What the last answers amount to."""
    if stop := _last_stop(opened):
        return stop
    row = _last(opened)
    if row is None:
        return redirect(opened.page)
    reasons, screen = [reason_of(one) for one in row.reasons], rules.screen_of(row.rules_version)
    context = {
        "result": row.result,
        "doctor": queries.lines(reasons, screen=screen, of=[Result.URGENT]),
        "known": queries.lines(reasons, screen=screen, of=[Result.CAUTION]),
        "soon": queries.soonest(reasons),
        "version": row.rules_version,
    }
    return opened.render("check/answered.html", context)


def _last(opened: PrivateVisit) -> Recheck | None:
    return opened.visit.rechecks.order_by("-at", "-pk").first()


def _last_stop(opened: PrivateVisit) -> HttpResponse | None:
    row = _last(opened)
    if row is None or row.result != "emergency":
        return None
    return _stop(opened, [reason_of(one) for one in row.reasons], rules.screen_of(row.rules_version))


def _stop(opened: PrivateVisit, reasons: Iterable[Reason], screen: Screen) -> HttpResponse:
    """What to do now, and nothing else."""
    shown = queries.lines(reasons, screen=screen, of=[Result.EMERGENCY])
    ambulance = any(reason.ambulance for reason in shown)
    return opened.render("check/stop.html", {"reasons": shown, "ambulance": ambulance})
