"""The private page of a visit, for every stage that adds a page to it.

The link alone shows time, place and actions. What is about health is for whoever also knows the birth date, or whose
browser holds the key of the check that the visit was booked from.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from ashi.records.by import By
from ashi.records.limits import allowed
from ashi.records.models import Appointment
from ashi.records.tokens import digest, find_link, is_live
from ashi.web.address import address_of
from ashi.web.discreet import private
from ashi.web.visitor import key_of

COOKIE = "ashi_known"
SALT = "ashi.known-visit"
KNOWN_FOR = timedelta(minutes=30)
TRIES_FOR_ONE, TRIES_FROM_ONE = 10, 40  # an hour, for one visit and from one address


@dataclass(frozen=True)
class PrivateVisit:
    """A request with a private link that is good."""

    request: HttpRequest
    token: str
    visit: Appointment
    now: datetime

    @property
    def by(self) -> By:
        return By("patient", self.visit.patient_id)

    @property
    def page(self) -> str:
        """The address of the visit's own page."""
        return reverse("visit:page", args=(self.token,))

    def render(self, template: str, context: Mapping[str, object] | None = None, status: int = 200) -> HttpResponse:
        known = {"visit": self.visit, "token": self.token, "now": self.now}
        return render(self.request, template, {**known, **(context or {})}, status=status)


View = Callable[..., HttpResponse]


def of_a_visit(view: View) -> View:
    """Give the view the visit behind a private link; a link that is no good leads to the page that says why.

    No CSRF token is asked for: these pages are no-referrer, so a browser sends their forms with "Origin: null", and
    nobody can make a visitor send a form to an address that nobody else knows.
    """

    @csrf_exempt
    @private
    @wraps(view)
    def inner(request: HttpRequest, token: str, **words: str) -> HttpResponse:
        now = timezone.now()
        link = find_link(token)
        if link is None or not is_live(link, now=now):
            return redirect(reverse("visit:page", args=(token,)))
        rows = Appointment.objects.select_related("patient", "practitioner", "location__organization", "clearance")
        return view(PrivateVisit(request, token, rows.get(pk=link.appointment_id), now), **words)

    return inner


def about_health(view: View) -> View:
    """As `of_a_visit`, and the birth date is asked for first."""

    @of_a_visit
    @wraps(view)
    def inner(opened: PrivateVisit, **words: str) -> HttpResponse:
        if not is_known(opened):
            match = opened.request.resolver_match
            asked = reverse("web:birth_date", args=(opened.token,))
            return redirect(f"{asked}?{urlencode({'to': match.view_name if match else ''})}")
        return view(opened, **words)

    return inner


def is_known(opened: PrivateVisit) -> bool:
    return knows(opened.request, opened.visit)


def knows(request: HttpRequest, visit: Appointment) -> bool:
    """Did this browser book the visit, or give the birth date a moment ago?"""
    key, check = key_of(request), visit.clearance
    if key and check and digest(key) == check.key_hash:
        return True
    kept = request.COOKIES.get(COOKIE, "")
    try:
        return bool(signing.loads(kept, salt=SALT, max_age=KNOWN_FOR) == visit.pk)
    except signing.BadSignature:
        return False


def keep_known(opened: PrivateVisit, response: HttpResponse) -> None:
    """Only which visit, signed; nothing of what stands behind it."""
    response.set_cookie(
        COOKIE,
        signing.dumps(opened.visit.pk, salt=SALT),
        max_age=KNOWN_FOR,
        httponly=True,
        samesite="Lax",
        secure=opened.request.is_secure() or settings.SESSION_COOKIE_SECURE,
    )


def may_try(opened: PrivateVisit) -> bool:
    """Counts a try at the birth date."""
    hour = timedelta(hours=1)
    of_one = allowed("birth-date-of", str(opened.visit.pk), most=TRIES_FOR_ONE, within=hour, now=opened.now)
    from_one = allowed("birth-date-from", address_of(opened.request), most=TRIES_FROM_ONE, within=hour, now=opened.now)
    return of_one and from_one
