"""Choosing a password with the link that an owner gave; it works once, for three days.

The link's key is put into the session at once and taken out of the address, so that no page that follows sends it on.
"""

from allauth.account.forms import ResetPasswordKeyForm
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from ashi.clinic.actions.accounts import user_of
from ashi.clinic.roles import by
from ashi.records.audit import record
from ashi.records.models import User

_KEY = "clinic_welcome"


class ChoosePasswordForm(ResetPasswordKeyForm):
    """allauth's, with its rules for passwords, in our words."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        labels = {"password1": _("New password"), "password2": _("New password once more")}
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)
            self.fields[name].error_messages["required"] = _("Write your password")
        self.fields["password1"].help_text = _("At least twelve characters; a few words are easiest to remember")


@require_GET
def link(request: HttpRequest, key: str) -> HttpResponse:
    if user_of(key) is None:
        return _over(request)
    if request.user.is_authenticated:
        logout(request)  # whoever uses this machine otherwise is not who the link is for
    request.session[_KEY] = key
    return redirect("clinic_welcome")


@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    user = user_of(request.session.get(_KEY, ""))
    if user is None:
        return _over(request)
    form = ChoosePasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        return _chosen(request, user, form)
    context = {"form": form, "of": user}
    answer = render(request, "account/welcome.html", context, status=422 if form.errors else 200)
    add_never_cache_headers(answer)
    return answer


def _chosen(request: HttpRequest, user: User, form: ChoosePasswordForm) -> HttpResponse:
    form.save()
    record(at=timezone.now(), by=by(user), action="account-password", entity=f"User/{user.pk}")
    request.session.flush()
    return redirect("account_login")


def _over(request: HttpRequest) -> HttpResponse:
    answer = render(request, "account/welcome_over.html", status=410)
    add_never_cache_headers(answer)
    return answer
