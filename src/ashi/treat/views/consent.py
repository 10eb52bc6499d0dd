"""The words of consent on the acupuncturist's screen, for the patient to read and sign; and taking it back."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language_info
from django.views.decorators.http import require_http_methods, require_POST

from ashi.core.treatment import Technique
from ashi.knowledge.consent import newest
from ashi.records.audit import record
from ashi.records.models import Appointment, TreatmentConsent
from ashi.treat.actions.changing import NotNow
from ashi.treat.actions.consenting import sign
from ashi.treat.actions.consenting import withdraw as take_back
from ashi.treat.consent_form import ConsentForm
from ashi.treat.queries import Chart, chart
from ashi.treat.views.page import by, done, found, treating
from ashi.treat.wording import why_words


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """In the patient's language, whatever the clinic's own is. Whoever opens it is written down."""
    visit, now = found(pk), timezone.now()
    treating(request, visit)
    shown = chart(visit, now=now)
    techniques = _asked_for(request, shown)
    language = _language(request, visit)
    with translation.override(language):
        if request.method == "POST":
            return _signed(request, shown, techniques, language)
        form = ConsentForm(techniques=techniques, by_guardian=shown.consents.by_guardian)
        record(
            at=now,
            by=by(request),
            action="read-consent",
            entity=f"Appointment/{visit.pk}",
            patient_id=visit.patient_id,
            techniques=techniques,
        )
        return _page(request, shown, techniques, form)


@require_POST
def withdraw(request: HttpRequest, pk: int, consent: int) -> HttpResponse:
    visit = found(pk)
    row = get_object_or_404(TreatmentConsent, pk=consent, patient=visit.patient_id)
    why = request.POST.get("why", "").strip()[:300]
    return done(
        request,
        pk,
        lambda _, by, now: take_back(consent=row, appointment=visit, why=why, by=by, now=now),
        at="#consents",
    )


def _signed(request: HttpRequest, shown: Chart, techniques: list[Technique], language: str) -> HttpResponse:
    visit = shown.visit
    form = ConsentForm(request.POST, techniques=techniques, by_guardian=shown.consents.by_guardian)
    if not form.is_valid():
        return _page(request, shown, techniques, form, status=422)
    try:
        sign(
            appointment=visit,
            techniques=form.techniques,
            signature=form.signature(language),
            practitioner=treating(request, visit),
            by=by(request),
            now=shown.now,
        )
    except NotNow as refusal:
        return _page(request, shown, techniques, form, status=409, refused=why_words(refusal))
    return redirect(f"{request.path.rpartition('consent/')[0]}#points")


def _page(
    request: HttpRequest,
    shown: Chart,
    techniques: list[Technique],
    form: ConsentForm,
    *,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    every = [newest(technique) for technique in techniques]
    spoken = translation.get_language()
    others = [get_language_info(code) for code, _name in settings.LANGUAGES if code != spoken]
    context = {
        **{"chart": shown, "visit": shown.visit, "form": form, "every": every, "sheet": every[0].sheet},
        **{"others": others, "spoken": spoken, "refused": refused},
        "back": request.path.rpartition("consent/")[0],
    }
    return render(request, "treat/consent.html", context, status=status)


def _asked_for(request: HttpRequest, shown: Chart) -> list[Technique]:
    """Those that were asked for; else what today's plan lacks, and needling where nothing does."""
    said = request.POST if request.method == "POST" else request.GET
    named = [technique for technique in Technique if technique.value in said.getlist("for")]
    return named or [one.technique for one in shown.unsigned] or [Technique.NEEDLING]


def _language(request: HttpRequest, visit: Appointment) -> str:
    said = request.POST if request.method == "POST" else request.GET
    chosen = said.get("in", visit.patient.language).split("-")[0]
    known = [code for code, _name in settings.LANGUAGES]
    return chosen if chosen in known else settings.LANGUAGE_CODE
