"""Asking for the sign-in again after ten idle minutes."""

from datetime import timedelta

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from ashi.clinic import idle
from ashi.clinic.gate import locked_page, staff, worker
from ashi.records.limits import allowed

TRIES, WITHIN = 5, timedelta(minutes=5)
KEPT = "kept:"


@staff(even_idle=True)
@require_POST
@sensitive_post_parameters("password")
def unlock(request: HttpRequest) -> HttpResponse:
    """With JavaScript the screen has stayed and gets a word; without, the form that was sent goes on from here."""
    now, user = timezone.now(), worker(request)
    by_script = request.headers.get("Accept") == "application/json"
    address = _safe(request.POST.get("address", ""))
    if not allowed("unlock", str(user.pk), most=TRIES, within=WITHIN, now=now):
        logout(request)
        return JsonResponse({"signed_out": True}, status=403) if by_script else redirect_to_login(address)
    kept = [(name[len(KEPT) :], str(value)) for name, value in _fields(request) if name.startswith(KEPT)]
    if not user.check_password(request.POST.get("password", "")):
        if by_script:
            return JsonResponse({"wrong": True}, status=403)
        return locked_page(request, address=address, kept=kept, wrong=True)
    idle.unlock(request, now=now)
    if by_script:
        return JsonResponse({})
    if kept:
        return render(request, "clinic/back.html", {"address": address, "kept": kept})
    return redirect(address)


@staff()
@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """Somebody has typed or moved, without asking for a page."""
    return HttpResponse(status=204)


@staff(even_idle=True)
@require_GET
def state(request: HttpRequest) -> HttpResponse:
    """Is this desk idle? Another window may have been used."""
    return JsonResponse({"idle": idle.is_idle(request, now=timezone.now())})


def _fields(request: HttpRequest) -> list[tuple[str, object]]:
    return [(name, value) for name, values in request.POST.lists() for value in values]


def _safe(address: str) -> str:
    fine = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if fine else reverse("clinic:day")
