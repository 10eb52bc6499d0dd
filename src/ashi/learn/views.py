from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ashi.knowledge.claims import the_register
from ashi.learn import queries
from ashi.learn.chapters import CHAPTERS
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
    context = {"first": queries.visit_for(Audience.NEW), "later": queries.visit_for(Audience.RETURNING)}
    return render(request, "learn/back_pain.html", context | {"structured": page_data(the_register())})


def evidence(request: HttpRequest) -> HttpResponse:
    register = the_register()
    chapters = [(title, [register.entry(claim_id) for claim_id in ids]) for title, ids in CHAPTERS]
    return render(request, "learn/evidence.html", {"chapters": chapters, "structured": page_data(register)})
