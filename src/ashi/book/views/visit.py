"""The private page of a visit. Whoever has its address may move or cancel it: nothing else is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ashi.book.actions import NotExpected, cancel_visit
from ashi.book.limits import CHANGES
from ashi.book.views.asking import nowhere, too_many
from ashi.book.visits import ShownVisit, visits_with_everything
from ashi.records.by import By
from ashi.records.tokens import find_link, is_live
from ashi.web.address import address_of
from ashi.web.discreet import private
from ashi.web.private_visit import knows


@dataclass(frozen=True)
class Opened:
    """A request with a private link that is good."""

    request: HttpRequest
    token: str
    shown: ShownVisit
    now: datetime

    @property
    def by(self) -> By:
        return By("patient", self.shown.visit.patient_id)

    def address(self, page: str = "page") -> str:
        return reverse(f"visit:{page}", args=(self.token,))

    def render(self, template: str, context: dict[str, object] | None = None, status: int = 200) -> HttpResponse:
        known = {"shown": self.shown, "visit": self.shown.visit, "token": self.token}
        return render(self.request, template, known | (context or {}), status=status)


def opening(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the visit behind a private link; say so when the link is wrong (404), old or revoked (410).

    No CSRF token is asked for: these pages are no-referrer, so a browser sends their forms with "Origin: null", and
    nobody can make a visitor send a form to an address that nobody else knows.
    """

    @csrf_exempt
    @private
    @wraps(view)
    def inner(request: HttpRequest, token: str, **rest: int) -> HttpResponse:
        now = timezone.now()
        link = find_link(token)
        if link is None:
            return nowhere(request, "link")
        if not is_live(link, now=now):
            return render(request, "visit/over.html", status=410)
        visit = visits_with_everything().get(pk=link.appointment_id)
        if request.method == "POST" and not CHANGES.allows(address_of(request), now=now):
            return too_many(request)
        return view(Opened(request, token, ShownVisit(visit, now), now), **rest)

    return inner


@require_safe
@opening
def page(opened: Opened) -> HttpResponse:
    known = knows(opened.request, opened.shown.visit)
    return opened.render("visit/page.html", {"done": opened.request.GET.get("done", ""), "known": known})


@require_http_methods(["GET", "HEAD", "POST"])
@opening
def cancel(opened: Opened) -> HttpResponse:
    if not opened.shown.may_change:
        return redirect(opened.address())
    if opened.request.method != "POST":
        return opened.render("visit/cancel.html")
    try:
        cancel_visit(appointment=opened.shown.visit, by=opened.by)
    except NotExpected:
        # Begun, cancelled by the other press of the button, or moved by the desk: the page shows what is so now.
        return redirect(f"{opened.address()}?done=changed")
    return redirect(f"{opened.address()}?done=cancelled")
