"""What a patient says on the private page of their visit. Behind the birth date: it is about health."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from ashi.check import baseline
from ashi.check.pain_form import PainForm, typed_before
from ashi.web.private_visit import PrivateVisit, about_health


@require_http_methods(["GET", "HEAD", "POST"])
@about_health
def pain(opened: PrivateVisit) -> HttpResponse:
    """How it is before the visit."""
    if not baseline.may_say(opened.visit, now=opened.now):
        return redirect(opened.page)
    if opened.request.method == "POST":
        return _keep(opened, PainForm(opened.request.POST))
    said = baseline.baseline_of(opened.visit)
    if said:
        baseline.note_look(said, patient_id=opened.visit.patient_id, by=opened.by, now=opened.now)
    return opened.render("check/pain.html", {"form": PainForm(initial=typed_before(said)), "said": said})


def _keep(opened: PrivateVisit, form: PainForm) -> HttpResponse:
    if not form.is_valid():
        return opened.render("check/pain.html", {"form": form}, status=422)
    try:
        baseline.say_baseline(
            appointment=opened.visit, said=form.said, language=get_language() or "en", by=opened.by, now=opened.now
        )
    except baseline.TooLate:
        return redirect(opened.page)
    return redirect(f"{opened.page}?done=said")
