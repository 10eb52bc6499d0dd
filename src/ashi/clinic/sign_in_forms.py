"""allauth's forms in our words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


def _plain(form: forms.Form, labels: dict[str, Any]) -> None:
    """Labels stand above their fields, never inside them."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"login": _("User name"), "password": _("Password")})
        self.fields["login"].error_messages["required"] = _("Write your user name")
        self.fields["password"].error_messages["required"] = _("Write your password")
        self.fields["login"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})


class SignInAgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"password": _("Password")})
        self.fields["password"].error_messages["required"] = _("Write your password")


class NewPasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self,
            {
                "oldpassword": _("Your password now"),
                "password1": _("New password"),
                "password2": _("New password once more"),
            },
        )


CODE_LABEL = _("Code from your app")
CODE_HELP = _("Six digits, or one of your recovery codes")


def _as_code(form: forms.Form, hint: Any) -> None:
    _plain(form, {"code": CODE_LABEL})
    form.fields["code"].help_text = hint
    form.fields["code"].error_messages["required"] = _("Write the code that your app shows now")
    form.fields["code"].widget.attrs.update({"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"})


class CodeForm(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self, CODE_HELP)


class CodeAgainForm(ReauthenticateByCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self, CODE_HELP)


class ConnectAppForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self, _("Six digits"))


class AddPasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"name": _("What you call it")})
        self.fields["name"].help_text = _("For example: my phone, the key on my ring")
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = _("Sign in with it alone")
            self.fields["passwordless"].help_text = _("Without a password; it asks for your finger, face or PIN")
