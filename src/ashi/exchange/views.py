"""/llms.txt: how a program finds and books a visit here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ashi.exchange.fhir.names import base
from ashi.records.models import Organization


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    facts = {"clinic": Organization.objects.first(), "base": base()}
    return render(request, "exchange/llms.txt", facts, content_type="text/plain; charset=utf-8")
