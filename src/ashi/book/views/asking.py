"""What every booking page asks first: is there such a choice, and does a safety check let this visitor go on?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from ashi.book.choice import Choice, NoSuchChoice, find_choice, is_provisional
from ashi.records.clearances import booking_is_open
from ashi.records.models import Clearance
from ashi.web.discreet import unkept
from ashi.web.visitor import clearance_of, holder_of


@dataclass(frozen=True)
class Asked:
    """A request of somebody who may book."""

    request: HttpRequest
    choice: Choice
    clearance: Clearance
    now: datetime

    @property
    def holder(self) -> str:
        return holder_of(self.request)

    @property
    def provisional(self) -> bool:
        return is_provisional(self.clearance)


def asking(view: Callable[[Asked], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view a choice and a clearance; send away whoever has none of the one or the other."""

    @unkept
    @wraps(view)
    def inner(request: HttpRequest, location: str, who: str, service: str) -> HttpResponse:
        now = timezone.now()
        try:
            choice = find_choice(location, who, service, now=now)
        except NoSuchChoice:
            return nowhere(request, "choice")
        clearance = clearance_of(request, now=now)
        if clearance is None:
            return to_check(request, choice)
        if not booking_is_open(version=clearance.rules_version, language=get_language() or "en"):
            return render(request, "book/not_open.html", status=403)
        return view(Asked(request, choice, clearance, now))

    return inner


def to_check(request: HttpRequest, choice: Choice) -> HttpResponse:
    """The safety check comes first; it leads back to the times of this choice."""
    here = request.get_full_path() if request.method == "GET" and "/your-time/" not in request.path else ""
    return redirect(f"{reverse('check:start')}?{urlencode({'next': here or choice.address()})}")


def nowhere(request: HttpRequest, why: str, choice: Choice | None = None) -> HttpResponse:
    """An address that leads to nothing. `why`: choice, week or visit."""
    return render(request, "book/nowhere.html", {"why": why, "choice": choice}, status=404)


def unreadable(request: HttpRequest, choice: Choice | None = None) -> HttpResponse:
    """What was sent is not what our forms send."""
    return render(request, "book/nowhere.html", {"why": "sent", "choice": choice}, status=400)


def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "book/too_many.html", status=429)
