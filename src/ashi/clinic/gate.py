"""The way into every page of the clinic: signed in, in a role that may, with a second factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from ashi.clinic.roles import EVERYONE
from ashi.records.models import Role, User

View = TypeVar("View", bound=Callable[..., HttpResponse])
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def staff(*roles: Role) -> Callable[[View], View]:
    """Only these roles may use the view; without any, everybody who works here. Tests read `roles` off the view."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = _turned_away(request, roles or EVERYONE) or view(request, *args, **kwargs)
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
