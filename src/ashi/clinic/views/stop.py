"""An emergency on the telephone: what to tell the caller, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ashi.clinic.screening import words_of
from ashi.core.safety import Assessment, Result
from ashi.records import rules


def stop_page(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    screen = rules.screen_of(assessment.version)
    reasons = [reason for reason in assessment.reasons if reason.result is Result.EMERGENCY]
    words = [words_of(reason, screen) for reason in reasons]
    spanish = [words_of(reason, screen, "es") for reason in reasons]
    return render(request, "clinic/stop.html", {"words": words, "spanish": spanish})
