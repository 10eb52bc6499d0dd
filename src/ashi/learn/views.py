from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "learn/home.html")


def back_pain(request: HttpRequest) -> HttpResponse:
    return render(request, "learn/back_pain.html")


def evidence(request: HttpRequest) -> HttpResponse:
    return render(request, "learn/evidence.html")
