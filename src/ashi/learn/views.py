from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ashi.knowledge.claims import the_register
from ashi.knowledge.hundreds import the_hundreds
from ashi.knowledge.trials import the_questions
from ashi.learn import queries
from ashi.learn.answers import answer
from ashi.learn.chapters import CHAPTERS
from ashi.learn.export import whole
from ashi.learn.forests import PUBLISHED, SHORT, plot
from ashi.learn.people import drawn, of_hundred
from ashi.learn.structured import clinic_data, page_data
from ashi.records.models import Audience


def home(request: HttpRequest) -> HttpResponse:
    people = queries.acupuncturists(now=timezone.now())
    context = {
        "first": queries.visit_for(Audience.NEW),
        "later": queries.visit_for(Audience.RETURNING),
        "people": people,
        "structured": clinic_data(people),
    }
    return render(request, "learn/home.html", context)


def back_pain(request: HttpRequest) -> HttpResponse:
    register = the_register()
    context = {
        "first": queries.visit_for(Audience.NEW),
        "later": queries.visit_for(Audience.RETURNING),
        "short": plot(SHORT, register),
        "trials": [drawn(hundreds, register) for hundreds in the_hundreds()],
        "side_effects": of_hundred(register.result("any-side-effect")),
        "structured": page_data(register),
    }
    return render(request, "learn/back_pain.html", context)


def evidence(request: HttpRequest) -> HttpResponse:
    register = the_register()
    context = {
        "chapters": [(title, [register.entry(claim_id) for claim_id in ids]) for title, ids in CHAPTERS],
        "plots": [plot(plan, register) for plan in PUBLISHED],
        "structured": page_data(register),
    }
    return render(request, "learn/evidence.html", context)


def trials(request: HttpRequest) -> HttpResponse:
    questions = the_questions()
    context = {
        "answers": [answer(question, questions) for question in questions.questions],
        "structured": page_data(the_register()),
    }
    return render(request, "learn/trials.html", context)


def sources(request: HttpRequest) -> HttpResponse:
    register = the_register()
    context = {
        "sources": [(source, register.resting_on(source)) for source in register.sources],
        "structured": page_data(register),
    }
    return render(request, "learn/sources.html", context)


@require_safe
def data(request: HttpRequest) -> JsonResponse:
    """Everything on the evidence pages, for programs."""
    return JsonResponse(whole(timezone.localdate()), json_dumps_params={"ensure_ascii": False})
