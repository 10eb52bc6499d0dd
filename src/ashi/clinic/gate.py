"""The way into every page of the clinic: signed in, in a role that may, with a second factor, and still there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from ashi.clinic import idle
from ashi.clinic.roles import EVERYONE
from ashi.records.models import Role, User

View = TypeVar("View", bound=Callable[..., HttpResponse])
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
NOT_KEPT = ("csrfmiddlewaretoken",)


def staff(*roles: Role, even_idle: bool = False) -> Callable[[View], View]:
    """Only these roles may use the view; without any, everybody who works here. Tests read `roles` off the view.

    `even_idle`: it also works while the desk is asked for its sign-in again.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            turned_away = _turned_away(request, roles or EVERYONE) or (None if even_idle else _locked(request))
            response = turned_away or view(request, *args, **kwargs)
            add_never_cache_headers(response)  # after signing out, Back shows nothing
            return response

        guarded.roles = roles or EVERYONE  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return guard


def worker(request: HttpRequest) -> User:
    """Who is signed in; for views behind `staff`."""
    assert isinstance(request.user, User)
    return request.user


def _turned_away(request: HttpRequest, roles: tuple[Role, ...]) -> HttpResponse | None:
    user = request.user
    if not isinstance(user, User):
        address = request.get_full_path() if request.method == "GET" else reverse("clinic:day")
        return redirect_to_login(address)
    if user.role not in roles:
        raise PermissionDenied
    if needs_second_factor(user):
        return redirect("mfa_index")
    return None


def needs_second_factor(user: User) -> bool:
    """A real clinic's pages stay shut until there is one; in the demo it may be tried, and need not."""
    return not settings.DEMO and not is_mfa_enabled(user, SECOND_FACTORS)


def _locked(request: HttpRequest) -> HttpResponse | None:
    now = timezone.now()
    if not idle.is_idle(request, now=now):
        idle.seen(request, now=now)
        return None
    if idle.WATCHING in request.headers:
        return HttpResponse(status=204)  # a sheet that refreshes itself has nobody to show it to
    return locked_page(request, address=request.get_full_path(), kept=_kept(request))


def locked_page(
    request: HttpRequest, *, address: str, kept: list[tuple[str, str]], wrong: bool = False
) -> HttpResponse:
    """Asks for the password; a form that was just sent waits in the page and is not lost."""
    context = {"address": address, "kept": kept, "wrong": wrong}
    return render(request, "clinic/locked.html", context, status=401)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in request.POST.lists() for value in values if name not in NOT_KEPT]
