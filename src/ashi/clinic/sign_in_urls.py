"""What there is of allauth here: signing in and out, the password, the second factor. No sign-up, no mail."""

from allauth.account import views as account
from allauth.mfa.base import urls as second_factor
from allauth.mfa.recovery_codes import urls as recovery_codes
from allauth.mfa.totp import urls as totp
from allauth.mfa.webauthn import urls as passkeys
from django.urls import include, path
from django.views.decorators.http import require_POST

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-out/", require_POST(account.logout), name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("password/", account.password_change, name="account_change_password"),
    path("second-factor/", include(second_factor)),
    path("second-factor/app/", include(totp)),
    path("second-factor/passkeys/", include(passkeys)),
    path("second-factor/codes/", include(recovery_codes)),
]
