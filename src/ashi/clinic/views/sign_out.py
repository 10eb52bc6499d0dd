"""Signing out, which says first when a patient of one's own still lies with needles."""

from allauth.account import views as account
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from ashi.clinic.queries.lying import Lying, lying
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import User


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """A patient with needles is handed over in words before one goes; who goes all the same is written down."""
    rows = _left_behind(request.user)
    if not rows:
        return account.logout(request)
    if "sure" not in request.POST:
        response: HttpResponse = render(request, "clinic/sign_out.html", {"rows": rows}, status=409)
        add_never_cache_headers(response)
        return response
    _write_down(rows, request.user)
    return account.logout(request)


def _left_behind(user: object) -> list[Lying]:
    """One's own patients; after closing time everybody's, whoever is the last to go."""
    if not isinstance(user, User):
        return []
    rows = lying(now=timezone.now())
    return [one for one in rows if one.past_closing or one.visit.practitioner_id == user.practitioner_id]


def _write_down(rows: list[Lying], user: object) -> None:
    assert isinstance(user, User)
    with transaction.atomic():
        for one in rows:
            record(
                at=timezone.now(),
                by=By("user", user.pk),
                action="sign-out-while-needles-are-in",
                entity=f"Appointment/{one.visit.pk}",
                patient_id=one.visit.patient_id,
            )
