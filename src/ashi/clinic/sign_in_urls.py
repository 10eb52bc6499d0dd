"""What there is of allauth here: signing in and out, the password, the second factor. No sign-up, no mail.

allauth's own lists of addresses would load passkeys and their cryptography into every web worker (ten megabytes each).
Here a page of the second factor is loaded when somebody first asks for one.
"""

from django.urls import URLPattern, path

from ashi.web.later import Views, later

account = Views("allauth.account.views")
sign_out = Views("ashi.clinic.views.sign_out")
welcome = Views("ashi.clinic.views.welcome")


def second_factor(route: str, module: str, view: str) -> URLPattern:
    """The names are allauth's: its own pages and redirects ask for them."""
    return path(f"second-factor/{route}", later(f"allauth.mfa.{module}.views", view), name=f"mfa_{view}")


urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-out/", sign_out.sign_out, name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("password/", account.password_change, name="account_change_password"),
    path("welcome/", welcome.welcome, name="clinic_welcome"),
    path("welcome/<str:key>/", welcome.link, name="clinic_welcome_link"),
    second_factor("", "base", "index"),
    second_factor("authenticate/", "base", "authenticate"),
    second_factor("reauthenticate/", "base", "reauthenticate"),
    second_factor("app/activate/", "totp", "activate_totp"),
    second_factor("app/deactivate/", "totp", "deactivate_totp"),
    second_factor("passkeys/", "webauthn", "list_webauthn"),
    second_factor("passkeys/add/", "webauthn", "add_webauthn"),
    second_factor("passkeys/reauthenticate/", "webauthn", "reauthenticate_webauthn"),
    second_factor("passkeys/login/", "webauthn", "login_webauthn"),
    second_factor("passkeys/keys/<int:pk>/remove/", "webauthn", "remove_webauthn"),
    second_factor("passkeys/keys/<int:pk>/edit/", "webauthn", "edit_webauthn"),
    second_factor("codes/", "recovery_codes", "view_recovery_codes"),
    second_factor("codes/generate/", "recovery_codes", "generate_recovery_codes"),
    second_factor("codes/download/", "recovery_codes", "download_recovery_codes"),
]
